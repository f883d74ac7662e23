"""What of a source's rows becomes a reading, and what is left out and told."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.judging import judge
from rituals.recording import LARGEST
from storage.records.metrics import Cadence
from storage.sources.rows import Row
from tests.making import a_metric

NOW = datetime(2026, 3, 18, 9, tzinfo=UTC)  # a Wednesday
LAST_WEEK = date(2026, 3, 9)
MERGED = a_metric(unit="count")
SHARE = a_metric(key="share", name="Share kept", unit="percent", cadence=Cadence.DAY)


def judged(*rows, zone="UTC", since=date(2020, 1, 1), metric="merged"):
    told = [Row(period, value, f"line {place}") for place, (period, value) in enumerate(rows, start=2)]
    return judge(told, [MERGED, SHARE], named=metric, zone=zone, now=NOW, since=since)


@pytest.mark.parametrize(
    ("period", "value", "expected"),
    [
        ("2026-03-09", "27", 27),
        ("2026-03-09", " 1,234.5", 1234.5),
        (date(2026, 3, 9), 27, 27),
        (date(2026, 3, 9), Decimal("27.25"), 27.25),
        (datetime.fromisoformat("2026-03-09"), 27.5, 27.5),
        ("2026-03-09T00:00:00+00:00", 0, 0),
        ("2026-03-09 00:00:00", 1e15, LARGEST),
    ],
)
def test_dates_and_numbers_of_every_kind_are_read(period, value, expected):
    assert judged((period, value)).values == {("merged", LAST_WEEK): expected}


def test_an_instant_belongs_to_the_day_it_is_where_the_source_is():
    told = datetime(2026, 3, 8, 23, tzinfo=UTC)
    also = datetime(2026, 3, 9, 5, tzinfo=timezone(timedelta(hours=6)))

    assert set(judged((told, 27), zone="Europe/Berlin").values) == {("merged", LAST_WEEK)}
    assert set(judged((also, 27), zone="Europe/Berlin").values) == {("merged", LAST_WEEK)}
    assert judged((told, 27)).faults == [
        "line 2: a week starts on a Monday: 2026-03-02 or 2026-03-09, not 2026-03-08"
    ]


@pytest.mark.parametrize(
    ("period", "value", "words"),
    [
        ("2026-03-09", "abc", "“abc” is not a number"),
        ("2026-03-09", "nan", "not a number"),
        ("2026-03-09", float("nan"), "not a number"),
        ("2026-03-09", Decimal("nan"), "not a number"),
        ("2026-03-09", Decimal("snan"), "not a number"),
        ("2026-03-09", float("inf"), "not a number"),
        ("2026-03-09", 1e308, "not a number I can use"),
        ("2026-03-09", 10**400, "not a number I can use"),
        ("2026-03-09", True, "not a number"),
        ("2026-03-09", [27], "not a number"),
        ("2026-03-09", {"value": 27}, "not a number"),
        ("2026-03-09", b"27", "not a number"),
        ("09/03/2026", 27, "not a date such as"),
        ("20260309", 27, "not a date"),
        (20260309, 27, "not a date"),
        (None, 27, "not a date"),
        ("2026-02-30", 27, "not a date"),
        ("0001-01-01", 27, "not a date"),
        (date.max, 27, "not a date"),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))), 27, "not a date"),
        ("2026-03-10", 27, "a week starts on a Monday"),
        ("2026-03-23", 27, "is in the future"),
        ("2199-03-04", 27, "is in the future"),
    ],
)
def test_what_is_no_reading_is_left_out_and_told(period, value, words):
    told = judged((period, value), ("2026-03-02", 25))

    assert told.values == {("merged", date(2026, 3, 2)): 25}
    assert len(told.faults) == 1
    assert words in (told.sentence() or "")
    assert "line 2" in (told.sentence() or "")


def test_a_period_that_is_running_and_a_value_that_is_missing_are_no_faults():
    told = judged(("2026-03-16", 3), ("2026-03-09", None), ("2026-03-02", ""))

    assert (told.values, told.sentence()) == ({}, None)


def test_periods_before_the_window_stay_as_they_are():
    assert judged(("2026-03-02", 25), ("2026-03-09", 27), since=LAST_WEEK).values == {
        ("merged", LAST_WEEK): 27
    }


def test_two_values_for_one_period_are_one_when_they_agree_and_none_when_not():
    told = judged(("2026-03-09", 27), ("2026-03-09", "27"), ("2026-03-02", 25), ("2026-03-02", 26))

    assert told.values == {("merged", LAST_WEEK): 27}
    assert "another value for 2026-03-02 already" in (told.sentence() or "")
    assert told.contradicted == {("merged", date(2026, 3, 2)): (25, 26)}


def test_an_impossible_value_is_a_reading_and_worth_a_look():
    told = judged(("2026-03-09", -1))

    assert told.values == {("merged", LAST_WEEK): -1}
    assert told.faults == []
    assert told.sentence() == "taken, and worth a look: line 2: Merged pull requests -1 is below zero"


def test_rows_name_their_metric_by_name_or_key_and_strangers_are_told_once():
    rows = [
        Row("2026-03-17", "62%", "line 2", "SHARE kept"),
        Row("2026-03-17", 7, "line 3", "Lunches"),
        Row("2026-03-16", 8, "line 4", "Lunches"),
    ]
    told = judge(rows, [MERGED, SHARE], named=None, zone="UTC", now=NOW, since=date(2020, 1, 1))

    assert told.values == {("share", date(2026, 3, 17)): 62}
    assert told.sentence() == "no metric goes by “Lunches”"


def test_of_many_faults_a_few_are_told_and_the_rest_counted():
    told = judged(*(("2026-03-09", "x" * 90) for _ in range(50)))

    assert "and 47 more" in (told.sentence() or "")
    assert len(told.sentence() or "") < 400


@given(
    st.one_of(st.text(), st.dates(), st.datetimes(), st.integers(), st.none(), st.binary()),
    st.one_of(st.text(), st.floats(), st.integers(), st.decimals(), st.booleans(), st.none()),
)
def test_whatever_a_source_says_only_usable_numbers_of_full_weeks_come_through(period, value):
    for (_, start), number in judged((period, value)).values.items():
        assert 0 <= number <= LARGEST
        assert start.weekday() == 0
        assert start <= LAST_WEEK
