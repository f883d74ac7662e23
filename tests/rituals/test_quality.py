"""What is doubtful about a number."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rituals.quality import Bound, Caveat, CaveatKind, caveats
from rituals.signals import verdict
from rituals.usual import Point
from storage.records.metrics import Cadence, Contradiction, Direction, Metric

LAST = date(2026, 3, 9)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
COUNT = Metric("teams", "Teams", "count", Direction.UP)
SHARE = Metric("share", "Share", "percent", Direction.UP)
WAIT = Metric("wait", "Waiting time", "hours", Direction.DOWN)
CALM = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]


def ago(weeks: int) -> date:
    return LAST - timedelta(weeks=weeks)


def doubts(values, metric=COUNT, **facts) -> tuple[Caveat, ...]:
    """Of one value a week, the last of them for the week of `LAST`; None leaves a week out."""
    starts = [ago(weeks) for weeks in range(len(values) - 1, -1, -1)]
    readings = [Point(start, value) for start, value in zip(starts, values, strict=True) if value is not None]
    return caveats(metric, readings, verdict(readings, metric, LAST), **facts)


def test_of_a_calm_and_complete_series_nothing_is_doubtful():
    assert doubts(CALM) == ()


def test_a_signal_is_no_caveat():
    assert doubts([*CALM, 36.0]) == ()


def test_a_period_that_is_over_and_has_no_reading_is_missing():
    assert doubts([*CALM, None]) == (Caveat(CaveatKind.MISSING, LAST, periods=1, is_last=True),)


def test_a_metric_that_never_had_a_reading_misses_it():
    assert doubts([None]) == (Caveat(CaveatKind.MISSING, LAST, is_last=True),)


@pytest.mark.parametrize("late", [2, 3, 30])
def test_a_number_older_than_its_cadence_is_told_with_its_age_instead(late):
    assert doubts([*CALM, *[None] * late]) == (Caveat(CaveatKind.STALE, ago(late), periods=late),)


def test_months_grow_old_in_months():
    monthly = Metric("m", "Payers", "count", Direction.UP, Cadence.MONTH)
    readings = [Point(date(2025, 11, 1), 4.0)]
    seen = caveats(monthly, readings, verdict(readings, monthly, date(2026, 2, 1)))

    assert seen == (Caveat(CaveatKind.STALE, date(2025, 11, 1), periods=3),)


def test_a_period_without_a_reading_between_others_is_a_gap_for_eight_periods():
    assert doubts([*CALM, None, 20.0, 22.0]) == (Caveat(CaveatKind.GAP, ago(2), periods=1),)
    assert doubts([*CALM, None, *[20.0, 22.0] * 4]) == ()


def test_gaps_are_counted_from_the_first_of_them():
    assert doubts([*CALM, None, 21.0, None, None, 20.0]) == (Caveat(CaveatKind.GAP, ago(4), periods=3),)


def test_a_metric_that_has_just_begun_has_no_gap():
    assert doubts([20.0, 21.0]) == ()


@pytest.mark.parametrize(
    ("metric", "value", "bound"),
    [
        (SHARE, 120.0, Bound.OVER_HUNDRED),
        (SHARE, -1.0, Bound.BELOW_ZERO),
        (COUNT, -3.0, Bound.BELOW_ZERO),
        (WAIT, -0.5, Bound.BELOW_ZERO),
    ],
)
def test_a_value_its_unit_does_not_allow_is_impossible(metric, value, bound):
    assert doubts([50.0, value], metric) == (
        Caveat(CaveatKind.IMPOSSIBLE, LAST, value=value, bound=bound, is_last=True),
    )


@pytest.mark.parametrize(("metric", "value"), [(SHARE, 100.0), (SHARE, 0.0), (COUNT, 0.0), (COUNT, 27.5)])
def test_what_a_unit_allows_is_possible(metric, value):
    assert doubts([50.0, value], metric) == ()


def test_a_unit_nobody_knows_allows_everything():
    assert doubts([-50.0, 1e9], Metric("nps", "Promoters", "points", Direction.UP)) == ()


def test_the_one_count_with_a_fraction_among_whole_ones_is_doubted():
    assert doubts([*CALM, 21.5]) == (
        Caveat(CaveatKind.IMPOSSIBLE, LAST, value=21.5, bound=Bound.NOT_WHOLE, is_last=True),
    )
    assert doubts([*CALM, 20.5, 21.5]) == ()


def test_an_impossible_value_is_told_as_long_as_limits_are_worked_out_of_it():
    share = [50.0, 52.0] * 13
    told = Caveat(CaveatKind.IMPOSSIBLE, ago(25), value=120.0, bound=Bound.OVER_HUNDRED)

    assert told in doubts([120.0, *share[1:]], SHARE)
    assert doubts([120.0, *share], SHARE) == ()


@pytest.mark.parametrize(("value", "is_jump"), [(40.0, False), (41.0, True), (0.0, True)])
def test_a_value_twice_as_far_out_as_the_limit_is_a_jump(value, is_jump):
    judged = doubts([*CALM, value])

    assert judged == ((Caveat(CaveatKind.JUMP, LAST, value=value, is_last=True),) if is_jump else ())


def test_a_level_that_shifted_is_no_jump():
    assert doubts([*CALM, *[300.0] * 8]) == ()


def test_two_values_told_for_one_period_are_told_with_both():
    told = Contradiction("teams", LAST, 12.0, 14.0, "source:warehouse", NINE)

    assert doubts(CALM, contradictions=[told]) == (
        Caveat(CaveatKind.DUPLICATE, LAST, value=12.0, other=14.0, is_last=True),
    )


def test_the_gravest_comes_first():
    told = Contradiction("teams", ago(3), 12.0, 14.0, "source:warehouse", NINE)
    seen = doubts([*CALM[:-1], None, -4.0, None, None], failing_since=NINE, contradictions=[told])

    assert [each.kind for each in seen] == ["impossible", "duplicate", "failing", "stale", "gap"]
