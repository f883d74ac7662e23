"""Signals and routine variation, against a second, simpler calculation of the same limits."""

from datetime import date, timedelta
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rituals.signals import FEWEST, WINDOW, Kind, Rule, Verdict, present_level, verdict
from rituals.usual import Point
from rituals.weeks import next_
from storage.records.metrics import Cadence, Direction, Metric

FIRST = date(2024, 1, 1)
CONTRIBUTORS = Metric("people", "Contributors", "count", Direction.UP)
WAIT = Metric("wait", "Waiting time", "hours", Direction.DOWN)
SHARE = Metric("share", "Share", "percent", Direction.UP)
RESTLESS = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]


SHIFT = FIRST + timedelta(weeks=len(RESTLESS))


def weekly(values) -> list[Point]:
    """One point a week; None leaves the week out."""
    weeks = (FIRST + timedelta(weeks=number) for number in range(len(values)))
    return [Point(week, value) for week, value in zip(weeks, values, strict=True) if value is not None]


def week(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def judge(values, metric: Metric = CONTRIBUTORS, accepted=()) -> Verdict:
    return verdict(weekly(values), metric, week(len(values) - 1), accepted)


def limits_by_hand(values: list[float], whole: bool) -> tuple[float, float]:
    mean = sum(values) / len(values)
    moving = [abs(b - a) for a, b in pairwise(values)]
    average = sum(moving) / len(moving)
    if whole and average < 1:
        average = 1
    return mean - 2.66 * average, mean + 2.66 * average


def test_without_a_reading_there_is_nothing_to_judge():
    assert verdict([], CONTRIBUTORS, FIRST) == Verdict(Kind.MISSING, FIRST)


def test_a_late_reading_is_missing_and_the_last_one_is_told():
    seen = judge([20.0, 21.0, None])

    assert (seen.kind, seen.value, seen.change) == (Kind.MISSING, None, None)
    assert seen.latest == Point(FIRST + timedelta(weeks=1), 21.0)


def test_a_running_period_is_not_looked_at():
    last_full = FIRST + timedelta(weeks=len(RESTLESS) - 1)

    assert verdict(weekly([*RESTLESS, 900.0]), CONTRIBUTORS, last_full) == judge(RESTLESS)


@pytest.mark.parametrize("number", range(1, FEWEST + 1))
def test_there_is_no_verdict_before_ten_full_weeks_have_passed(number):
    seen = judge([*RESTLESS[: number - 1], 900.0])

    assert (seen.kind, seen.readings) == (Kind.TOO_LITTLE, number - 1)


def test_after_ten_weeks_there_is_one():
    assert judge([*RESTLESS[:FEWEST], 900.0]).kind is Kind.UP


def test_routine_variation_is_steady_and_says_what_is_usual():
    seen = judge([*RESTLESS, 26.0])
    lower, upper = limits_by_hand(RESTLESS, whole=True)

    assert seen.kind is Kind.STEADY
    assert seen.usual is not None
    assert (seen.usual.lower, seen.usual.upper) == pytest.approx((lower, upper))
    assert (seen.usual.readings, seen.usual.first) == (len(RESTLESS), FIRST)
    assert (seen.value, seen.previous, seen.change, seen.good) == (26.0, 21.0, 5.0, None)


@pytest.mark.parametrize(
    ("metric", "value", "kind", "good"),
    [
        (CONTRIBUTORS, 60.0, Kind.UP, True),
        (CONTRIBUTORS, 2.0, Kind.DOWN, False),
        (WAIT, 60.0, Kind.UP, False),
        (WAIT, 2.0, Kind.DOWN, True),
    ],
)
def test_one_week_outside_its_limits_is_a_signal_good_or_bad_by_direction(metric, value, kind, good):
    seen = judge([*RESTLESS, value], metric)

    assert (seen.kind, seen.rule, seen.good) == (kind, Rule.OUTSIDE, good)


@pytest.mark.parametrize(("high", "kind"), [(27.0, Kind.UP), (15.0, Kind.DOWN)])
def test_three_of_four_weeks_near_a_limit_are_a_signal(high, kind):
    seen = judge([*RESTLESS, high, high, 21.0, high])

    assert (seen.kind, seen.rule) == (kind, Rule.THREE_OF_FOUR)
    assert judge([*RESTLESS, high, high]).kind is Kind.STEADY
    assert judge([*RESTLESS, high, high, high, 21.0]).kind is Kind.STEADY


@pytest.mark.parametrize(
    ("known", "new", "told", "later"),
    [
        (RESTLESS, [27.0, 28.0], Kind.SHIFTED_UP, Kind.STILL_UP),
        (RESTLESS[:-1], [15.0, 14.0], Kind.SHIFTED_DOWN, Kind.STILL_DOWN),
    ],
)
def test_a_shift_is_told_once_and_the_limits_stay_until_somebody_accepts_it(known, new, told, later):
    seen = [judge([*known, *(new * 30)[:weeks]]) for weeks in range(8, 60)]

    assert [each.kind for each in seen] == [told, *[later] * 51]
    assert [each.is_signal for each in seen] == [True, *[False] * 51]
    assert {each.usual for each in seen} == {judge([*known, 21.0]).usual}
    assert {(each.since, each.accepts) for each in seen} == {(week(len(known)), week(len(known)))}


def test_an_accepted_level_is_compared_with_nothing_older_and_has_limits_of_its_own():
    seen = judge([*RESTLESS, *[60.0, 62.0] * 20], accepted=[SHIFT])

    assert (seen.kind, seen.accepts) == (Kind.STEADY, None)
    assert seen.usual is not None
    assert (seen.usual.first, seen.usual.last) == (SHIFT, SHIFT + timedelta(weeks=25))
    assert seen.usual.mean == 61.0


def test_an_accepted_level_settles_before_it_is_judged():
    weeks = range(9, 13)
    seen = [judge([*RESTLESS, *([60.0, 62.0] * 6)[:after]], accepted=[SHIFT]) for after in weeks]

    assert [each.kind for each in seen] == [Kind.SETTLING, Kind.SETTLING, Kind.STEADY, Kind.STEADY]
    assert [(each.since, each.readings) for each in seen[:2]] == [(SHIFT, 8), (SHIFT, 9)]


def test_of_several_accepted_levels_the_last_one_that_has_begun_counts():
    story = [*RESTLESS, *[60.0, 62.0] * 10]
    later = week(len(story) + 3)

    assert judge(story, accepted=[later, SHIFT, FIRST]) == judge(story, accepted=[SHIFT])


def test_one_week_back_does_not_end_a_shift_and_two_do():
    higher = [27.0, 28.0] * 6
    kinds = [
        judge([*RESTLESS, *higher, *more]).kind
        for more in ([20.0], [20.0, 27.0], [20.0, 20.0], [20.0, 20.0, 27.0])
    ]

    assert kinds == [Kind.STEADY, Kind.STILL_UP, Kind.STEADY, Kind.STEADY]
    assert judge([*RESTLESS, *higher, 20.0]).accepts == SHIFT
    assert judge([*RESTLESS, *higher, 20.0, 20.0]).accepts is None
    assert judge([*RESTLESS, *higher, None, 27.0]).kind is Kind.STILL_UP
    assert judge([*RESTLESS, *higher, 2.0]).rule is Rule.OUTSIDE


def test_where_the_level_moved_on_its_latest_part_is_what_can_be_accepted():
    seen = judge([*RESTLESS, *[29.0, 27.0] * 8, *[60.0, 62.0] * 6])

    assert (seen.kind, seen.since) == (Kind.STILL_UP, SHIFT)
    assert seen.accepts == SHIFT + timedelta(weeks=16)
    assert judge([*RESTLESS, *[29.0, 27.0] * 8, *[60.0, 62.0] * 6], accepted=[seen.accepts]).accepts is None


def test_a_history_begins_with_its_latest_level():
    assert present_level([], CONTRIBUTORS) is None
    assert present_level(weekly(RESTLESS), CONTRIBUTORS) is None
    assert present_level(weekly([*RESTLESS, *[60.0, 62.0] * 6]), CONTRIBUTORS) == SHIFT


def test_a_missing_week_breaks_a_run():
    seven = [23.0] * 7

    assert judge([*RESTLESS, *seven, 23.0]).kind is Kind.SHIFTED_UP
    assert judge([*RESTLESS, *seven, None, 23.0]).kind is Kind.STEADY
    assert judge([*RESTLESS, 27.0, 27.0, None, 27.0]).kind is Kind.STEADY


def test_no_move_is_taken_across_a_gap_and_none_is_told():
    story = [10.0, 11.0] * 6 + [None, 40.0, 41.0]
    seen = judge([*story, None, 41.0])
    across = judge([*[10.0, 11.0] * 6, None, 12.0])

    assert (seen.previous, seen.change) == (None, None)
    assert across.usual is not None
    assert (across.usual.lower, across.usual.upper) == pytest.approx((10.5 - 2.66, 10.5 + 2.66))


def test_readings_with_a_gap_after_each_have_no_usual_range():
    seen = judge([*([20.0, None] * 12), 500.0])

    assert (seen.kind, seen.readings) == (Kind.TOO_LITTLE, 12)


def test_once_there_are_enough_readings_limits_no_longer_move():
    known = [*RESTLESS, *RESTLESS[: WINDOW - len(RESTLESS)]]
    ranges = [judge([*known, *[19.0, 24.0] * weeks]).usual for weeks in range(1, 12)]

    assert len({*ranges}) == 1
    assert ranges[0] is not None
    assert (ranges[0].readings, ranges[0].last) == (WINDOW, week(WINDOW - 1))
    assert judge(known).usual != ranges[0]


def test_a_baseline_with_gaps_takes_as_many_readings_more_as_it_needs():
    gaps = [20.0, 22.0, None] * 18
    seen = judge([*gaps, 21.0])

    assert seen.usual is not None
    assert seen.usual.readings == WINDOW
    assert judge([*[20.0, None] * 20, *RESTLESS, 21.0]).usual is not None


def test_a_quiet_week_of_a_rare_event_is_no_signal():
    rare = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0, 0.0]

    assert judge([*rare, *[0.0] * 12], WAIT).kind is Kind.STEADY
    assert judge([*rare, 1.0], WAIT).kind is Kind.STEADY
    assert judge([*rare, 9.0], WAIT).kind is Kind.UP


