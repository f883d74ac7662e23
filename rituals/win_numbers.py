"""The dated before and after of an input: taken from its readings, never typed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rituals.quality import Caveat, CaveatKind, impossible
from rituals.versions import comparable_since, in_force
from rituals.weeks import last_full, number_of
from storage.ledger import Books
from storage.records.metrics import Direction, Input, Metric, Reading

_FURTHEST_BACK = 12
_USUAL = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """What a metric was in the periods that start on two days."""

    metric: Metric
    before: date
    was: float
    after: date
    became: float

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What is doubtful about either of the two."""
        told = ((self.before, self.was), (self.after, self.became))
        found = ((start, value, impossible(self.metric, value)) for start, value in told)
        return tuple(
            Caveat(CaveatKind.IMPOSSIBLE, start, value=value, bound=bound)
            for start, value, bound in found
            if bound is not None
        )

    @property
    def better(self) -> bool:
        return self.became > self.was if self.metric.direction is Direction.UP else self.became < self.was


async def pairs(books: Books, metric: Metric, day: date) -> Sequence[Pair]:
    """The last reading on a local day beside each earlier one of twelve periods, the nearest first.

    Only those that can be held against each other stand beside each other.
    """
    full = await books.readings.of_metric(metric.key, until=last_full(day, metric.cadence))
    if not full:
        return []
    versions, latest = await books.versions.of(metric.key), full[-1].period_start
    begins = comparable_since(versions, latest)
    alike = [reading for reading in full if reading.period_start >= begins]
    return pairs_of(alike, in_force(metric, versions, latest))


def pairs_of(readings: Sequence[Reading], metric: Metric) -> Sequence[Pair]:
    """The same from readings of full periods, oldest first."""
    if not readings:
        return []
    latest = readings[-1]
    return [
        Pair(metric, one.period_start, one.value, latest.period_start, latest.value)
        for one in readings[-2::-1]
        if _apart(one.period_start, latest.period_start, metric) <= _FURTHEST_BACK
    ]


def usual(choices: Sequence[Pair]) -> Pair | None:
    """What is offered first: four periods back, or as far as it goes; None when that is no step forward."""
    near = [pair for pair in choices if _apart(pair.before, pair.after, pair.metric) <= _USUAL]
    return near[-1] if near and near[-1].better else None


async def since(books: Books, metric: Metric, made_on: date, today: date) -> Pair | None:
    """What it was in the last full period before a day, and what it is now; None while that is the same."""
    start = last_full(made_on, metric.cadence)
    found = await pairs(books, metric, today)
    return next((pair for pair in found if pair.before <= start < pair.after), None)


async def pair(books: Books, an_input: Input, before: date, after: date) -> Pair | None:
    """What was read for those two periods; None when either has no reading any more."""
    metric = an_input.metric
    was = await books.readings.of_period(metric.key, before)
    became = await books.readings.of_period(metric.key, after)
    if was is None or became is None or before >= after:
        return None
    return Pair(metric, before, was.value, after, became.value)


def _apart(before: date, after: date, metric: Metric) -> int:
    return number_of(after, metric.cadence) - number_of(before, metric.cadence)
