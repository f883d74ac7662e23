"""A source's hour is the wall clock's where it is; what is asked for is what may have changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rituals.pull_hours import due_day, is_due, pause_after, window_of
from storage.records.sources import KnownSource, RunState, SourceRun
from storage.sources.rows import Window
from tests.making import a_source

LAST_WEEK = date(2026, 3, 9)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 16, 4, 59, tzinfo=UTC), date(2026, 3, 12)),
        (datetime(2026, 3, 16, 5, 0, tzinfo=UTC), date(2026, 3, 16)),
        (datetime(2026, 3, 18, 5, 0, tzinfo=UTC), date(2026, 3, 16)),
        # The clock has gone forward: six o'clock there is four in UTC.
        (datetime(2026, 3, 30, 4, 0, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_the_hour_is_the_wall_clocks_where_the_source_is(now, day):
    assert due_day(a_source(on=["monday", "thursday"], at=time(6), zone="Europe/Berlin"), now) == day


def test_the_first_pull_asks_for_all_and_a_later_one_for_what_may_have_been_corrected():
    now, known = datetime(2026, 3, 16, 9, tzinfo=UTC), KnownSource("warehouse", "sql")
    first = window_of(a_source(since=date(2024, 1, 1)), known, now)
    later = window_of(
        a_source(since=date(2024, 1, 1), look_back=30),
        KnownSource("warehouse", "sql", last_success_at=now - 2 * DAY),
        now,
    )

    assert window_of(a_source(), known, now) == Window(date(1970, 1, 1), date(2026, 3, 16))
    assert first == Window(date(2024, 1, 1), date(2026, 3, 16))
    assert later == Window(date(2026, 2, 12), date(2026, 3, 16))


def test_no_two_sources_are_tried_again_in_step():
    ended = datetime(2026, 3, 16, 9, tzinfo=UTC)
    runs = [SourceRun(name, LAST_WEEK, 1, ended, ended, RunState.FAILED) for name in ("a", "b", "c")]

    assert len({pause_after(run) for run in runs}) == 3
    assert all(not is_due([run], ended) and is_due([run], ended + timedelta(minutes=2)) for run in runs)
