"""Readings that a program pushes: all of a request or none, by the rules that hold for what people type."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from rituals import history, versions, writers
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.loading import YEARS
from rituals.metrics import finder, key_of, meant
from rituals.quality import Bound, impossible
from rituals.recording import UnknownMetric, period_to_record
from rituals.weeks import next_, period_of
from storage.ledger import Books, Ledger
from storage.records.metrics import Cadence, Metric, Reading, Revision
from storage.records.tokens import Token

TOLD = 20
"""So many faults of one request are told; behind the last of them nothing is looked at."""


class Row(Protocol):
    """What is pushed for one period: `metric` is a key or a name."""

    @property
    def metric(self) -> str: ...

    @property
    def period_start(self) -> date: ...

    @property
    def value(self) -> float: ...

    @property
    def note(self) -> str: ...


@dataclass(eq=False)
class NotAStart(RitualError):
    """A day is not the first of a period; `start` and `following` are those beside it."""

    cadence: Cadence
    day: date
    start: date
    following: date


@dataclass(eq=False)
class NoSuchYear(RitualError):
    """Nobody counted in that year."""

    day: date


@dataclass(eq=False)
class Twice(RitualError):
    """A row before this one has the same metric and period."""

    first: int


@dataclass(eq=False)
class BeyondToken(RitualError):
    """The token is not for this metric."""

    metric: str
    token: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, counted from 1."""

    row: int
    problem: RitualError


@dataclass(eq=False)
class RowsRefused(RitualError):
    """Nothing was written, because of these."""

    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of the rows: `new` and `unchanged` count them, `corrected` tells what stood there.

    `doubtful` are the rows, counted from 1, whose value its unit does not allow. They are written down too.
    """

    new: int
    unchanged: int
    corrected: Sequence[Revision]
    doubtful: Sequence[tuple[int, Bound]] = ()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The readings of a metric, oldest first, and which of their periods were restated."""

    metric: Metric
    readings: Sequence[Reading]
    restated: frozenset[date]


class Pushing:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock
        self.workspace = ledger.workspace

    async def push(self, token: Token, rows: Sequence[Row]) -> Pushed:
        """Write down all rows; the same again changes nothing. Raises RowsRefused."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            judged = _judge(rows, await books.metrics.all(), token, await versions.today(books, now))
            readings = [
                Reading(metric.key, row.period_start, row.value, writers.push(token.name), now, row.note)
                for metric, row in judged
            ]
            standing = await _standing(books, readings)
            keys = {reading.metric for reading in readings}
            async with history.taken(books, keys, writers.push(token.name), now):
                corrected = await books.readings.put(readings)
        bounds = ((number, impossible(metric, row.value)) for number, (metric, row) in enumerate(judged, 1))
        doubtful = [(number, bound) for number, bound in bounds if bound is not None]
        return Pushed(len(readings) - standing, standing - len(corrected), corrected, doubtful)

    async def read(self, token: Token, metric: str, since: date, until: date) -> ReadBack:
        """The readings of periods from `since` to `until`. Raises UnknownMetric or BeyondToken."""
        async with self._ledger.open() as books:
            known = await books.metrics.all()
            found = _require_open(meant(metric, known), metric, known, token)
            readings = await books.readings.of_metric(found.key, since, until)
            return ReadBack(found, readings, await books.readings.restated(found.key))


def _judge(
    rows: Sequence[Row], metrics: Sequence[Metric], token: Token, today: date
) -> Sequence[tuple[Metric, Row]]:
    find = finder(metrics)
    judged: list[tuple[Metric, Row]] = []
    faults: list[Fault] = []
    first: dict[tuple[str, date], int] = {}
    for number, row in enumerate(rows, start=1):
        try:
            metric = _require_open(find(row.metric), row.metric, metrics, token)
            _require_period(metric, row.period_start, today)
            earlier = first.setdefault((metric.key, row.period_start), number)
            if earlier != number:
                raise Twice(earlier)
        except RitualError as problem:
            faults.append(Fault(number, problem))
            if len(faults) == TOLD:
                break
        else:
            judged.append((metric, row))
    if faults:
        raise RowsRefused(faults)
    return judged


def _require_open(metric: Metric | None, name: str, metrics: Sequence[Metric], token: Token) -> Metric:
    if metric is None:
        names = {key_of(each.name): each.key for each in metrics if _is_for(token, each)}
        near = get_close_matches(key_of(name), names, n=2, cutoff=0.5)
        raise UnknownMetric(name, [names[key] for key in near])
    if not _is_for(token, metric):
        raise BeyondToken(metric.key, token.name)
    return metric


def _is_for(token: Token, metric: Metric) -> bool:
    return not token.metrics or metric.key in token.metrics


def _require_period(metric: Metric, day: date, today: date) -> None:
    if day.year not in YEARS:
        raise NoSuchYear(day)
    start = period_of(day, metric.cadence)
    if start != day:
        raise NotAStart(metric.cadence, day, start, next_(start, metric.cadence))
    period_to_record(metric, day, today)


async def _standing(books: Books, readings: Sequence[Reading]) -> int:
    """How many of the periods have a reading already."""
    periods: dict[str, set[date]] = {}
    for reading in readings:
        periods.setdefault(reading.metric, set()).add(reading.period_start)
    found = 0
    for metric, wanted in periods.items():
        there = await books.readings.of_metric(metric, min(wanted), max(wanted))
        found += sum(each.period_start in wanted for each in there)
    return found
