"""Is this change a signal or routine variation? Process-behaviour limits of individuals (XmR).

Source: Walter Shewhart's control chart as Donald Wheeler teaches it for one value a period
(Understanding Variation, 1993; Making Sense of Data, 2003):

    limits = mean +- 2.66 x mean moving range      (2.66 = 3 / 1.128; a moving range is |x[i] - x[i-1]|)

Three rules find a signal, each looking at the last full period and the ones right before it:

    eight in a row   the last eight all lie on one side of the mean: the level has shifted
    outside          the last one lies outside the limits
    three of four    three of the last four, the last one among them, lie nearer to one limit than to the mean

What each is compared with is the usual range of the `WINDOW` periods before those the rule looks at, so
no period helps to judge itself: before the last eight, the last one, or the last four. It takes at least
`FEWEST` readings, and as many moving ranges as that many unbroken periods have; with fewer there is no
verdict. After a shift its eight periods are the start of a new level: nothing older is compared with
again, and until `FEWEST` of them are over the level is settling. So a shift is told once, and is not a
signal for ever. The whole history is walked from its start, so the same readings always give the same
verdict.

Where real series differ from the textbook:

- A period without a reading breaks every run, and no moving range is taken across it.
- Whole numbers: the mean moving range counts as 1 at least, the smallest step there is; else a rare event
  (a revert a month) would be a signal each time it happens.
- Mostly one value (half of the readings or more are equal, as in a series of zeros): the limits reach at
  least to the lowest and highest reading of the window.
- Skewed series (waiting times): most of their readings lie below the mean, so eight in a row have to
  lie on one side of the median too.
- A limit never passes a bound the metric has: 0 when no reading was ever below it, 100 for percentages when
  none was above. Only what is said is cut; "nearer to a limit" is measured to the uncut one.

Weeks that share their events (a share over the last four weeks, say) move slowly: such a series has
small moving ranges, and more signals than chance alone would give it. Nothing here says why a number
moved, nor whether two that moved have to do with each other.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Protocol

from rituals.usual import Band, Point, UsualRange
from rituals.weeks import number_of
from storage.records.metrics import Direction, Metric

WINDOW = 26
FEWEST = 10
_RUN = 8
_RECENT = 4


class Kind(StrEnum):
    """What the last full period says."""

    MISSING = "missing"  # it has no reading (yet)
    TOO_LITTLE = "too little"  # there is no usual range to compare it with
    SETTLING = "settling"  # the level shifted lately and has no usual range of its own yet
    STEADY = "steady"  # routine variation
    UP = "up"
    DOWN = "down"
    SHIFTED_UP = "shifted up"
    SHIFTED_DOWN = "shifted down"


class Rule(StrEnum):
    OUTSIDE = "outside"
    EIGHT_IN_A_ROW = "eight in a row"
    THREE_OF_FOUR = "three of four"


class HasValue(Protocol):
    """A reading, as far as a verdict cares. Values are finite numbers."""

    @property
    def period_start(self) -> date: ...

    @property
    def value(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the last full period says, and what it was compared with.

    `latest` is the newest reading at or before that period, `previous` the one of the period right before
    it. `since` is the first period of a shifted level, `good` whether a signal is one to be glad of.
    `whole` tells that every reading up to here is a whole number.
    """

    kind: Kind
    period: date
    latest: Point | None = None
    previous: float | None = None
    usual: UsualRange | None = None
    rule: Rule | None = None
    since: date | None = None
    good: bool | None = None
    readings: int = 0
    whole: bool = False

    @property
    def is_signal(self) -> bool:
        return self.rule is not None

    @property
    def value(self) -> float | None:
        """The value of the last full period, unless it is missing."""
        return None if self.kind is Kind.MISSING or self.latest is None else self.latest.value

    @property
    def change(self) -> float | None:
        """How much it differs from the period right before, when both are known."""
        return None if self.value is None or self.previous is None else self.value - self.previous


def verdict(series: Sequence[HasValue], metric: Metric, last_full: date) -> Verdict:
    """Judge the period that starts on `last_full`; `series` has one reading per period, oldest first.

    Readings of later periods are not looked at: a running period is never compared.
    """
    history = _History(series, metric, last_full)
    if not history.points:
        return Verdict(Kind.MISSING, last_full)
    latest = history.points[-1]
    if latest.period_start != last_full:
        return Verdict(Kind.MISSING, last_full, latest, whole=history.whole)
    return history.judge()


