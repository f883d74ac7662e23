"""What is doubtful about a number shows wherever the number does: no view forgets it."""

from collections.abc import Callable
from dataclasses import is_dataclass, replace
from datetime import timedelta
from typing import Any, get_args, get_type_hints

import pytest

from bot.blocks.layout import Message
from bot.charts.of_score import alt_text, chart
from bot.drawing import VIEWS
from bot.features.brief.views import brief
from bot.features.counter_signal import views as counter_signal
from bot.features.digest.views import issue
from bot.features.escalate.picture import in_words
from bot.features.escalate.views import sides
from bot.features.guardrail import views as guardrail
from bot.features.home.views import page
from bot.features.input.list_views import listing
from bot.features.links.views import Page as LinksPage
from bot.features.links.views import compared
from bot.features.metric.views import card as metric_card
from bot.features.monday.inputs import inputs as inputs_glance
from bot.features.monday.views import pulse as monday
from bot.features.nsm.views import card
from bot.features.output.views import listing as outputs
from bot.features.pulse.views import details
from bot.features.pulse.views import pulse as standup
from bot.features.tree.views import Page, cascade
from bot.features.triage.views import case
from bot.features.win.views import facts
from bot.topics import told as topic
from rituals.breaches import Breach, BreachAnswered, BreachAsk
from rituals.brief import Brief
from rituals.card import Card
from rituals.cases import Case, SidesTold, SideTold
from rituals.commitment_list import Listing
from rituals.comparing import Compared, ComparedLink, TeamLinks
from rituals.counter_signal import CounterSignal, CounterSignalAnswered, CounterSignalAsk
from rituals.dictionary import Card as MetricCard
from rituals.dictionary import Listed, Part, Played
from rituals.digest import DigestIssue
from rituals.glance import InputsGlance, TeamInput
from rituals.home import Front, Star
from rituals.inputs import TeamInputs
from rituals.link_figures import LinkFigures
from rituals.link_verdicts import Claim, Lack, LinkVerdict
from rituals.monday import MondayPulse
from rituals.monday_beside import Beside
from rituals.month_line import MonthLine
from rituals.outputs import OutputScore, OutputSheet
from rituals.pulse import Detail, Elsewhere, Figure, PulseDetails, StandupPulse
from rituals.pulse_promises import Promises
from rituals.scoreboard import InputScore, Score, tally
from rituals.tree import Branch, TeamBranches, Tree
from rituals.triage import TriageCase
from rituals.win_bank import AtHome
from rituals.win_numbers import Pair
from storage.records.conflicts import ConflictKind, ConflictState
from storage.records.dictionary import Entry
from storage.records.digests import DigestKind
from storage.records.metrics import Reading
from storage.records.pulses import Gathering
from tests.making import ANA, BO, MONDAY, MONDAY_NINE, a_metric, a_reading, a_star, a_team, an_input
from tests.reading import reads

WEEK = MONDAY - timedelta(weeks=1)
SHARE = a_metric(key="share", name="Share kept", unit="percent")


def reading(weeks: int, value: float) -> Reading:
    return a_reading(metric="share", period_start=WEEK - timedelta(weeks=weeks), value=value)


