"""Conflicts in every script and with every trick: harmless, within the limits, and never a whip."""

from calendar import month_name
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import limits
from bot.drawing import VIEWS, draw
from bot.features.escalate import leads_modal, modal, offered, views
from bot.features.escalate.form import BeginForm, KpiForm, Speaking
from bot.features.triage_channel import views as triage_channel
from bot.simulator.rules.messages import check_blocks
from rituals import conflicts as rules
from rituals.cases import Case, CaseClosed, CaseUp, SidesTold, SideTold, ThreadOpened, TriedAsked
from rituals.conflicts import Parties
from rituals.escalating import Setting
from rituals.letters import packed
from rituals.precedents import Nearest
from rituals.prompts import Asked, Part
from rituals.scoreboard import Score
from rituals.settling import PrecedentsOffered
from rituals.signals import Kind, Verdict
from rituals.trying import Moved, OwnSide
from rituals.usual import Point
from storage.records.conflicts import ConflictKind, ConflictState, KpiPath, Side
from storage.records.prompts import PromptState
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, MONDAY_NINE, a_decision, a_metric, a_team, an_input
from tests.reading import buttons, reads

CASE = Case(
    id="k1",
    kind=ConflictKind.INPUTS,
    state=ConflictState.ASKING,
    text="The same <two> weeks",
    ours=SideTold("En<gine>", "UBO", "Both weeks", "Mer<ges>", "From 20 to 25", "By May"),
    theirs=SideTold("Review", "ULENA", "The same & more", None, "10 %", "By June"),
    customers="New teams",
    tried="We met",
    kpis=None,
    raised_by="UBO",
    raised_at=MONDAY_NINE,
    tried_by=("UBO",),
    alone_from=MONDAY_NINE,
    zone="UTC",
)
NAMES = texts(80)


def sides(draw_, lead):
    longest = (rules.LONGEST_WANT, rules.LONGEST_EFFECT, rules.LONGEST_UNTIL)
    want, effect, until = (draw_(texts(each)) for each in longest)
    return SideTold(draw_(st.none() | NAMES), lead, want, draw_(st.none() | NAMES), effect, until)


@st.composite
def cases(draw_):
    """A conflict with anything in it, in every state."""
    path = KpiPath(
        draw_(texts(rules.LONGEST_KPI)),
        draw_(texts(rules.LONGEST_KPI)),
        is_real=draw_(st.booleans()),
        reframed=draw_(texts(rules.LONGEST_REFRAMED)),
        evidence=draw_(texts(rules.LONGEST_EVIDENCE)),
        sponsor=draw_(st.sampled_from([None, "USPO"])),
    )
    state = draw_(st.sampled_from(list(ConflictState)))
    return replace(
        CASE,
        kind=draw_(st.sampled_from(list(ConflictKind))),
        state=state,
        text=draw_(texts(rules.LONGEST_TEXT)),
        ours=sides(draw_, draw_(st.sampled_from([None, "UBO"]))),
        theirs=replace(sides(draw_, "ULENA"), team=draw_(NAMES)),
        customers=draw_(texts(rules.LONGEST_CUSTOMERS)),
        tried=draw_(texts(rules.LONGEST_TRIED)),
        kpis=draw_(st.sampled_from([None, path])),
        tried_by=draw_(st.sampled_from([(), ("UBO",), ("UBO", "ULENA")])),
        up_at=MONDAY_NINE,
        closed_by=draw_(st.sampled_from([None, "ULENA"])),
        closing=draw_(texts(rules.LONGEST_CLOSING)),
        settled_by=draw_(st.none() | texts(300)),
    )


def a_score(name):
    verdict = Verdict(Kind.TOO_LITTLE, MONDAY, Point(MONDAY, 2.0), readings=1)
    return Score(a_metric(name=name), verdict, (), (Point(MONDAY, 2.0), Point(MONDAY, 3.0)), MONDAY_NINE)


def a_near(text, decision_id="d1"):
    decision = a_decision(id=decision_id, outcome=text[:300])
    return Nearest(
        decision, date(2026, 3, 2), (text[:80], "Docs"), True, (text[:80],), (text[:80],), ("a", "b")
    )


@settings(deadline=None)
@given(cases(), NAMES)
def test_no_message_pings_links_or_breaks(case, name):
    scores = (a_score(name), a_score("b" * 80))
    for message in (
        views.thread(ThreadOpened(case)),
        views.sides(SidesTold(case, scores)),
        views.asked(TriedAsked(case, "CENGINE", "ULENA")),
        views.up(CaseUp(case)),
        views.closed(CaseClosed(case)),
        views.answered(Moved(case, "CENGINE")),
        offered.precedents(PrecedentsOffered("k1", (a_near(case.text), a_near(name, "d2")))),
    ):
        require_harmless(message)
        assert message.picture is None or len(message.picture.alt_text) <= 2000


