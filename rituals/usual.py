"""What readings routinely do: the process-behaviour limits of a window of them; see `rituals.signals`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose
from statistics import fmean, median, multimode
from typing import Self

_SCALE = 2.66


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period; `restated` tells that another value stood there before."""

    period_start: date
    value: float
    restated: bool = False


@dataclass(frozen=True, slots=True)
class UsualRange:
    """What readings of a window routinely do: `readings` of them, in the periods `first` to `last`."""

    mean: float
    lower: float
    upper: float
    readings: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Band:
    """A usual range with what the rules need beside it: the limits before they are cut, and the median."""

    usual: UsualRange
    median: float
    lowest: float
    highest: float

    @classmethod
    def of(
        cls, window: Sequence[Point], moves: Sequence[float], *, step: float, bounds: tuple[float, float]
    ) -> Self:
        """The band of a window's readings (one at least) and moving ranges (one at least).

        `step` is the least that the mean moving range counts as; `bounds` are what limits never pass.
        """
        values = [point.value for point in window]
        mean, reach = fmean(values), _SCALE * max(fmean(moves), step)
        lowest, highest = mean - reach, mean + reach
        if values.count(multimode(values)[0]) * 2 >= len(values):
            lowest, highest = min(lowest, *values), max(highest, *values)
        usual = UsualRange(
            mean,
            max(lowest, bounds[0]),
            min(highest, bounds[1]),
            len(values),
            window[0].period_start,
            window[-1].period_start,
        )
        return cls(usual, median(values), lowest, highest)

    def side(self, value: float) -> int:
        """1 above both mean and median, -1 below both, else 0."""
        low, high = sorted((self.usual.mean, self.median))
        return _beyond(value, low, high)

    def outside(self, value: float) -> int:
        """1 above the upper limit, -1 below the lower one, else 0."""
        return _beyond(value, self.usual.lower, self.usual.upper)

    def far(self, value: float) -> int:
        """1 nearer to the upper limit than to the mean, -1 nearer to the lower one, else 0."""
        mean = self.usual.mean
        return _beyond(value, (mean + self.lowest) / 2, (mean + self.highest) / 2)


def _beyond(value: float, low: float, high: float) -> int:
    # A value that differs from a line by the rounding of a sum lies on it.
    if isclose(value, low, abs_tol=1e-12) or isclose(value, high, abs_tol=1e-12):
        return 0
    return int(value > high) - int(value < low)
