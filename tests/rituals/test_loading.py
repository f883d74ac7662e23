"""A file is read line by line, every fault is listed with its number, and nothing is half-loaded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.loading import Row, load, parse
from storage.records.metrics import Cadence
from tests.making import MONDAY, a_metric, a_star

HEADER = "metric,period_start,value\n"
METRICS = [
    a_metric(),
    a_metric(key="share", name="Share of reviews", unit="percent"),
    a_metric(key="sales", name="Monthly orders", cadence=Cadence.MONTH),
]


def problems(*lines, today=None):
    return parse([HEADER, *[f"{line}\n" for line in lines]], METRICS, today).problems


def test_metrics_go_by_key_or_name_however_they_are_written():
    rows = parse([HEADER, "merged,2026-03-02,3\n", "MERGED Pull Requests,2026-03-09,4.5\n"], METRICS).rows

    assert rows == [Row("merged", date(2026, 3, 2), 3), Row("merged", date(2026, 3, 9), 4.5)]


def test_marks_blank_lines_returns_quotes_and_other_columns_are_fine():
    lines = [
        "\ufeffValue, Period_Start ,METRIC,source\r\n",
        "\r\n",
        '0,2026-03-02,"Merged pull requests",git\r\n',
        " ,, \r\n",
    ]

    loaded = parse(lines, METRICS)
    assert (loaded.rows, loaded.problems) == ([Row("merged", date(2026, 3, 2), 0)], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("unknown,2026-03-02,3", "no metric goes by 'unknown'"),
        ("merged,2026-03-03,3", "a week starts on a Monday: 2026-03-02 or 2026-03-09, not 2026-03-03"),
        ("sales,2026-03-02,3", "a month starts on the 1st: 2026-03-01 or 2026-04-01, not 2026-03-02"),
        ("merged,2.3.2026,3", "'2.3.2026' is not a date such as 2026-08-10"),
        ("merged,20260302,3", "'20260302' is not a date such as 2026-08-10"),
        ("merged,9999-12-27,3", "'9999-12-27' is not a date such as 2026-08-10"),
        ("merged,2026-02-30,3", "'2026-02-30' is not a date such as 2026-08-10"),
        ("merged,2026-03-02,", "no value: leave the row out when there is none"),
        ("merged,2026-03-02,many", "'many' is not a finite number"),
        ("merged,2026-03-02,nan", "'nan' is not a finite number"),
        ("merged,2026-03-02,inf", "'inf' is not a finite number"),
        ("merged,2026-03-02,1e999", "'1e999' is not a finite number"),
        ("merged,2026-03-02", "2 cells where the header has more"),
    ],
)
def test_a_fault_is_listed_with_its_line(line, why):
    assert problems("merged,2026-01-05,1", line) == [(3, why)]


def test_an_impossible_value_is_loaded_and_told():
    loaded = parse([HEADER, "merged,2026-03-02,-1\n"], [a_metric(unit="count")])

    assert ([row.value for row in loaded.rows], loaded.problems) == ([-1], [])
    assert loaded.doubts == [(2, "merged -1 is below zero")]


def test_a_second_value_for_a_period_names_the_first():
    found = problems("merged,2026-03-02,1", "Merged pull requests,2026-03-02,1")

    assert found == [(3, "merged has a value for 2026-03-02 on line 2 already")]


def test_every_fault_is_told_at_once():
    assert [line for line, _ in problems("merged,2026-03-03,1", "merged,2026-03-02,1", "x,2026-03-02,1")] == [
        2,
        4,
    ]


def test_a_running_period_is_a_fault_where_today_is_known():
    assert problems("merged,2026-03-16,3", today=MONDAY) == [
        (2, "the week of 2026-03-16 is not over before 2026-03-23")
    ]
    assert problems("merged,2026-03-09,3", today=MONDAY) == []


@pytest.mark.parametrize("lines", [[], ["\n"], ["when,what\n", "a,b\n"]])
def test_a_file_without_the_header_is_told_what_it_needs(lines):
    ((line, why),) = parse(lines, METRICS).problems

    assert line == 1
    assert "the first line names the columns metric, period_start, value" in why


def test_a_file_with_nothing_below_the_header_says_so():
    assert parse([HEADER], METRICS).problems == [(1, "no rows below the header")]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_whatever_stands_in_a_file_it_is_read_or_listed(lines):
    loaded = parse([HEADER, *lines], METRICS)

    assert loaded.rows or loaded.problems


async def test_rows_are_written_down_whole_with_progress(ledger, clock):
    async with ledger.open() as books:
        await books.metrics.put(a_metric())
    rows = [Row("merged", date.fromordinal(date(1900, 1, 1).toordinal() + 7 * n), n) for n in range(2500)]
    heard: list[int] = []

    assert await load(ledger, clock, rows, "UANA", heard.append) == 2500
    assert heard == [1000, 2000, 2500]
    async with ledger.open() as books:
        assert len(await books.readings.of_metric("merged")) == 2500


async def test_a_failure_half_way_leaves_nothing_behind(ledger, clock):
    async with ledger.open() as books:
        await books.metrics.put(a_metric())
    rows = [Row("merged", date(2026, 3, 2), 1)]

    def fails(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await load(ledger, clock, rows, "UANA", fails)
    async with ledger.open() as books:
        assert await books.readings.of_metric("merged") == []


async def test_loading_twice_changes_nothing(ledger, clock):
    async with ledger.open() as books:
        await books.north_stars.add(a_star())
    rows = [Row("active_contributors", date(2026, 3, 2), 27)]
    for _ in range(2):
        await load(ledger, clock, rows, "UANA")

    async with ledger.open() as books:
        assert [each.value for each in await books.readings.of_metric("active_contributors")] == [27]