WEEKS = [reading(ago, 50.0 + ago % 2) for ago in range(20, 0, -1)]
DOUBTFUL: Score = tally(SHARE, [*WEEKS, reading(0, 120.0)], MONDAY)
INPUT = InputScore("Docs", SHARE, DOUBTFUL.verdict, DOUBTFUL.caveats)
FIGURE = Figure(SHARE, DOUBTFUL.verdict, None, DOUBTFUL.caveats)
CALM: Score = tally(SHARE, WEEKS, WEEK)
QUIET = Figure(SHARE, CALM.verdict)
SHOWN_BY = replace(a_star(), metric=SHARE)
AN_INPUT = an_input(metric=SHARE)
STANDINGS = {"share": INPUT}
PULSE = StandupPulse(
    team="docs",
    name="Docs",
    audience="engineering",
    gathering=Gathering.STANDUP,
    is_review=False,
    day=MONDAY,
    next_day=None,
    turn=0,
    star=QUIET,
    inputs=(),
    promises=Promises(0, 0),
)
CASE = Case(
    id="k1",
    kind=ConflictKind.INPUTS,
    state=ConflictState.UP,
    text="The same weeks",
    ours=SideTold("Engine", "UBO", "Both", "Share kept", "20", "May"),
    theirs=SideTold("Docs", "UANA", "Both", None, "10", "May"),
    customers="",
    tried="",
    kpis=None,
    raised_by="UBO",
    raised_at=MONDAY_NINE,
    tried_by=(),
    alone_from=MONDAY_NINE,
    zone="UTC",
    up_at=MONDAY_NINE,
)
MONDAYS = MondayPulse(MONDAY, "UTC", CALM, 1, (), (), None, None)
FRONT = Front(
    who=ANA,
    star=Star(SHOWN_BY, CALM),
    is_new=False,
    waiting=(),
    listing=Listing((), (), (), {}, {}, {}),
    teams=(),
    coming=(),
    wins=AtHome((), 0, ()),
    heard=None,
    conflicts=(),
    leads=(),
    is_product_lead=False,
    is_keeper=False,
    undelivered=0,
    has_dashboard=False,
)
ISSUE = DigestIssue(WEEK, MONDAY, DigestKind.NUMBERS, "", None, 1, 0, 0, (INPUT,), None)
TREE = Tree(SHOWN_BY, [TeamBranches(a_team(), [Branch(AN_INPUT, True, None, [])])], [], 0, STANDINGS)
LINK = ComparedLink(
    AN_INPUT, Claim(0, 1), LinkVerdict.TOO_LITTLE, Lack.CADENCE, LinkFigures(0), None, DOUBTFUL.caveats
)
CARD = Card(SHOWN_BY, CALM, "UTC", None, [TeamInputs(a_team(), [AN_INPUT])], {})
METRIC_CARD = MetricCard(
    Listed(SHARE, (Played(Part.NORTH_STAR),), None),
    Entry("share"),
    source="",
    sources=(),
    versions=(),
    score=DOUBTFUL,
    last=None,
    restated=None,
    can_change=False,
)
OUTPUT = OutputScore(SHARE, DOUBTFUL, "UANA")
MONTH = MonthLine(SHARE, WEEK, 50.0, None, 1, DOUBTFUL.verdict, DOUBTFUL.caveats)
BREACH = Breach("docs", "Docs", SHARE, CALM.verdict, SHARE, DOUBTFUL.verdict, WEEK, DOUBTFUL.caveats)
COUNTER = CounterSignal(SHARE, CALM.verdict, SHARE, DOUBTFUL.verdict, WEEK, DOUBTFUL.caveats)
ELSEWHERE = Elsewhere(1, (INPUT,), (), ())

# What is sent: by the kind of the content, each place where it shows a number.
SENT: dict[str, list[Callable[[], Message]]] = {
    "monday.pulse": [
        lambda: monday(replace(MONDAYS, score=DOUBTFUL)),
        lambda: monday(replace(MONDAYS, signals=(INPUT,))),
        lambda: monday(replace(MONDAYS, beside=Beside(breaches=(BREACH,)))),
        lambda: monday(replace(MONDAYS, beside=Beside(counter_signals=(COUNTER,)))),
        lambda: monday(replace(MONDAYS, beside=Beside(outputs=(MONTH,)))),
    ],
    "monday.inputs": [
        lambda: inputs_glance(InputsGlance("UTC", (TeamInput("Docs", DOUBTFUL), TeamInput("Docs", CALM)), 0))
    ],
    "guardrail.ask": [lambda: guardrail.ask(BreachAsk("b1", BREACH))],
    "guardrail.answered": [lambda: guardrail.answered(BreachAnswered(BREACH, goes_to_triage=True))],
    "counter_signal.ask": [lambda: counter_signal.ask(CounterSignalAsk("c1", COUNTER))],
    "counter_signal.answered": [
        lambda: counter_signal.answered(CounterSignalAnswered(COUNTER, goes_to_triage=True, has_place=True))
    ],
    "pulse.standup": [
        lambda: standup(replace(PULSE, star=FIGURE)),
        lambda: standup(replace(PULSE, star=replace(FIGURE, told=WEEK))),
        lambda: standup(replace(PULSE, inputs=(FIGURE,))),
        lambda: standup(replace(PULSE, inputs=(replace(FIGURE, told=WEEK),))),
        lambda: standup(replace(PULSE, is_review=True, inputs=(FIGURE,))),
        lambda: standup(replace(PULSE, audience="executives", elsewhere=ELSEWHERE)),
    ],
    "pulse.details": [
        lambda: details(PulseDetails("Docs", "Share kept", (Detail(DOUBTFUL),), (), 0)),
        lambda: details(PulseDetails("Docs", "Share kept", (Detail(CALM, "", DOUBTFUL),), (), 0)),
    ],
    "digest": [lambda: issue(ISSUE)],
    "escalate.sides": [lambda: sides(SidesTold(CASE, (DOUBTFUL,)))],
    "triage.case": [lambda: case(TriageCase(CASE, 1, 1, (DOUBTFUL,)))],
}

