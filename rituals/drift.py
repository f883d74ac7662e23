"""Does a number drift, each period much like the one before it? Then process limits are too narrow for it.

Limits come from moving ranges (see `rituals.signals`), which say nothing of a season or of steady growth.
What tells of it is John von Neumann's ratio (Distribution of the Ratio of the Mean Square Successive
Difference to the Variance, 1941):

    mean squared difference of neighbours / variance

It is about 2 where periods have nothing to do with each other, and 2 x (1 - r) where neighbours correlate by
r. From r = 0.7 on, half of what a period is, is what the period before it was.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, pvariance

from rituals.usual import Point
from rituals.weeks import number_of
from storage.records.metrics import Cadence

FEWEST = 26
"""So many readings it takes to tell."""

_RATIO = 2 * (1 - 0.7)


def drifts(points: Sequence[Point], cadence: Cadence) -> bool:
    """Whether the readings do, oldest first; those on both sides of a gap are no neighbours."""
    largest = max((abs(point.value) for point in points), default=0.0)
    if len(points) < FEWEST or not largest:
        return False
    shares = [(number_of(point.period_start, cadence), point.value / largest) for point in points]
    steps = [(later - value) ** 2 for (at, value), (next_at, later) in pairwise(shares) if next_at == at + 1]
    if len(steps) < FEWEST - 1:
        return False
    return fmean(steps) < _RATIO * pvariance([value for _, value in shares])
