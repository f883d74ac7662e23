"""What of a source's rows becomes a reading: the rules for what people write down hold for sources too.

A source may say anything. What is no reading is left out and told; it never takes the place of one. A value
that its unit does not allow is a reading, and carries a caveat: see `rituals.quality`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from rituals.loading import STARTS, YEARS
from rituals.metrics import finder
from rituals.quality import impossible
from rituals.recording import LARGEST, NotANumber, number
from rituals.weeks import last_full, next_, period_of
from storage.records.metrics import Metric
from storage.sources.rows import Row

# Of what was left out, so much is told; the rest is counted.
_TOLD = 3
_LONGEST = 40


Place = tuple[str, date]
"""A metric's key and the first day of a period."""

Values = Mapping[Place, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """Readings; what was left out and why; names nobody knows; what was told with two values.

    `doubts` are about values that their unit does not allow, and that are readings all the same.
    """

    values: Values
    faults: Sequence[str]
    strangers: Sequence[str]
    contradicted: Mapping[Place, tuple[float, float]]
    doubts: Sequence[str] = ()

    def sentence(self) -> str | None:
        """What is to be said of it; None when all is well."""
        parts = []
        if self.faults:
            parts.append(f"left out: {_first(self.faults)}")
        if self.doubts:
            parts.append(f"taken, and worth a look: {_first(self.doubts)}")
        if self.strangers:
            parts.append(f"no metric goes by {_listed(self.strangers)}")
        return "; ".join(parts) or None


class _Fault(Exception):
    """One row is no reading; the text says why."""


def judge(
    rows: Iterable[Row],
    metrics: Sequence[Metric],
    *,
    named: str | None,
    zone: str,
    now: datetime,
    since: date,
    only: Collection[str] = (),
) -> Judged:
    """Readings of periods that start from `since` on and are over. `named` is the metric of rows without one.

    Days are those of `zone`. A period that is still running is no fault: it comes again. With `only`, rows of
    other metrics than those are passed over.
    """
    find = cache(finder(metrics))
    wanted = {metric.key for name in only if (metric := find(name)) is not None}
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    values: dict[Place, float] = {}
    contradicted: dict[Place, tuple[float, float]] = {}
    faults: list[str] = []
    doubts: list[str] = []
    strangers: dict[str, None] = {}
    for row in rows:
        name = row.metric if row.metric is not None else named or ""
        metric = find(name)
        if metric is None:
            strangers[name] = None
            continue
        if only and metric.key not in wanted:
            continue
        if row.value is None or row.value == "":
            continue
        try:
            start = _start(row.period, metric, place, today)
            if start is None or start < since:
                continue
            value = _value(row.value)
        except _Fault as fault:
            faults.append(f"{row.where}: {fault}")
            continue
        if (bound := impossible(metric, value)) is not None:
            doubts.append(f"{row.where}: {metric.name} {value:g} is {bound}")
        key = metric.key, start
        if values.setdefault(key, value) != value and key not in contradicted:
            contradicted[key] = values[key], value
            faults.append(f"{row.where}: {metric.name} has another value for {start} already")
    for key in contradicted:
        del values[key]
    return Judged(values, faults, list(strangers), contradicted, doubts)


def _start(told: object, metric: Metric, place: ZoneInfo, today: date) -> date | None:
    """The first day of the period that is meant; None while it is running."""
    day = _day(told, place)
    if day is None or day.year not in YEARS:
        raise _Fault(f"{_quoted(told)} is not a date such as 2026-08-10")
    start = period_of(day, metric.cadence)
    if start != day:
        raise _Fault(f"{STARTS[metric.cadence]}: {start} or {next_(start, metric.cadence)}, not {day}")
    if start <= last_full(today, metric.cadence):
        return start
    if start == period_of(today, metric.cadence):
        return None
    raise _Fault(f"{start} is in the future")


def _day(told: object, place: ZoneInfo) -> date | None:
    if isinstance(told, str):
        told = _from_text(told.strip())
    if isinstance(told, datetime):
        return _local(told, place)
    return told if isinstance(told, date) else None


def _from_text(text: str) -> object:
    # Nothing shorter: 20260810 might be a number, 10/08/2026 two days.
    if not re.match(r"\d{4}-\d{2}-\d{2}([ T]|$)", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _local(told: datetime, place: ZoneInfo) -> date | None:
    try:
        return (told if told.tzinfo is None else told.astimezone(place)).date()
    except OverflowError:
        return None


def _value(told: object) -> float:
    try:
        return _finite(told)
    except NotANumber:
        raise _Fault(f"{_quoted(told)} is not a number I can use") from None


def _finite(told: object) -> float:
    if isinstance(told, str):
        return number(told)
    if isinstance(told, bool) or not isinstance(told, int | float | Decimal):
        raise NotANumber(str(told))
    if isinstance(told, Decimal) and told.is_nan():
        raise NotANumber(str(told))
    if not -LARGEST <= told <= LARGEST:  # neither is NaN
        raise NotANumber(str(told))
    return float(told)


def _quoted(told: object) -> str:
    text = " ".join(str(told).split())
    return f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”"


def _first(told: Sequence[str]) -> str:
    more = len(told) - _TOLD
    return "; ".join([*told[:_TOLD], *([f"and {more} more"] if more > 0 else [])])


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(_quoted, names[:_TOLD]))
    return shown if len(names) <= _TOLD else f"{shown} and {len(names) - _TOLD} other names"
