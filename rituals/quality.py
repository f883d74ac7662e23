"""What is doubtful about a number before anybody reads anything into it: its caveats, the gravest first.

A caveat is no verdict on what was counted, and no alarm: it says what to look at before trusting the number.
Nothing is corrected and nothing is left out because of one.

- IMPOSSIBLE: a value its unit does not allow (`impossible`), in any period that limits may be worked out of.
- DUPLICATE: one period was told with two values in one go; see `storage.records.metrics.Contradiction`.
  Different days of one period never come so far: every door takes the first day of a period only.
- JUMP: the last value lies more than twice as far from the mean as the limit on its side does. Limits stand
  at three sigma (see `rituals.signals`), so this begins at six. John Tukey calls a value "far out" beyond
  fences twice as far off as those that mark a value "outside" (Exploratory Data Analysis, 1977, 2D); so far
  out, a slip of the pen or a double count is likelier than news. It asks to check the number. Where eight
  periods in a row lie on one side the level has shifted, which no slip does: that is no jump.
- FAILING: the source that brings the readings fails.
- STALE: the last two periods that are over, or more of them, have no reading: the newest is older than the
  cadence allows.
- MISSING: only the last period that is over has none, or there was never any.
- GAP: a period among the last eight has none, with readings on both sides: runs of eight break there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rituals.signals import FEWEST, WINDOW, HasValue, Rule, Verdict
from rituals.weeks import number_of, previous
from storage.records.metrics import Contradiction, Metric

_NEVER_NEGATIVE = ("count", "percent", "%", "hours", "minutes", "seconds", "milliseconds")
_SHARES = ("percent", "%")

GAPS_WITHIN = 8
"""Periods among which a gap is told."""

_FAR_OUT = 2


class CaveatKind(StrEnum):
    """What is doubtful; the gravest first."""

    IMPOSSIBLE = "impossible"
    DUPLICATE = "duplicate"
    JUMP = "jump"
    FAILING = "failing"
    STALE = "stale"
    MISSING = "missing"
    GAP = "gap"


class Bound(StrEnum):
    """What an impossible value is."""

    BELOW_ZERO = "below zero"
    OVER_HUNDRED = "over 100"
    NOT_WHOLE = "not a whole number"


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing that is doubtful about a number, as of a day.

    `period` is the first day of the period it is about. Of what comes after, only what belongs to the kind is
    there: the `value` that is IMPOSSIBLE and the `bound` it breaks; the `value` and the `other` one a
    DUPLICATE was told with; the `value` that made a JUMP; how many `periods` a STALE number is old, or are
    missing as a GAP (the first of them is `period`); `since` when a source is FAILING.
    `is_last` tells that it is about the last period that is over.
    """

    kind: CaveatKind
    period: date | None = None
    value: float | None = None
    other: float | None = None
    bound: Bound | None = None
    periods: int = 0
    since: datetime | None = None
    is_last: bool = False


def caveats(
    metric: Metric,
    readings: Sequence[HasValue],
    judged: Verdict,
    *,
    failing_since: datetime | None = None,
    contradictions: Iterable[Contradiction] = (),
) -> tuple[Caveat, ...]:
    """What is doubtful about a metric, the gravest first and the newest of a kind before older ones.

    `readings` are those of full periods, oldest first, and `judged` the verdict on the last of these periods.
    """
    last = judged.period
    found = [
        *_impossible(metric, readings, last),
        *_duplicates(metric, contradictions, last),
        *_jump(judged),
        *([Caveat(CaveatKind.FAILING, since=failing_since)] if failing_since else []),
        *_late(metric, readings, last),
        *_gap(metric, readings, last),
    ]
    order = list(CaveatKind)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def impossible(metric: Metric, value: float) -> Bound | None:
    """The bound of its unit that a value breaks; None when it breaks none.

    A percentage is a share of a whole: 0 to 100. Counts and times are never less than nothing. A count with
    a fraction is none by itself, for counts are averaged over days too; see `caveats`, which doubts it only
    among whole ones.
    """
    if metric.unit in _NEVER_NEGATIVE and value < 0:
        return Bound.BELOW_ZERO
    if metric.unit in _SHARES and value > 100:
        return Bound.OVER_HUNDRED
    return None


def _impossible(metric: Metric, readings: Sequence[HasValue], last: date) -> Iterable[Caveat]:
    newest = reversed(readings[-WINDOW:])
    newest_first = [each for each in newest if _ago(metric, each.period_start, last) < WINDOW]
    odd = _odd_one(metric, newest_first)
    for each in newest_first:
        bound = Bound.NOT_WHOLE if each is odd else impossible(metric, each.value)
        if bound is not None:
            start = each.period_start
            yield Caveat(CaveatKind.IMPOSSIBLE, start, value=each.value, bound=bound, is_last=start == last)


def _odd_one(metric: Metric, readings: Sequence[HasValue]) -> HasValue | None:
    """The one count with a fraction among enough whole ones."""
    broken = [each for each in readings if not float(each.value).is_integer()]
    is_odd = metric.unit == "count" and len(broken) == 1 and len(readings) > FEWEST
    return broken[0] if is_odd else None


def _duplicates(metric: Metric, contradictions: Iterable[Contradiction], last: date) -> Iterable[Caveat]:
    for each in sorted(contradictions, key=lambda each: each.period_start, reverse=True):
        if each.period_start <= last and _ago(metric, each.period_start, last) < WINDOW:
            is_last = each.period_start == last
            yield Caveat(
                CaveatKind.DUPLICATE, each.period_start, value=each.value, other=each.other, is_last=is_last
            )


def _jump(judged: Verdict) -> Iterable[Caveat]:
    usual, value = judged.usual, judged.value
    if judged.rule is not Rule.OUTSIDE or usual is None or value is None:
        return
    # One of the two may have been cut at a bound the metric has; the limits stand alike on both sides.
    reach = max(usual.upper - usual.mean, usual.mean - usual.lower)
    if reach > 0 and abs(value - usual.mean) > _FAR_OUT * reach:
        yield Caveat(CaveatKind.JUMP, judged.period, value=value, is_last=True)


def _late(metric: Metric, readings: Sequence[HasValue], last: date) -> Iterable[Caveat]:
    if not readings:
        yield Caveat(CaveatKind.MISSING, last, is_last=True)
    elif missing := _ago(metric, readings[-1].period_start, last):
        kind = CaveatKind.MISSING if missing == 1 else CaveatKind.STALE
        start = last if missing == 1 else readings[-1].period_start
        yield Caveat(kind, start, periods=missing, is_last=missing == 1)


def _gap(metric: Metric, readings: Sequence[HasValue], last: date) -> Iterable[Caveat]:
    if not readings:
        return
    there = {each.period_start for each in readings[-GAPS_WITHIN:]}
    first, newest, start, missing = readings[0].period_start, readings[-1].period_start, last, []
    for _ in range(GAPS_WITHIN):
        if first < start < newest and start not in there:
            missing.append(start)
        start = previous(start, metric.cadence)
    if missing:
        yield Caveat(CaveatKind.GAP, missing[-1], periods=len(missing))


def _ago(metric: Metric, start: date, last: date) -> int:
    return number_of(last, metric.cadence) - number_of(start, metric.cadence)