class _History:
    """The readings up to the judged period, and where the present level began."""

    def __init__(self, series: Sequence[HasValue], metric: Metric, last_full: date) -> None:
        self.points = [Point(p.period_start, float(p.value)) for p in series if p.period_start <= last_full]
        self.whole = all(point.value.is_integer() for point in self.points)
        self._metric = metric
        self._numbers = [number_of(point.period_start, metric.cadence) for point in self.points]
        floor = 0.0 if all(point.value >= 0 for point in self.points) else -inf
        is_share = metric.unit in {"percent", "%"} and all(point.value <= 100 for point in self.points)
        self._bounds = floor, 100.0 if is_share else inf

    def judge(self) -> Verdict:
        level, last = 0, len(self.points) - 1
        shift: tuple[int, Band] | None = None
        for at in range(FEWEST + _RUN - 1, last + 1):
            shift = self._shift(level, at)
            if shift is not None:
                level = at - _RUN + 1
        if shift is not None:
            side, band = shift
            return self._signal(Rule.EIGHT_IN_A_ROW, side, band, self.points[level].period_start)
        return self._recent(level, last)

    def _recent(self, level: int, last: int) -> Verdict:
        band = self._band(level, last)
        if band is None:
            return self._open(level, last)
        if side := band.outside(self.points[last].value):
            return self._signal(Rule.OUTSIDE, side, band)
        found = self._three_of_four(level, last)
        if found is not None:
            return self._signal(Rule.THREE_OF_FOUR, *found)
        return self._verdict(Kind.STEADY, usual=band.usual)

    def _open(self, level: int, last: int) -> Verdict:
        """Nothing to compare with: too early in the history, in a shifted level, or too many gaps."""
        readings = len(self._window(level, last))
        if level > 0 and last - level < FEWEST:
            return self._verdict(Kind.SETTLING, since=self.points[level].period_start, readings=readings)
        return self._verdict(Kind.TOO_LITTLE, readings=readings)

    def _shift(self, level: int, at: int) -> tuple[int, Band] | None:
        """On which side the eight readings that end at `at` lie, if all lie on one."""
        first = at - _RUN + 1
        if not self._unbroken(first, at):
            return None
        band = self._band(level, first)
        if band is None:
            return None
        sides = {band.side(point.value) for point in self.points[first : at + 1]}
        return (sides.pop(), band) if sides in ({1}, {-1}) else None

    def _three_of_four(self, level: int, last: int) -> tuple[int, Band] | None:
        first = last - _RECENT + 1
        if not self._unbroken(first, last):
            return None
        band = self._band(level, first)
        if band is None:
            return None
        side = band.far(self.points[last].value)
        far = sum(band.far(point.value) == side for point in self.points[first : last + 1])
        return (side, band) if side and far >= _RECENT - 1 else None

    def _unbroken(self, first: int, last: int) -> bool:
        return first >= 0 and self._numbers[last] - self._numbers[first] == last - first

    def _window(self, level: int, before: int) -> range:
        """Which readings stand in the window that ends right before one, of the present level only."""
        start = bisect_left(self._numbers, self._numbers[before] - WINDOW, level, before)
        return range(start, before)

    def _band(self, level: int, before: int) -> Band | None:
        window = self._window(level, before)
        moves = [
            abs(self.points[j].value - self.points[i].value)
            for i, j in pairwise(window)
            if self._unbroken(i, j)
        ]
        if len(window) < FEWEST or len(moves) < FEWEST - 1:
            return None
        points = [self.points[i] for i in window]
        return Band.of(points, moves, step=1.0 if self.whole else 0.0, bounds=self._bounds)

    def _signal(self, rule: Rule, side: int, band: Band, since: date | None = None) -> Verdict:
        kinds = {1: Kind.UP, -1: Kind.DOWN}
        if rule is Rule.EIGHT_IN_A_ROW:
            kinds = {1: Kind.SHIFTED_UP, -1: Kind.SHIFTED_DOWN}
        good = (side > 0) == (self._metric.direction is Direction.UP)
        return self._verdict(kinds[side], usual=band.usual, rule=rule, since=since, good=good)

    def _verdict(
        self,
        kind: Kind,
        *,
        usual: UsualRange | None = None,
        rule: Rule | None = None,
        since: date | None = None,
        good: bool | None = None,
        readings: int = 0,
    ) -> Verdict:
        latest = self.points[-1]
        has_previous = len(self.points) > 1 and self._unbroken(len(self.points) - 2, len(self.points) - 1)
        return Verdict(
            kind,
            latest.period_start,
            latest,
            self.points[-2].value if has_previous else None,
            usual,
            rule,
            since,
            good,
            readings,
            self.whole,
        )