def test_a_share_that_is_mostly_zero_is_unusual_only_beyond_all_it_has_been():
    mostly = [0.0, 0.0, 0.0, 16.7, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]

    assert judge([*mostly, 16.7], SHARE).kind is Kind.STEADY
    assert judge([*mostly, 0.0], SHARE).kind is Kind.STEADY
    assert judge([*mostly, 66.6], SHARE).kind is Kind.UP


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 20.0])
def test_a_number_that_never_moves_is_steady(value):
    assert {judge([value] * weeks, SHARE).kind for weeks in range(11, 40)} == {Kind.STEADY}


def test_a_skewed_series_is_not_shifted_by_its_many_low_weeks():
    waits = [3.5, 2.5, 60.5, 4.5, 3.5, 2.5, 3.5, 80.5, 4.5, 2.5, 3.5, 4.5, 70.5, 2.5]

    assert judge([*waits, *[3.5, 4.5, 3.5, 2.5] * 2], WAIT).kind is Kind.STEADY


@pytest.mark.parametrize(
    ("metric", "values", "lower", "upper"),
    [
        (SHARE, [10.5, 90.5] * 7, 0.0, 100.0),
        (WAIT, [10.5, 90.5] * 7, 0.0, 50.5 + 2.66 * 80),
        (WAIT, [-10.5, 90.5] * 7, 40 - 2.66 * 101, 40 + 2.66 * 101),
        (SHARE, [10.5, 190.5] * 7, 0.0, 100.5 + 2.66 * 180),
    ],
)
def test_limits_do_not_pass_what_the_metric_can_be(metric, values, lower, upper):
    seen = judge([*values, values[0]], metric)

    assert seen.usual is not None
    assert (seen.usual.lower, seen.usual.upper) == pytest.approx((lower, upper))


