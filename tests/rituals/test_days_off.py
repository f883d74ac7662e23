"""Who works on which day: weekends and holidays by country, and absences."""

from datetime import date

import pytest

from rituals import days_off
from rituals.days_off import UnknownCountry
from storage.records.preferences import Absence, Preferences
from tests.making import a_team, joined

GOOD_FRIDAY = date(2026, 4, 3)
EPIPHANY = date(2026, 1, 6)
A_TUESDAY = date(2026, 3, 17)


@pytest.fixture
def off(ledger):
    async def _ask(day, zone="Europe/Berlin"):
        async with ledger.open() as books:
            return await days_off.is_off(books, "UBO", zone, day)

    return _ask


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Europe/Berlin", "DE"), ("America/Los_Angeles", "US"), ("Pacific/Auckland", "NZ"), ("UTC", "")],
)
def test_a_zone_lies_in_a_country(zone, country):
    assert days_off.country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("DE", GOOD_FRIDAY, False),
        ("US", GOOD_FRIDAY, True),
        ("DE", EPIPHANY, True),
        ("DE-BY", EPIPHANY, False),
        ("", GOOD_FRIDAY, True),
        ("", date(2026, 3, 21), False),
        ("SA", date(2026, 3, 13), False),  # a Friday
    ],
)
def test_each_country_has_its_own_free_days(country, day, works):
    assert days_off.is_working_day(country, day) is works


@pytest.mark.parametrize("typed", ["de-by", " DE ", "", "us-ca"])
def test_a_country_may_be_typed_carelessly(typed):
    assert days_off.known_country(typed) == typed.strip().upper()


@pytest.mark.parametrize("typed", ["Germany", "XX", "DE-XX", "DE_BY"])
def test_what_is_no_country_is_refused(typed):
    with pytest.raises(UnknownCountry):
        days_off.known_country(typed)


async def test_the_zone_says_whose_holidays_somebody_keeps(off):
    assert await off(GOOD_FRIDAY)
    assert not await off(GOOD_FRIDAY, "America/Los_Angeles")
    assert not await off(A_TUESDAY)


async def test_a_teams_country_comes_before_the_zone(ledger, off):
    await joined(ledger, a_team(country="US"), "UBO")

    assert not await off(GOOD_FRIDAY)


async def test_somebodys_own_choice_comes_first_even_when_it_is_none(ledger, off):
    await joined(ledger, a_team(country="DE"), "UBO")
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UBO", country=""))

    assert not await off(GOOD_FRIDAY)


async def test_whoever_is_away_is_off_on_both_ends(ledger, off):
    async with ledger.open() as books:
        await books.absences.put(Absence("UBO", date(2026, 3, 16), A_TUESDAY))

    assert [await off(date(2026, 3, day)) for day in (13, 16, 17, 18)] == [False, True, True, False]
