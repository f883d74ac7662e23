"""The standup pulse: what a team reads aloud in a minute, in the ritual it has already.

A number is said in full once a week in a channel, or as soon as it changes; on the mornings after it is only
called unchanged, one input a day is looked at, and another question asked. The details stand in the thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import guardrails, monday, pulse_promises, scoreboard
from rituals.letters import Letter, unpacked
from rituals.narrative import Narrative
from rituals.pulse_hours import NAME, is_silent, key, next_due
from rituals.pulse_lot import PulseLot, silence
from rituals.pulse_promises import Promised, Promises
from rituals.quality import Caveat
from rituals.ritual import Occasion, Ritual
from rituals.scoreboard import InputScore, Kept, Score
from rituals.signals import Verdict
from rituals.weeks import week_of
from storage.ledger import Books
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.metrics import Metric
from storage.records.pulses import Gathering, PulsePlan
from storage.records.teams import Team

_ONE_WEEK = timedelta(weeks=1)
_NOT_SAID = {DeliveryState.REJECTED, DeliveryState.UNKNOWN, DeliveryState.DROPPED}


@dataclass(frozen=True, slots=True)
class Figure:
    """How a metric stands. `told` is the day of this week on which the channel first read this number."""

    metric: Metric
    verdict: Verdict
    told: date | None = None
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What executives see beyond their own team: every input, and what became of last week's promises."""

    asked: int
    signals: tuple[InputScore, ...]
    recent: tuple[tuple[date, float | None], ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class StandupPulse:
    """What the pulse of a team tells on a day; the bot finds the words.

    `turn` counts a team's pulses: it says whose turn it is among questions, inputs and commitments.
    """

    kind: ClassVar[str] = "pulse.standup"

    team: str
    name: str
    audience: str
    gathering: Gathering
    is_review: bool
    day: date
    next_day: date | None
    turn: int
    star: Figure
    inputs: tuple[Figure, ...]
    promises: Promises
    questions: tuple[str, ...] = ()
    elsewhere: Elsewhere | None = None
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """A metric in full: its last four periods, and, of an input, why it should move the North Star.

    `guardrail` is what must not get worse beside it.
    """

    score: Score
    hypothesis: str = ""
    guardrail: Score | None = None


@dataclass(frozen=True, slots=True)
class PulseDetails:
    """What stands in the pulse's thread; `metrics` only on the days on which one of them is told in full."""

    kind: ClassVar[str] = "pulse.details"

    name: str
    star: str
    metrics: tuple[Detail, ...]
    promises: tuple[Promised, ...]
    unread: int  # commitments that are for their owners' eyes only
    story: Narrative | None = None  # in the audience's words, on the days on which the star is told in full
    week: int = 0  # counts weeks: another part of the story each time


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    lot = PulseLot(occasion.lot) if occasion.lot else PulseLot.of(books, occasion.team or "")
    team = await lot.team(occasion.team)
    if team is None or team.retired_at is not None:
        return []
    plan = await lot.plan(team)
    if is_silent(plan, occasion.day):
        return []
    pulse = await gather(lot, team, plan, occasion.day, occasion.due_at)
    if pulse is None:
        return []
    letters = [Letter(occasion.key(), team.channel, pulse)]
    details = await _details(lot, team, pulse)
    if details is not None:
        letters.append(Letter(occasion.key("details"), team.channel, details, thread_of=occasion.key()))
    return letters


PULSE = Ritual(NAME, prepare, fresh_for=timedelta(hours=2), rests_on_holidays=True)


async def gather(lot: PulseLot, team: Team, plan: PulsePlan, day: date, now: datetime) -> StandupPulse | None:
    """A team's pulse as it stands for a local day; None without a North Star Metric."""
    star = await lot.star()
    if star is None:
        return None
    told = await _told(lot, team, day)
    due = next_due(team, plan, now, had=day)
    turn = _turn(team.standup_days, day)
    latest = [star.metric, *(each.metric for each in await lot.inputs(team))]
    scores = [await lot.score(metric, day) for metric in latest]
    standings = [_figure(score, told) for score in scores]
    executive = plan.gathering is Gathering.EXECUTIVE
    return StandupPulse(
        team=team.id,
        name=team.name,
        audience="executives" if executive else team.audience,
        gathering=plan.gathering,
        is_review=plan.gathering is Gathering.SPRINT and day.isoweekday() == max(team.standup_days),
        day=day,
        next_day=due.day if due else None,
        turn=turn,
        star=standings[0],
        inputs=tuple(standings[1:]),
        promises=pulse_promises.read_out(*await lot.commitments(team, week_of(day)), day, turn),
        questions=plan.questions,
        elsewhere=await _elsewhere(lot.books, scores[0], day) if executive else None,
    )


async def take_back(books: Books, team: Team, day: date) -> Letter | None:
    """What replaces today's pulse once it is skipped; None when there was none."""
    delivery = await books.deliveries.get(key(team.id, day))
    if delivery is None:
        return None
    silent = replace(unpacked(StandupPulse, delivery.content), is_skipped=True)
    return Letter(silence(delivery.key), delivery.to, silent, replaces=delivery.key)


Told = Mapping[str, tuple[date, float | None, date]]
"""What a channel read this week, by metric: the period, its value, and on which day first."""


def _figure(score: Score, told: Told) -> Figure:
    verdict = score.verdict
    period, value, first = told.get(score.metric.key, (None, None, None))
    unchanged = (verdict.period, verdict.value) == (period, value)
    return Figure(score.metric, verdict, first if unchanged else None, score.caveats)


async def _told(lot: PulseLot, team: Team, day: date) -> Told:
    """What the team's channel read since Monday, from its own last pulse and from the organisation's."""
    told: dict[str, tuple[date, float | None, date]] = {}
    for earlier, delivery in await lot.earlier(team, day):
        if _was_said(delivery, team):
            pulse = unpacked(StandupPulse, delivery.content)
            for each in (pulse.star, *pulse.inputs):
                first = each.told or earlier
                told[each.metric.key] = (each.verdict.period, each.verdict.value, first)
    for said in await _mondays(lot, team, day):
        score = said.score
        told[score.metric.key] = (score.verdict.period, score.verdict.value, said.day)
    return told


async def _mondays(lot: PulseLot, team: Team, day: date) -> Iterable[monday.MondayPulse]:
    """The Monday pulse of this week, where the team meets in the company channel and it is not private."""
    delivery = await lot.monday_said(day)
    if delivery is not None and _was_said(delivery, team):
        return [unpacked(monday.MondayPulse, delivery.content)]
    workspace = await lot.workspace()
    if workspace is None or workspace.company_channel != team.channel:
        return []
    coming = await lot.monday_coming(day) if workspace.pulse_public_since else None
    return [coming] if coming else []


def _was_said(delivery: Delivery, team: Team) -> bool:
    """Whether it stands, or will in a moment, where the team meets now."""
    return delivery.to == team.channel and delivery.state not in _NOT_SAID


def _turn(days: Sequence[int], day: date) -> int:
    """How many pulses came before one, counted from far back: each is one more than the one before."""
    weekdays = sorted({*days, day.isoweekday()})
    return week_of(day).toordinal() // 7 * len(weekdays) + weekdays.index(day.isoweekday())


async def _elsewhere(books: Books, star: Score, day: date) -> Elsewhere:
    scores = await scoreboard.inputs(books, day)
    return Elsewhere(
        len(scores),
        tuple(each for each in scores if each.verdict.is_signal),
        star.recent,
        tuple(await scoreboard.kept(books, week_of(day) - _ONE_WEEK)),
    )


async def _details(lot: PulseLot, team: Team, pulse: StandupPulse) -> PulseDetails | None:
    """None on a day on which the pulse itself says all there is."""
    readable, unread = pulse_promises.all_open(*await lot.commitments(team, week_of(pulse.day)))
    news = any(each.told is None for each in (pulse.star, *pulse.inputs))
    if not news and len(readable) <= len(pulse.promises.due):
        return None
    return PulseDetails(
        pulse.name,
        pulse.star.metric.name,
        tuple(await _metrics(lot, team, pulse)) if news else (),
        tuple(readable),
        unread,
        await lot.story(pulse.audience) if pulse.star.told is None else None,
        week_of(pulse.day).toordinal() // 7,
    )


async def _metrics(lot: PulseLot, team: Team, pulse: StandupPulse) -> Sequence[Detail]:
    star = await lot.score(pulse.star.metric, pulse.day)
    theirs = [
        Detail(
            await lot.score(each.metric, pulse.day),
            each.hypothesis,
            await guardrails.beside(lot.books, each.id, pulse.day),
        )
        for each in await lot.inputs(team)
    ]
    return [replace(each, score=replace(each.score, points=())) for each in [Detail(star), *theirs]]