@pytest.mark.parametrize("cadence", Cadence)
def test_days_and_months_are_judged_like_weeks(cadence):
    metric = Metric("m", "M", "count", Direction.UP, cadence)
    starts = [date(2024, 1, 1)]
    while len(starts) <= len(RESTLESS):
        starts.append(next_(starts[-1], cadence))
    series = [Point(start, value) for start, value in zip(starts, [*RESTLESS, 60.0], strict=True)]

    assert verdict(series, metric, starts[-1]).kind is Kind.UP
    assert verdict(series, metric, starts[-1]).change == 60.0 - RESTLESS[-1]


counts = st.lists(st.integers(0, 60).map(float) | st.none(), min_size=1, max_size=60)
amounts = st.lists(st.floats(-1e15, 1e15) | st.none(), min_size=1, max_size=60)


@given(counts | amounts, st.sampled_from([CONTRIBUTORS, WAIT, SHARE]))
def test_a_verdict_never_contradicts_itself(values, metric):
    seen = judge(values, metric)

    assert (seen.kind is Kind.MISSING) == (values[-1] is None)
    assert seen.is_signal == (seen.good is not None)
    assert seen.value == (None if seen.kind is Kind.MISSING else values[-1])
    if seen.usual is not None and seen.value is not None:
        assert seen.usual.lower <= seen.usual.mean <= seen.usual.upper
        assert seen.usual.readings >= FEWEST
        inside = seen.usual.lower <= seen.value <= seen.usual.upper
        assert (seen.kind is not Kind.STEADY) or inside
        assert (seen.rule is not Rule.OUTSIDE) or not inside


