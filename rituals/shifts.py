"""Shifts of a level: whoever answers for a metric is asked once whether it is the new normal, and decides.

Until somebody accepts it, the limits stay what they were (see `rituals.signals`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rituals import audit, prompts, scoreboard
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import Letter, unpacked
from rituals.recording import answerers, require_answerable
from rituals.rights import require
from rituals.scoreboard import InputScore, Score
from rituals.signals import Kind, Verdict, verdict
from rituals.usual import Point
from rituals.versions import comparable_since, in_force
from storage.ledger import Books, Ledger
from storage.records.dictionary import Standing
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.records.prompts import ANSWERABLE
from storage.records.shifts import AcceptedShift

LONGEST = 300
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class ShiftOffer:
    """Asks whoever answers for a metric whether a shift is the new normal; the verdict has `accepts`."""

    kind: ClassVar[str] = "shift.offer"

    metric: Metric
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ShiftAnswered:
    """What became of it: accepted, taken back, or not yet (neither)."""

    kind: ClassVar[str] = "shift.answered"

    metric: Metric
    since: date
    accepted: bool
    why: str = ""


@dataclass(eq=False)
class NoShift(RitualError):
    """The metric is not at a level of its own that could be accepted, or nobody accepted it."""


class Shifts:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def offer(self, who: Person, metric_key: str) -> ShiftOffer:
        """What could be accepted now. Raises NoShift, or NotTheTeamLead and the like."""
        async with self._ledger.open() as books:
            return await _offer(books, who, metric_key)

    async def accept(self, who: Person, metric_key: str, why: str = "") -> AcceptedShift:
        """From the offered period on it is a level of its own, with its own limits. Raises like `offer`."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            offer = await _offer(books, who, metric_key)
            since = offer.verdict.accepts
            assert since is not None  # it would be no offer
            accepted = AcceptedShift(metric_key, since, who.user, now, why)
            await books.shifts.put(accepted)
            name = offer.metric.name
            await audit.note(books, who.user, "shift.accepted", name, before=None, after=accepted, now=now)
            answer = ShiftAnswered(offer.metric, since, accepted=True, why=why)
            await prompts.answered(books, _key(offer), now, answer)
            return accepted

    async def not_yet(self, who: Person, metric_key: str) -> None:
        """The limits stay, and nobody is asked about this shift again. Raises like `offer`."""
        async with self._ledger.open() as books:
            offer = await _offer(books, who, metric_key)
            assert offer.verdict.accepts is not None  # it would be no offer
            answer = ShiftAnswered(offer.metric, offer.verdict.accepts, accepted=False)
            await prompts.answered(books, _key(offer), self._clock.now(), answer)

    async def take_back(self, who: Person, metric_key: str, since: date) -> None:
        """As if the shift had never been accepted. Raises NoShift, or NotTheTeamLead and the like."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            metric = await _metric(books, who, metric_key)
            accepted = {each.since: each for each in await books.shifts.of_metric(metric_key)}.get(since)
            if accepted is None:
                raise NoShift
            await books.shifts.take_back(metric_key, since)
            what = "shift.taken_back"
            await audit.note(books, who.user, what, metric.name, before=accepted, after=None, now=now)
            for told in await books.prompts.named(_start(metric_key)):
                if told.kind == ShiftAnswered.kind and unpacked(ShiftAnswered, told.content).since == since:
                    answer = ShiftAnswered(metric, since, accepted=False)
                    await prompts.answered(books, told.key, now, answer)


async def ask(books: Books, day: date, now: datetime) -> None:
    """Ask those who answer for metrics about the shifts of a day, and no more about those that ended."""
    owner_of = await answerers(books)
    for score in await _scores(books, day):
        metric, seen = score.metric, score.verdict
        if seen.kind is Kind.MISSING:
            continue
        offer = ShiftOffer(metric, seen)
        for told in await books.prompts.named(_start(metric.key)):
            if told.state in ANSWERABLE and (seen.accepts is None or told.key != _key(offer)):
                await prompts.withdraw(books, told.key, now)
            elif told.state in ANSWERABLE:
                await prompts.renew(books, told.key, offer, now)
        if seen.accepts is not None and (owner := owner_of.get(metric.key)) is not None:
            await prompts.ask(books, Letter(_key(offer), owner, offer), now, joined=True)


async def _scores(books: Books, day: date) -> Sequence[Score | InputScore]:
    """How everything stands that somebody answers for: the star, active inputs, outputs and guardrails."""
    star = await books.north_stars.active()
    beside = [
        metric
        for each in (Standing.OUTPUT, Standing.GUARDRAIL)
        for metric in await books.dictionary.of_standing(each)
    ]
    alone = [*([star.metric] if star else []), *beside]
    return [
        *[await scoreboard.score(books, metric, day) for metric in alone],
        *await scoreboard.inputs(books, day),
    ]


async def _offer(books: Books, who: Person, metric_key: str) -> ShiftOffer:
    metric = await _metric(books, who, metric_key)
    versions = await books.versions.of(metric_key)
    values = [Point(*each) for each in await books.readings.values(metric_key)]
    if not values:
        raise NoShift
    last = values[-1].period_start
    metric, begins = in_force(metric, versions, last), comparable_since(versions, last)
    values = [point for point in values if point.period_start >= begins]
    seen = verdict(values, metric, last, await books.shifts.starts_of(metric_key))
    if seen.accepts is None:
        raise NoShift
    return ShiftOffer(metric, seen)


async def _metric(books: Books, who: Person, metric_key: str) -> Metric:
    """A metric, for whoever answers for it."""
    metric = await books.metrics.get(metric_key)
    if metric is None:
        raise NoShift
    entry = await books.dictionary.get(metric_key)
    if entry is not None and entry.owner == who.user:
        require(Action.ACCEPT_SHIFT, who, also=[Role.OWNER])
    else:
        await require_answerable(books, who, metric)
    return metric


def _start(metric_key: str) -> str:
    return f"shift:{metric_key}:"


def _key(offer: ShiftOffer) -> str:
    """Once for each shift, however often the level moves on."""
    since = offer.verdict.since
    assert since is not None  # a shift stands
    return f"{_start(offer.metric.key)}{since.isoformat()}"
