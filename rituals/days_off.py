"""Days on which somebody does not work: weekends and public holidays of their country, and absences."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import ClassVar

import holidays

from rituals.errors import RitualError
from storage.ledger import Books


@dataclass(eq=False)
class UnknownCountry(RitualError):
    """It is no ISO 3166 code of a country that is known, alone (DE) or with a subdivision (DE-BY)."""

    field: ClassVar[str | None] = "country"
    typed: str


def known_country(code: str) -> str:
    """A country, perhaps with a subdivision, as it is written down; "" for none. Raises UnknownCountry."""
    written = code.strip().upper()
    try:
        _calendar(written)
    except NotImplementedError:
        raise UnknownCountry(code) from None
    return written


def chosen_country(typed: str | None) -> str | None:
    """A country somebody types, "" for the word none, None for nothing. Raises UnknownCountry."""
    if typed is None or not typed.strip():
        return None
    return "" if typed.strip().lower() == "none" else known_country(typed)


def country_of_zone(zone: str) -> str:
    """The country an IANA zone lies in, by tzdata's own list; "" where that says nothing."""
    return _countries().get(zone, "")


def is_working_day(country: str, day: date) -> bool:
    """Whether people in a country work on a day; with no country Saturdays and Sundays are free."""
    return _calendar(country).is_working_day(day)


def is_public_holiday(country: str, day: date) -> bool:
    """Whether a country has a public holiday on a day; with no country no day is one."""
    return day in _calendar(country)


async def country_of(books: Books, user: str, zone: str) -> str:
    """Whose holidays somebody keeps: their own choice, else their team's, else that of their time zone."""
    chosen = (await books.preferences.of(user)).country
    if chosen is not None:
        return chosen
    for team in await books.teams.of_person(user):
        if team.country is not None:
            return team.country
    return country_of_zone(zone)


async def is_off(books: Books, user: str, zone: str, day: date) -> bool:
    """Whether somebody, in their time zone, is not at work on a local day."""
    if await books.absences.covers(user, day):
        return True
    return not is_working_day(await country_of(books, user, zone), day)


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    if not country:
        return holidays.HolidayBase()
    code, _, subdivision = country.partition("-")
    return holidays.country_holidays(code, subdiv=subdivision or None)


@cache
def _countries() -> dict[str, str]:
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {zone: country for country, _place, zone, *_comment in rows}
