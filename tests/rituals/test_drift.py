"""A number drifts where each period is much like the one before; noise and short histories do not."""

from datetime import date, timedelta
from math import pi, sin
from random import Random

import pytest

from rituals.drift import FEWEST, drifts
from rituals.usual import Point
from storage.records.metrics import Cadence

FIRST = date(2025, 1, 6)


def weekly(values):
    return [Point(FIRST + timedelta(weeks=week), value) for week, value in enumerate(values)]


def noise(size, weeks=52, seed=1):
    random = Random(seed)
    return [random.gauss(0, size) for _ in range(weeks)]


SEASON = [100 + 20 * sin(2 * pi * week / 52) + each for week, each in enumerate(noise(5))]
GROWTH = [100 * 1.02**week + each for week, each in enumerate(noise(5))]


@pytest.mark.parametrize("values", [SEASON, GROWTH, [value * 1e300 for value in SEASON]])
def test_a_season_and_steady_growth_drift(values):
    assert drifts(weekly(values), Cadence.WEEK)


@pytest.mark.parametrize("seed", range(20))
def test_what_goes_up_and_down_by_chance_does_not(seed):
    assert not drifts(weekly([100 + each for each in noise(10, seed=seed)]), Cadence.WEEK)


@pytest.mark.parametrize("values", [[], [0.0] * 52, [7.0] * 52, SEASON[: FEWEST - 1]])
def test_nothing_is_said_of_what_never_varies_or_is_too_short(values):
    assert not drifts(weekly(values), Cadence.WEEK)


def test_what_lies_on_both_sides_of_a_gap_are_no_neighbours():
    assert not drifts(weekly(SEASON)[::2], Cadence.WEEK)
