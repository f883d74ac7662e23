"""Is this change a signal or routine variation? Process-behaviour limits of individuals (XmR).

Source: Walter Shewhart's control chart as Donald Wheeler teaches it for one value a period
(Understanding Variation, 1993; Making Sense of Data, 2003):

    limits = mean +- 2.66 x mean moving range      (2.66 = 3 / 1.128; a moving range is |x[i] - x[i-1]|)

Three rules find a signal, each looking at the last full period and the ones right before it:

    eight in a row   the last eight all lie on one side of the mean: the level has shifted
    outside          the last one lies outside the limits
    three of four    three of the last four, the last one among them, lie nearer to one limit than to the mean

Limits are those of a baseline, the first `WINDOW` readings of a level, and stay as they are until a person
accepts that the level has shifted. Wheeler: limits are worked out anew when the process is known to have
changed, not because time has passed. A level begins with the metric's first reading, or with the first
period of the shift that was accepted last; nothing older is compared with. Of what was over before the first
reading was written down nobody could be asked: it begins with its latest level (see `rituals.history`).

- While a level has fewer than `WINDOW` readings, what is judged is held against all of them that come before
  it (before the last eight, the last one, or the last four, so no period helps to judge itself). It takes
  at least `FEWEST` of them, and as many moving ranges as that many unbroken periods have; with fewer there
  is no verdict, and a level that was accepted is said to be settling. A baseline with many gaps takes as
  many readings more as it needs for that.
- A shift is a signal once, in the period in which eight in a row are full. From then on it is told as what
  it is, a level still above or below the former one, and the limits of before the eight are kept. Until
  it is accepted; or until two readings in a row no longer lie on its side, which ends it.
- What may be accepted begins with the eight; where the level shifted again since (eight in a row on a side
  of the new level), with the latest eight.

The whole level is walked from its start, so the same readings always give the same verdict, and later ones
never change it. A reading that is corrected is one that always was so.

Where real series differ from the textbook:

- A period without a reading breaks every run, and no moving range is taken across it.
- Whole numbers: the mean moving range counts as 1 at least, the smallest step there is; else a rare event
  (a revert a month) would be a signal each time it happens.
- Mostly one value (half of the readings or more are equal, as in a series of zeros): the limits reach at
  least to the lowest and highest reading of the baseline. Counts this rare say little about a single period
  (Wheeler, Working with Rare Events, 2011); it is said that they usually are 0.
- Skewed series (waiting times): most of their readings lie below the mean, so eight in a row have to
  lie on one side of the median too. Where more than half are zero no run of zeros is ever a shift.
- A limit never passes a bound the metric has: 0 when no reading was ever below it, 100 for percentages when
  none was above. Only what is said is cut; "nearer to a limit" is measured to the uncut one. Near its bound
  a percentage varies less on the one side than on the other; limits that are cut are then wide rather
  than narrow, and a run of eight still finds what they let pass.

Weeks that share their events (a share over the last four weeks, say) move slowly: such a series has
small moving ranges, and more signals than chance alone would give it. Nothing here says why a number
moved, nor whether two that moved have to do with each other.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import inf
from sys import float_info
from typing import Protocol

from rituals.level import FEWEST, WINDOW, Level, Scale
from rituals.usual import Band, Point, UsualRange
from rituals.weeks import number_of, previous
from storage.records.metrics import Direction, Metric

__all__ = ["FEWEST", "WINDOW", "HasValue", "Kind", "Rule", "Verdict", "present_level", "verdict"]

# Sums and differences of larger values would overflow: they are worked out in units of 2**64.
_LARGE, _UNIT = 1e290, 2.0**64
_LARGEST = float_info.max


class Kind(StrEnum):
    """What the last full period says."""

    MISSING = "missing"  # it has no reading (yet)
    TOO_LITTLE = "too little"  # there is no usual range to compare it with
    SETTLING = "settling"  # a new level was accepted and has no usual range of its own yet
    STEADY = "steady"  # routine variation
    UP = "up"
    DOWN = "down"
    SHIFTED_UP = "shifted up"
    SHIFTED_DOWN = "shifted down"
    STILL_UP = "still up"  # since a shift that was told before and that nobody has accepted
    STILL_DOWN = "still down"


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
    it. `since` is the first period of a shift that stands, or of the level that was accepted and settles.
    `accepts` is where the new level would begin if that shift were accepted; None where none stands. `good`
    tells whether a signal is one to be glad of, `whole` that every reading up to here is a whole number.
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
    accepts: date | None = None

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


def verdict(
    series: Sequence[HasValue], metric: Metric, last_full: date, accepted: Collection[date] = ()
) -> Verdict:
    """Judge the period that starts on `last_full`; `series` has one reading per period, oldest first.

    `accepted` are the first periods of shifts that somebody accepted. Readings of later periods are not
    looked at: a running period is never compared.
    """
    history = _History(series, metric, last_full, accepted)
    if not history.starts:
        return Verdict(Kind.MISSING, last_full)
    if history.starts[-1] != last_full:
        return Verdict(Kind.MISSING, last_full, history.latest, whole=history.whole)
    return history.judge()


def present_level(series: Sequence[HasValue], metric: Metric) -> date | None:
    """Where the latest level of a history begins, were every shift in it accepted; None where none is."""
    if not series:
        return None
    history = _History(series, metric, series[-1].period_start, ())
    start = history.level().latest_start()
    return history.starts[start] if start else None


class _History:
    """The readings up to the judged period, and those of the level they are at."""

    def __init__(
        self, series: Sequence[HasValue], metric: Metric, last_full: date, accepted: Collection[date]
    ) -> None:
        known = [point for point in series if point.period_start <= last_full]
        self.starts = [point.period_start for point in known]
        self._values = [float(point.value) for point in known]
        self._metric = metric
        self.whole = all(value.is_integer() for value in self._values)
        self._accepted = max((start for start in accepted if start <= last_full), default=None)
        self._begins = 0 if self._accepted is None else bisect_left(self.starts, self._accepted)

    @property
    def latest(self) -> Point:
        return Point(self.starts[-1], self._values[-1])

    def judge(self) -> Verdict:
        level = self.level()
        shift, last = level.open_shift(), len(level.values) - 1
        if shift is None:
            return self._recent(level, level.band(last))
        since, accepts = self._start(shift.first), self._start(level.latest_start(shift.first))
        if shift.found == last:
            return self._signal(Rule.EIGHT_IN_A_ROW, shift.side, shift.band, since, accepts)
        if shift.band.side(level.values[last]) == shift.side:
            kind = Kind.STILL_UP if shift.side > 0 else Kind.STILL_DOWN
            return self._verdict(kind, shift.band, since=since, accepts=accepts)
        return self._recent(level, shift.band, since, accepts)

    def level(self) -> Level:
        """The readings since the level that was accepted last began."""
        lowest, highest = min(self._values), max(self._values)
        is_share = self._metric.unit in {"percent", "%"} and highest <= 100
        bounds = 0.0 if lowest >= 0 else -inf, 100.0 if is_share else inf
        self._unit = _UNIT if max(-lowest, highest) > _LARGE else 1.0
        return Level(
            [value / self._unit for value in self._values[self._begins :]],
            [number_of(start, self._metric.cadence) for start in self.starts[self._begins :]],
            Scale(1.0 if self.whole else 0.0, bounds),
        )

    def _recent(
        self, level: Level, band: Band | None, since: date | None = None, accepts: date | None = None
    ) -> Verdict:
        last = len(level.values) - 1
        if band is None:
            return self._open(level.baseline(last))
        if side := band.outside(level.values[last]):
            return self._signal(Rule.OUTSIDE, side, band, since, accepts)
        if accepts is None and (found := level.three_of_four()) is not None:
            return self._signal(Rule.THREE_OF_FOUR, *found)
        return self._verdict(Kind.STEADY, band, since=since, accepts=accepts)

    def _open(self, readings: int) -> Verdict:
        """Nothing to compare with: too early in the history, in a level just accepted, or too many gaps."""
        if self._accepted is not None and readings < FEWEST:
            return self._verdict(Kind.SETTLING, since=self._start(0), readings=readings)
        return self._verdict(Kind.TOO_LITTLE, readings=readings)

    def _start(self, at: int) -> date:
        """The period of a position in the level."""
        return self.starts[self._begins + at]

    def _signal(
        self, rule: Rule, side: int, band: Band, since: date | None = None, accepts: date | None = None
    ) -> Verdict:
        kinds = {1: Kind.UP, -1: Kind.DOWN}
        if rule is Rule.EIGHT_IN_A_ROW:
            kinds = {1: Kind.SHIFTED_UP, -1: Kind.SHIFTED_DOWN}
        good = (side > 0) == (self._metric.direction is Direction.UP)
        return self._verdict(kinds[side], band, rule=rule, since=since, good=good, accepts=accepts)

    def _usual(self, band: Band) -> UsualRange:
        """A band in the metric's own units."""
        lower, upper = (max(-_LARGEST, min(limit * self._unit, _LARGEST)) for limit in band.limits)
        first, last = self._start(0), self._start(band.readings - 1)
        mostly = None if band.mostly is None else band.mostly * self._unit
        return UsualRange(band.mean * self._unit, lower, upper, band.readings, first, last, mostly)

    def _verdict(
        self,
        kind: Kind,
        band: Band | None = None,
        *,
        rule: Rule | None = None,
        since: date | None = None,
        good: bool | None = None,
        readings: int = 0,
        accepts: date | None = None,
    ) -> Verdict:
        return Verdict(
            kind,
            self.starts[-1],
            self.latest,
            self._previous(),
            None if band is None else self._usual(band),
            rule,
            since,
            good,
            readings,
            self.whole,
            accepts,
        )

    def _previous(self) -> float | None:
        """The value of the period right before the last, if it has a reading."""
        if len(self.starts) < 2 or self.starts[-2] != previous(self.starts[-1], self._metric.cadence):
            return None
        return self._values[-2]