@given(st.lists(st.integers(0, 60).map(float), min_size=11, max_size=17))
def test_the_limits_are_those_of_the_textbook(values):
    seen = judge(values)
    before = values[:-1]
    lower, upper = limits_by_hand(before, whole=True)
    if max(before.count(value) for value in before) * 2 >= len(before):
        lower, upper = min(lower, *before), max(upper, *before)

    if seen.rule is not Rule.THREE_OF_FOUR:
        assert seen.usual is not None
        assert seen.usual.lower == pytest.approx(max(lower, 0))
        assert seen.usual.upper == pytest.approx(upper)
        assert (seen.rule is Rule.OUTSIDE) == (not max(lower, 0) <= values[-1] <= upper)


@given(counts, st.integers(0, 40))
def test_what_comes_later_does_not_change_what_was_said_of_whole_numbers(values, more):
    week = FIRST + timedelta(weeks=len(values) - 1)
    longer = weekly([*values, *[float(number % 7) for number in range(more)]])

    assert verdict(longer, CONTRIBUTORS, week) == judge(values)


MIRRORED = [(Kind.UP, Kind.DOWN), (Kind.SHIFTED_UP, Kind.SHIFTED_DOWN), (Kind.STILL_UP, Kind.STILL_DOWN)]


@given(st.lists(st.integers(0, 60).map(float), min_size=1, max_size=60))
@example([0.0] * 10 + [1.0] * 9)  # which chance comes upon rarely
def test_a_verdict_looks_the_same_from_below(values):
    """Turned upside down (and lifted, away from the bound at zero), ups are downs."""
    high = [value + 10_000 for value in values]
    low = [20_000 - value for value in high]
    turned = dict(MIRRORED) | {down: up for up, down in MIRRORED}

    assert judge(low).kind is turned.get(judge(high).kind, judge(high).kind)


