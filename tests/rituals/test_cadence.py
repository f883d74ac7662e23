"""Wall-clock hours, over every clock change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.cadence import Due, Rhythm

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
]
instants = st.integers(0, 10_000_000).map(lambda minutes: utc(2009, 1, 1) + timedelta(minutes=minutes))
hours = st.times().map(lambda at: at.replace(second=0, microsecond=0))
dates = st.dates(date(2009, 1, 1), date(2030, 12, 31))
rhythms = st.builds(
    Rhythm,
    st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days))),
    hours,
    st.sampled_from(ZONES),
    st.integers(1, 5),
    st.none() | dates,
)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day", "instant"),
    [
        ("Europe/Berlin", time(9), date(2026, 3, 23), utc(2026, 3, 23, 8)),
        ("Europe/Berlin", time(9), date(2026, 3, 30), utc(2026, 3, 30, 7)),
        ("America/New_York", time(9), date(2026, 11, 2), utc(2026, 11, 2, 14)),
        ("Asia/Kolkata", time(9), date(2026, 8, 17), utc(2026, 8, 17, 3, 30)),
        ("Asia/Kathmandu", time(9), date(2026, 8, 17), utc(2026, 8, 17, 3, 15)),
        ("Pacific/Chatham", time(9), date(2026, 1, 5), utc(2026, 1, 4, 19, 15)),
        ("Australia/Lord_Howe", time(9), date(2026, 1, 5), utc(2026, 1, 4, 22)),
        ("Australia/Lord_Howe", time(9), date(2026, 7, 6), utc(2026, 7, 5, 22, 30)),
        ("Pacific/Auckland", time(9), date(2026, 1, 5), utc(2026, 1, 4, 20)),
    ],
)
def test_the_hour_is_the_one_on_the_wall(zone, at, day, instant):
    assert Rhythm((day.isoweekday(),), at, zone).on(day) == instant


def test_an_hour_the_clock_skips_comes_as_much_later_on_the_same_day():
    berlin = Rhythm(EVERY_DAY, time(2, 30), "Europe/Berlin")
    cairo = Rhythm(EVERY_DAY, time(0, 30), "Africa/Cairo")

    assert berlin.on(date(2026, 3, 29)) == utc(2026, 3, 29, 1, 30)  # 03:30 on the wall
    assert cairo.on(date(2026, 4, 24)) == utc(2026, 4, 23, 22, 30)  # 01:30 on the wall
    assert Due(utc(2026, 4, 23, 22, 30), date(2026, 4, 24)) in cairo.due(utc(2026, 4, 23), utc(2026, 4, 25))


def test_an_hour_that_comes_twice_is_kept_once_the_first_time():
    berlin = Rhythm(EVERY_DAY, time(2, 30), "Europe/Berlin")

    assert berlin.due(utc(2026, 10, 24, 12), utc(2026, 10, 25, 12)) == [
        Due(utc(2026, 10, 25, 0, 30), date(2026, 10, 25))
    ]


def test_a_day_that_never_was_is_left_out():
    apia = Rhythm(EVERY_DAY, time(9), "Pacific/Apia")

    assert [due.day.day for due in apia.due(utc(2011, 12, 29), utc(2012, 1, 1))] == [29, 31, 1]


def test_the_next_moment_is_later_than_now_and_on_a_chosen_weekday():
    mondays = Rhythm((1,), time(9), "Europe/Berlin")

    assert mondays.next_after(utc(2026, 8, 17, 6, 59)) == Due(utc(2026, 8, 17, 7), date(2026, 8, 17))
    assert mondays.next_after(utc(2026, 8, 17, 7)) == Due(utc(2026, 8, 24, 7), date(2026, 8, 24))


def test_both_ends_of_a_stretch_count():
    daily = Rhythm(EVERY_DAY, time(9), "UTC")

    assert [due.day.day for due in daily.due(utc(2026, 8, 17, 9), utc(2026, 8, 19, 9))] == [17, 18, 19]
    assert daily.due(utc(2026, 8, 17, 9, 1), utc(2026, 8, 18, 8, 59)) == []


@pytest.mark.parametrize("days", [(), (0,), (1, 8)])
def test_weekdays_that_are_none_are_refused(days):
    with pytest.raises(ValueError, match="weekdays"):
        Rhythm(days, time(9), "UTC")


def test_every_no_week_is_refused():
    with pytest.raises(ValueError, match="never"):
        Rhythm((1,), time(9), "UTC", every=0)


def test_every_second_week_goes_on_over_a_year_of_fifty_three_weeks():
    thursdays = Rhythm((4,), time(11), "Europe/Berlin", every=2, anchor=date(2026, 12, 7))

    assert [due.day for due in thursdays.due(utc(2026, 12, 1), utc(2027, 1, 31))] == [
        date(2026, 12, 10),
        date(2026, 12, 24),
        date(2027, 1, 7),  # the week between them is number 53
        date(2027, 1, 21),
    ]


def test_every_second_week_keeps_its_hour_over_a_clock_change():
    auckland = Rhythm((4,), time(11), "Pacific/Auckland", every=2, anchor=date(2026, 3, 26))

    assert auckland.due(utc(2026, 3, 20), utc(2026, 4, 12)) == [
        Due(utc(2026, 3, 25, 22), date(2026, 3, 26)),
        Due(utc(2026, 4, 8, 23), date(2026, 4, 9)),
    ]


def test_an_unknown_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        Rhythm((1,), time(9), "Mars/Olympus")


@given(rhythms, instants, st.integers(0, 20), st.integers(0, 20))
def test_however_a_stretch_is_cut_no_moment_is_lost_or_doubled(rhythm, start, first, second):
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    tick = timedelta(microseconds=1)

    assert rhythm.due(start, end) == [*rhythm.due(start, middle), *rhythm.due(middle + tick, end)]


@given(rhythms, instants)
def test_each_moment_follows_the_one_before(rhythm, start):
    one = rhythm.next_after(start)
    two = rhythm.next_after(one.at)

    assert rhythm.due(start + timedelta(microseconds=1), two.at) == [one, two]
    assert one.day < two.day


@given(rhythms, instants)
def test_a_kept_moment_shows_its_hour_on_the_wall_or_the_clock_skipped_it(rhythm, start):
    due = rhythm.next_after(start)
    zone = ZoneInfo(rhythm.zone)
    shown = due.at.astimezone(zone)
    before, after = (shown - timedelta(hours=2)).utcoffset(), shown.utcoffset()

    assert due.day.isoweekday() in rhythm.days
    assert shown.time() == rhythm.at or before != after


@given(rhythms, instants)
def test_weeks_that_are_kept_are_as_far_apart_as_was_said(rhythm, start):
    kept = [due.day for due in rhythm.due(start, start + timedelta(weeks=3 * rhythm.every))]
    weeks = sorted({day - timedelta(days=day.weekday()) for day in kept})

    assert all(later - earlier == rhythm.every * timedelta(weeks=1) for earlier, later in pairwise(weeks))
    assert len(weeks) >= 2


@given(rhythms, dates, st.integers(-60, 60))
def test_the_anchor_may_be_any_day_of_any_week_that_is_kept(rhythm, day, periods):
    moved = timedelta(weeks=periods * rhythm.every)
    again = replace(rhythm, anchor=(rhythm.anchor or date(2018, 1, 1)) + moved)
    first = replace(rhythm, anchor=rhythm.anchor or date(2018, 1, 1))

    assert again.keeps(day) == first.keeps(day)


@given(st.sampled_from(ZONES), hours, dates, st.integers(1, 5))
def test_the_week_of_the_anchor_is_kept(zone, at, anchor, every):
    assert Rhythm((anchor.isoweekday(),), at, zone, every, anchor).keeps(anchor)