@settings(deadline=None, max_examples=50)
@given(cases(), NAMES)
def test_no_window_pings_links_or_breaks(case, name):
    ours, theirs = a_team(name=name), a_team(id="docs", name="Docs")
    active = [an_input(id=f"i{n}", metric=a_metric(name=name)) for n in range(3)]
    parties = Parties([ours], [theirs], {ours.id: active, theirs.id: active}, for_all=True)
    setting = Setting(ours, theirs, "CENGINE", ("UBO", "ULENA"), None, "USPO")
    kept = {"text": case.text, "our_want": case.ours.want, "customers": case.customers, "tried": case.tried}
    path = KpiPath("a", "b", is_real=True, reframed=case.text, evidence="c")
    begun = BeginForm(text=case.text, kind=case.kind, other_team="docs").begun(Speaking("rendering"))
    own = OwnSide("k1", True, name, Side(case.ours.want), {"i0": name})
    for window in (
        modal.begin(parties, kept, ""),
        modal.kpis(begun, {"our_kpi": name}, setting),
        modal.framework(begun.with_(path), parties, setting, kept, [a_near(case.text)]),
        modal.sent(Moved(case, "CENGINE")),
        leads_modal.settle(case, {"closing": case.closing}),
        leads_modal.own_side(own, {}),
        leads_modal.done("Settled", Moved(case, None)),
        triage_channel.chosen("CTRIAGE", 2),
    ):
        require_harmless(window)


def test_no_example_names_a_month_and_of_the_other_side_nobody_needs_to_know_the_figures():
    begun = BeginForm(text="Weeks", kind=ConflictKind.INPUTS, other_team="t2").begun(Speaking("t1"))
    setting = Setting(a_team(id="t1"), a_team(id="t2"), "CENGINE", ("UBO",), None, None)
    parties = Parties([a_team(id="t1")], [a_team(id="t2")], {}, for_all=False)
    window = modal.framework(begun, parties, setting, {}).to_dict()
    examples = {
        block["block_id"]: block["element"]["placeholder"]["text"]
        for block in window["blocks"]
        if "placeholder" in block.get("element", {})
    }

    assert not any(month in " ".join(examples.values()) for month in month_name[1:])
    assert examples["our_until"] == "By the end of next month"
    assert examples["their_until"].endswith("or: not said yet")
    assert examples["their_effect"].endswith("or: not said yet")
    assert "“not said yet” is enough" in reads(window)


@settings(deadline=None)
@given(
    st.text(max_size=rules.LONGEST_TEXT, min_size=1),
    st.text(max_size=rules.LONGEST_KPI, min_size=1),
    st.text(max_size=rules.LONGEST_EVIDENCE, min_size=1),
)
def test_what_the_steps_before_said_fits_the_next_window(text, kpi, evidence):
    setting = Setting(None, a_team(), "CENGINE", (), None, None)
    first = BeginForm(text=f"{text}x"[-150:], kind="kpis", team="T" * 40, other_team="O" * 40)
    path = KpiForm(
        our_kpi=f"{kpi}x"[-80:],
        their_kpi='"' * 80,
        real="real",
        reframed="\\" * 200,
        evidence=f"{evidence}x"[-500:],
        sponsor="USPO",
    ).path()
    window = modal.kpis(first.begun(Speaking(None)).with_(path), {}, setting)

    assert len(window.private_metadata or "") <= 3000


def test_what_a_lead_is_asked_of_eight_conflicts_fits_one_message():
    long = SideTold("&" * 80, "UBO", "&" * 500, "&" * 80, "&" * 100, "&" * 60)
    case = replace(CASE, text="&" * 150, ours=long, theirs=long, tried="<\n" * 300, tried_by=())
    parts = [
        Part(
            TriedAsked.kind,
            packed(TriedAsked(replace(case, id=f"k{n}"), "CENGINE", "UBO")),
            PromptState.ASKED,
        )
        for n in range(8)
    ]
    message = draw(VIEWS, Asked.kind, packed(Asked("joined", tuple(parts))))

    check_blocks(limits.message(message.blocks), lambda _id: None)
    assert buttons(message).count("We tried, still open") == 8


@pytest.mark.parametrize("kind", list(ConflictKind))
def test_no_kind_of_conflict_blames_anybody_or_calls_work_competing(kind):
    case = replace(CASE, kind=kind)
    said = reads(views.thread(ThreadOpened(case))) + reads(views.sides(SidesTold(case)))
    said += reads(views.up(CaseUp(replace(case, state=ConflictState.UP))))

    assert not [word for word in ("compet", "blame", "refus", "overdue", "caused") if word in said.lower()]
    assert "nobody's fault" in said


def test_what_is_with_triage_says_who_tried_and_who_had_their_time():
    both = replace(CASE, state=ConflictState.UP, tried_by=("UBO", "ULENA"))
    alone = replace(both, tried_by=("ULENA",))

    assert "<@UBO> and <@ULENA> tried to settle it first" in reads(views.up(CaseUp(both)))
    assert "<@ULENA> brought it up alone, after the time <@UBO> had to answer" in reads(
        views.up(CaseUp(alone))
    )


@pytest.mark.parametrize(
    ("state", "said", "pressed"),
    [
        (ConflictState.ASKING, "did you try it together?", 4),
        (ConflictState.UP, "With triage <!date^1773651600^since {", 2),
        (ConflictState.SETTLED, "Settled by the two sides themselves", 1),
        (ConflictState.DECIDED, "Decided in triage", 0),
        (ConflictState.WITHDRAWN, "Taken back by <@UBO>", 0),
    ],
)
def test_the_head_of_the_thread_says_how_it_stands(state, said, pressed):
    message = views.thread(ThreadOpened(replace(CASE, state=state, up_at=MONDAY_NINE)))

    assert said in message.text
    assert len(buttons(message)) == pressed


def test_the_head_says_until_when_the_other_lead_may_answer():
    page = reads(views.thread(ThreadOpened(CASE)).blocks)

    assert "Without an answer <!date^1773651600^by {date_long_pretty}" in page
    assert page.rstrip().endswith(", one lead can bring it up alone.")
