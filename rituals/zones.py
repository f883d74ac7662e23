"""Names of time zones, as people type them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import ClassVar
from zoneinfo import available_timezones

from rituals.errors import RitualError

COMMON = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/Mexico_City",
    "America/Bogota",
    "America/New_York",
    "America/Toronto",
    "America/Halifax",
    "America/St_Johns",
    "America/Argentina/Buenos_Aires",
    "America/Sao_Paulo",
    "Atlantic/Reykjavik",
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Copenhagen",
    "Europe/Madrid",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Manila",
    "Asia/Singapore",
    "Asia/Taipei",
    "Australia/Perth",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Melbourne",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
"""Zones to offer, from west to east; any other can be typed."""


@dataclass(eq=False)
class UnknownZone(RitualError):
    """No IANA zone goes by that name; `near` are those that nearly do."""

    field: ClassVar[str | None] = "zone_name"
    typed: str
    near: Sequence[str]


def zone_named(typed: str) -> str:
    """The IANA zone somebody means: Europe/Berlin, europe/berlin, or Berlin alone.

    Raises UnknownZone with the nearest names.
    """
    wanted = typed.strip().casefold().replace(" ", "_")
    if found := _zones().get(wanted) or _cities().get(wanted):
        return found
    city = wanted.rpartition("/")[2]
    near = [_zones()[name] for name in get_close_matches(wanted, _zones(), n=2, cutoff=0.7)]
    near += [_cities()[name] for name in get_close_matches(city, _cities(), n=2, cutoff=0.7)]
    raise UnknownZone(typed.strip(), list(dict.fromkeys(near))[:2])


def is_zone(name: str) -> bool:
    """Whether an IANA zone goes by precisely that name."""
    return _zones().get(name.casefold()) == name


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}


@cache
def _cities() -> dict[str, str]:
    """The last part of a name, for zones of a place: Berlin, but neither Etc/GMT+1 nor EST5EDT."""
    places = [name for name in sorted(available_timezones()) if "/" in name and not name.startswith("Etc/")]
    return {name.rpartition("/")[2].casefold(): name for name in reversed(places)}
