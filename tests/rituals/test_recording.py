"""A reading is a finite number in its unit's range, for a period that is over."""

from datetime import date

import pytest

from rituals.recording import (
    NotANumber,
    OutOfRange,
    PeriodNotOver,
    UnknownMetric,
    number,
    period_to_record,
    require_possible,
    typed_entry,
)
from storage.records.metrics import Cadence
from tests.making import MONDAY, a_metric, a_star

STAR = a_star().metric
NAMED = a_metric(key="p95", name="p95 latency 200", unit="seconds")
METRICS = [STAR, a_metric(), NAMED]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("27", 27),
        (" 27.5 ", 27.5),
        ("1,234", 1234),
        ("1,234,567.5", 1234567.5),
        ("62 %", 62),
        ("-3", -3),
        ("1e3", 1000),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, value):
    assert number(typed) == value


@pytest.mark.parametrize(
    "typed", ["", "x", "1,5", "12,34", "nan", "inf", "-inf", "1e999", "1e16", "1_000", "٣", "--1", "1 2"]
)
def test_what_is_no_finite_number_is_refused(typed):
    with pytest.raises(NotANumber):
        number(typed)


@pytest.mark.parametrize(
    ("unit", "value", "fits"),
    [
        ("count", 0, True),
        ("count", -1, False),
        ("percent", 100, True),
        ("percent", 100.1, False),
        ("hours", -0.1, False),
        ("score", -12, True),
        ("count", 1e9, True),
    ],
)
def test_a_unit_has_its_range(unit, value, fits):
    metric = a_metric(unit=unit)
    if fits:
        require_possible(metric, value)
    else:
        with pytest.raises(OutOfRange):
            require_possible(metric, value)


@pytest.mark.parametrize(
    ("cadence", "day", "start"),
    [
        (Cadence.WEEK, None, date(2026, 3, 9)),
        (Cadence.WEEK, date(2026, 3, 11), date(2026, 3, 9)),
        (Cadence.MONTH, None, date(2026, 2, 1)),
        (Cadence.DAY, None, date(2026, 3, 15)),
    ],
)
def test_a_day_stands_for_its_period_and_none_for_the_last_that_is_over(cadence, day, start):
    assert period_to_record(a_metric(cadence=cadence), day, MONDAY) == start


@pytest.mark.parametrize("day", [MONDAY, date(2026, 3, 22), date(2030, 1, 1), date.max])
def test_a_period_that_runs_or_lies_ahead_waits(day):
    with pytest.raises(PeriodNotOver):
        period_to_record(a_metric(), day, MONDAY)


@pytest.mark.parametrize(
    ("text", "metric", "value", "day", "note"),
    [
        ("27", STAR, 27, None, ""),
        ("Weekly active contributors 27", STAR, 27, None, ""),
        ("“Merged pull requests” 1,234 2026-03-02", a_metric(), 1234, date(2026, 3, 2), ""),
        ("merged 3 2026-W10 after the freeze", a_metric(), 3, date(2026, 3, 2), "after the freeze"),
        ("merged 3 2026-02 x", a_metric(), 3, date(2026, 2, 1), "x"),
        ("merged 3 2026-13-45 is no date", a_metric(), 3, None, "2026-13-45 is no date"),
        ("p95 latency 200 180", NAMED, 180, None, ""),
    ],
)
def test_one_line_says_metric_value_period_and_note(text, metric, value, day, note):
    typed = typed_entry(text, METRICS)

    assert (typed.metric, typed.value, typed.day, typed.note) == (metric, value, day, note)


def test_a_metric_nobody_knows_is_answered_with_the_nearest():
    with pytest.raises(UnknownMetric) as unknown:
        typed_entry("merged pul request 3", METRICS)

    assert unknown.value.near == ["Merged pull requests"]


@pytest.mark.parametrize("text", ["merged", "merged many", "merged nan"])
def test_a_metric_without_a_number_is_said_to_lack_it(text):
    with pytest.raises(NotANumber):
        typed_entry(text, METRICS)
