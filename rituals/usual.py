"""What readings routinely do: the process-behaviour limits of a baseline; see `rituals.signals`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median
from typing import Self

_SCALE = 2.66

# What differs from a line by less, in shares of the largest reading, differs by the rounding of a sum.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period; `restated` tells that another value stood there before."""

    period_start: date
    value: float
    restated: bool = False


@dataclass(frozen=True, slots=True)
class UsualRange:
    """What the readings of a baseline routinely do: `readings` of them, in the periods `first` to `last`.

    `mostly` is the value that more than half of them have, if there is one.
    """

    mean: float
    lower: float
    upper: float
    readings: int
    first: date
    last: date
    mostly: float | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """The lines that values are held against, from so many `readings`.

    What is within `slack` of a line lies on it. `middle` are mean and median, the lower one
    first; `limits` are cut at the bounds; `halfway` lie between the mean and each limit before it is cut.
    """

    mean: float
    limits: tuple[float, float]
    middle: tuple[float, float]
    halfway: tuple[float, float]
    slack: float
    readings: int
    mostly: float | None

    @classmethod
    def of(
        cls, values: Sequence[float], moves: Sequence[float], *, step: float, bounds: tuple[float, float]
    ) -> Self:
        """The band of readings (one at least) and their moving ranges (one at least).

        `step` is the least that the mean moving range counts as; `bounds` are what limits never pass.
        """
        mean, reach = fmean(values), _SCALE * max(fmean(moves), step)
        lowest, highest = mean - reach, mean + reach
        commonest, times = Counter(values).most_common(1)[0]
        if times * 2 >= len(values):
            lowest, highest = min(lowest, *values), max(highest, *values)
        low, high = sorted((mean, median(values)))
        return cls(
            mean,
            (max(lowest, bounds[0]), min(highest, bounds[1])),
            (low, high),
            ((mean + lowest) / 2, (mean + highest) / 2),
            _ROUNDING * max(map(abs, values)),
            len(values),
            commonest if times * 2 > len(values) else None,
        )

    def side(self, value: float) -> int:
        """1 above both mean and median, -1 below both, else 0."""
        return self._beyond(value, self.middle)

    def outside(self, value: float) -> int:
        """1 above the upper limit, -1 below the lower one, else 0."""
        return self._beyond(value, self.limits)

    def far(self, value: float) -> int:
        """1 nearer to the upper limit than to the mean, -1 nearer to the lower one, else 0."""
        return self._beyond(value, self.halfway)

    def _beyond(self, value: float, lines: tuple[float, float]) -> int:
        low, high = lines
        return (value > high + self.slack) - (value < low - self.slack)
