"""When somebody may be disturbed: their hours, their days, over clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.quiet import free_from, is_quiet
from storage.records.pauses import Shutdown
from storage.records.people import Person
from storage.records.preferences import Absence, Preferences

BERLIN = ZoneInfo("Europe/Berlin")


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def free(ledger):
    async def _ask(now, zone="Europe/Berlin"):
        async with ledger.open() as books:
            return await free_from(books, Person("UBO", "Bo", zone), now)

    return _ask


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(3, 17, 11), at(3, 17, 11)),
        (at(3, 17, 7, 30), at(3, 17, 8)),
        (at(3, 17, 18), at(3, 18, 8)),
        (at(3, 20, 19), at(3, 23, 8)),  # a Friday evening
        (at(3, 28, 12), at(3, 30, 8)),  # the weekend on which the clocks go forward
        (at(4, 2, 20), at(4, 7, 8)),  # Easter
    ],
    ids=["in hours", "early", "evening", "weekend", "clock change", "Easter"],
)
async def test_people_are_asked_in_their_working_hours(free, now, then):
    assert await free(now) == then


async def test_hours_of_a_night_shift_are_kept_too(ledger, free):
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UBO", quiet_from=time(6), quiet_until=time(22)))

    assert await free(at(3, 17, 12)) == at(3, 17, 22)
    assert await free(at(3, 17, 23)) == at(3, 17, 23)


async def test_an_absence_a_snooze_and_a_shutdown_are_waited_out(ledger, free):
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UBO", snoozed_until=at(3, 18)))
        await books.absences.put(Absence("UBO", date(2026, 3, 18), date(2026, 3, 19)))
        await books.shutdowns.put(Shutdown(date(2026, 3, 20), date(2026, 3, 24), "UANA"))

    assert await free(at(3, 17, 12)) == at(3, 25, 8)


async def test_whoever_is_away_for_long_is_looked_at_again_later(ledger, free):
    async with ledger.open() as books:
        await books.absences.put(Absence("UBO", date(2026, 3, 1), date(2027, 3, 1)))

    assert await free(at(3, 17, 12)) == at(3, 17, 12) + timedelta(days=60)


@given(st.times(), st.times(), st.times())
def test_an_hour_is_quiet_in_one_of_two_complementary_spans(moment, start, end):
    day, night = (
        Preferences("U", quiet_from=start, quiet_until=end),
        Preferences("U", quiet_from=end, quiet_until=start),
    )

    assert is_quiet(moment, day) != is_quiet(moment, night) or start == end


def test_equal_ends_leave_no_hour_quiet():
    assert not is_quiet(time(9), Preferences("U", quiet_from=time(9), quiet_until=time(9)))


async def test_utc_is_a_zone_like_any_other(free):
    assert await free(datetime(2026, 3, 17, 9, tzinfo=UTC), "UTC") == datetime(2026, 3, 17, 9, tzinfo=UTC)
