"""Readings from a long CSV file: `metric,period_start,value`, a missing value being a missing row.

A file is loaded whole or not at all.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from rituals import history
from rituals.clock import Clock
from rituals.metrics import finder
from rituals.quality import Bound, impossible
from rituals.recording import (
    NotANumber,
    PeriodNotOver,
    number,
    period_to_record,
)
from rituals.weeks import next_, period_of
from storage.ledger import Ledger
from storage.records.metrics import Cadence, Metric, Reading

Finder = Callable[[str], Metric | None]
"""Finds the metric that goes by a name."""

_Starts = dict[tuple[str, Cadence], date]
"""What was made of a day's text before."""

COLUMNS = ("metric", "period_start", "value")

_BATCH = 1_000
STARTS = {
    Cadence.WEEK: "a week starts on a Monday",
    Cadence.MONTH: "a month starts on the 1st",
    Cadence.DAY: "",
}


@dataclass(frozen=True, slots=True)
class Row:
    metric: str  # its key
    period_start: date
    value: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file says, and what is wrong with it: (line number, counted from 1; what to mend).

    `doubts` are in the same way about values that their unit does not allow. They are loaded too, and
    carry a caveat.
    """

    rows: Sequence[Row]
    problems: Sequence[tuple[int, str]]
    doubts: Sequence[tuple[int, str]] = ()


# A period before the first or after the last day there is cannot be told; nobody counted in those years.
YEARS = range(1900, 3000)


class _Fault(Exception):
    """One row cannot be read; the text says why."""


def parse(
    lines: Iterable[str],
    metrics: Sequence[Metric],
    today: date | None = None,
    *,
    mine: Collection[str] | None = None,
    delimiter: str = ",",
) -> Loaded:
    """Read a file's lines. Metrics go by key or name; with `today`, periods still running are a problem.

    `mine` are the keys of those whose readings may be loaded; all of them where it is None.
    """
    reader = csv.reader(_without_mark(lines), delimiter=delimiter)
    find = cache(finder(metrics))
    names = {metric.key: metric.name for metric in metrics}
    rows: list[Row] = []
    problems: list[tuple[int, str]] = []
    starts: _Starts = {}
    doubts: list[tuple[int, str]] = []
    first_seen: dict[tuple[str, date], int] = {}
    try:
        columns = _header(reader)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                row, bound = _row(cells, columns, find, today, starts)
                if mine is not None and row.metric not in mine:
                    raise _Fault(f"others answer for {names[row.metric]}: leave their rows out")
                if (line := first_seen.get((row.metric, row.period_start))) is not None:
                    raise _Fault(f"{row.metric} has a value for {row.period_start} on line {line} already")
            except _Fault as fault:
                problems.append((reader.line_num, str(fault)))
                continue
            first_seen[row.metric, row.period_start] = reader.line_num
            rows.append(row)
            if bound is not None:
                doubts.append((reader.line_num, f"{row.metric} {row.value:g} is {bound}"))
    except (_Fault, csv.Error) as fault:
        problems.append((max(reader.line_num, 1), str(fault)))
    if not rows and not problems:
        problems.append((reader.line_num, "no rows below the header"))
    return Loaded(rows, problems, doubts)


async def load(
    ledger: Ledger,
    clock: Clock,
    rows: Sequence[Row],
    recorded_by: str,
    progress: Callable[[int], object] = lambda _done: None,
) -> int:
    """Write down all rows in one transaction; gives their number. `progress` hears how many are done."""
    now, waiting, done = clock.now(), iter(rows), 0
    metrics = {row.metric for row in rows}
    async with ledger.open() as books, history.taken(books, metrics, recorded_by, now):
        while batch := list(islice(waiting, _BATCH)):
            await books.readings.put(
                Reading(row.metric, row.period_start, row.value, recorded_by, now) for row in batch
            )
            done += len(batch)
            progress(done)
    return done


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    """The lines without the byte order mark some spreadsheets put first."""
    for place, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if place == 0 else line


def _header(reader: Iterator[Sequence[str]]) -> dict[str, int]:
    cells = [cell.strip().casefold() for cell in next(reader, [])]
    if missing := [name for name in COLUMNS if name not in cells]:
        raise _Fault(
            f"the first line names the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing"
        )
    return {name: cells.index(name) for name in COLUMNS}


def _row(
    cells: Sequence[str], columns: dict[str, int], find: Finder, today: date | None, starts: _Starts
) -> tuple[Row, Bound | None]:
    if len(cells) <= max(columns.values()):
        raise _Fault(f"{len(cells)} cells where the header has more")
    name, day, value = (cells[columns[column]].strip() for column in COLUMNS)
    metric = find(name)
    if metric is None:
        raise _Fault(f"no metric goes by {name!r}")
    # The same days come again with every metric.
    if (start := starts.get((day, metric.cadence))) is None:
        start = starts[day, metric.cadence] = _start(day, metric, today)
    row = Row(metric.key, start, _value(value))
    return row, impossible(metric, row.value)


def _start(text: str, metric: Metric, today: date | None) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        day = date.fromisoformat(text)
        if day.year not in YEARS:
            raise ValueError
    except ValueError:
        raise _Fault(f"{text!r} is not a date such as 2026-08-10") from None
    if (start := period_of(day, metric.cadence)) != day:
        following = next_(start, metric.cadence)
        raise _Fault(f"{STARTS[metric.cadence]}: {start} or {following}, not {day}")
    if today is not None:
        try:
            period_to_record(metric, day, today)
        except PeriodNotOver as error:
            raise _Fault(f"the {metric.cadence} of {day} is not over before {error.over_on}") from None
    return day


def _value(text: str) -> float:
    if not text:
        raise _Fault("no value: leave the row out when there is none")
    try:
        return number(text)
    except NotANumber:
        raise _Fault(f"{text!r} is not a finite number") from None