below_zero = st.lists(st.integers(-20, 20).map(lambda step: step * 0.37 - 100.005), min_size=1, max_size=60)


@given(below_zero, st.floats(1e-9, 1e9), st.floats(-1e4, 0))
def test_other_units_change_no_verdict(values, factor, further):
    """Neither larger ones nor a zero elsewhere: where no bound and no step of one comes into it."""
    kind = judge(values, WAIT).kind

    assert judge([value * factor for value in values], WAIT).kind is kind
    assert judge([value + further for value in values], WAIT).kind is kind


@given(amounts | counts, st.lists(st.integers(0, 59).map(week), max_size=2), st.integers(0, 59))
def test_what_comes_later_changes_no_verdict(values, accepted, number):
    before = values[: number + 1]

    assert verdict(weekly(values), WAIT, week(len(before) - 1), accepted) == judge(before, WAIT, accepted)


@given(st.lists(st.floats(-1.7e308, 1.7e308, allow_subnormal=False), min_size=11, max_size=40))
def test_no_number_is_too_large_to_be_judged(values):
    seen = judge(values)

    assert seen.kind is not Kind.TOO_LITTLE
    assert seen.usual is not None
    assert all(map(isfinite, (seen.usual.lower, seen.usual.mean, seen.usual.upper)))


def test_the_largest_numbers_are_judged_like_small_ones():
    large = [value * 6e306 for value in RESTLESS]

    assert judge([*large, 21 * 6e306]).kind is Kind.STEADY
    assert judge([*[-value for value in large], -2 * 6e306]).kind is Kind.UP


def test_negative_numbers_have_limits_below_zero():
    seen = judge([*[-value - 0.5 for value in RESTLESS], -60.5])

    assert seen.kind is Kind.DOWN
    assert seen.usual is not None
    assert seen.usual.lower < seen.usual.upper < 0


def test_nothing_but_zeros_after_a_rare_event_is_never_a_shift():
    rare = [0.0, 0.0, 3.0, 0.0, 0.0, 1.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0]

    assert {judge([*rare, *[0.0] * weeks], WAIT).kind for weeks in range(1, 60)} == {Kind.STEADY}
    seen = judge([*rare, 0.0], WAIT)
    assert seen.usual is not None
    assert (seen.usual.mostly, seen.usual.lower) == (0.0, 0.0)


def test_more_and_more_of_a_rare_event_is_a_shift():
    rare = [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]

    assert judge([*rare, *[1.0, 2.0] * 4], WAIT).kind is Kind.SHIFTED_UP


@pytest.mark.parametrize(("high", "kind"), [(99.0, Kind.STEADY), (100.0, Kind.STEADY)])
def test_a_percentage_at_its_bound_is_not_beyond_it(high, kind):
    near = [99.0, 97.5, 98.0, 96.0, 99.5, 98.5, 97.0, 99.0, 98.0, 97.5, 99.0, 97.0]
    seen = judge([*near, high], SHARE)

    assert seen.kind is kind
    assert seen.usual is not None
    assert (seen.usual.upper, seen.usual.lower < 95) == (100.0, True)
    assert judge([*near, *[99.6, 99.9] * 4], SHARE).kind is Kind.SHIFTED_UP


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_the_clock_breaks_no_run_of_days(change):
    metric = Metric("m", "M", "count", Direction.UP, Cadence.DAY)
    days = [change + timedelta(days=number) for number in range(-len(RESTLESS) - 3, 5)]
    series = [Point(day, value) for day, value in zip(days, [*RESTLESS, *[27.0] * 8], strict=True)]

    assert verdict(series, metric, days[-1]).kind is Kind.SHIFTED_UP