# What is shown to whoever asks.
ASKED_FOR: dict[str, Callable[[], Any]] = {
    "metric": lambda: metric_card(METRIC_CARD, "UTC"),
    "brief": lambda: brief(Brief(MONDAY, DOUBTFUL, "", (), (), None)),
    "brief outputs": lambda: brief(Brief(MONDAY, CALM, "", (), (), None, (OUTPUT,))),
    "brief inputs": lambda: brief(Brief(MONDAY, CALM, "", (INPUT,), (), None)),
    "home": lambda: page(replace(FRONT, star=Star(SHOWN_BY, DOUBTFUL)), ()),
    "home teams": lambda: page(replace(FRONT, teams=((a_team(), (INPUT,)),)), ()),
    "card": lambda: card(replace(CARD, score=DOUBTFUL)),
    "card inputs": lambda: card(replace(CARD, standings=STANDINGS)),
    "inputs, in short": lambda: listing([TeamInputs(a_team(), [AN_INPUT])], BO, STANDINGS),
    "inputs, one's own": lambda: listing([TeamInputs(a_team(), [AN_INPUT])], ANA, STANDINGS),
    "tree": lambda: cascade(TREE, Page(0, "")),
    "tree outputs": lambda: cascade(replace(TREE, standings={}, outputs=(OUTPUT,)), Page(0, "")),
    "outputs": lambda: outputs(OutputSheet([OUTPUT], may_change=False)),
    "links": lambda: compared(Compared(SHOWN_BY, WEEK, [TeamLinks(a_team(), [LINK])]), LinksPage(0, "")),
}

# Words that stand in something else.
SAID: dict[str, Callable[[], str]] = {
    "topic": lambda: topic(DOUBTFUL),
    "figures of a case": lambda: in_words([DOUBTFUL]),
    "chart": lambda: chart(DOUBTFUL).doubt,
    "alt text": lambda: alt_text(DOUBTFUL),
    "win": lambda: facts(Pair(SHARE, WEEK - timedelta(weeks=1), 50.0, WEEK, 120.0)),
}


def is_told(text: str) -> bool:
    return "over 100" in text.replace("\u00a0", " ").replace("%", "")


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(view, id=f"{kind} {number}")
        for kind, views in SENT.items()
        for number, view in enumerate(views)
    ],
)
def test_what_is_sent_tells_what_is_doubtful_in_its_blocks_and_in_its_text(view):
    message = view()

    assert is_told(reads(message))
    assert is_told(message.text)


@pytest.mark.parametrize("name", ASKED_FOR)
def test_what_is_shown_tells_what_is_doubtful(name):
    view = ASKED_FOR[name]()
    shown = view.text if name.startswith("brief") else reads(view)

    assert is_told(shown)


@pytest.mark.parametrize("name", SAID)
def test_words_inside_something_else_tell_what_is_doubtful(name):
    assert is_told(SAID[name]())


@pytest.mark.parametrize("name", [*ASKED_FOR, *map(str, SENT)])
def test_nobody_is_thanked_for_a_number_that_can_hardly_be_right(name):
    shown = [ASKED_FOR[name]()] if name in ASKED_FOR else [view() for view in SENT[name]]

    assert not any("Thank you" in reads(each) for each in shown)


def test_every_message_that_holds_a_number_is_looked_at():
    numbers = {Score, InputScore, Figure, MonthLine, Breach, CounterSignal}
    holding = {kind for kind, (content, _) in VIEWS.items() if numbers & held(content)}

    assert holding == set(SENT)


def held(kind: type) -> set[type]:
    """Every type that something is made of, at any depth."""
    found: set[Any] = set()
    waiting: list[Any] = [kind]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        found.add(each)
        waiting += get_args(each)
        if isinstance(each, type) and is_dataclass(each):
            waiting += get_type_hints(each).values()
    return found
