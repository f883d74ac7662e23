"""When somebody may be asked something without having asked for it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rituals import days_off
from rituals.cadence import instant
from storage.ledger import Books
from storage.records.people import Person
from storage.records.preferences import Preferences

# Whoever is away for longer is asked nothing then either: their place is looked at again.
_LOOK_AHEAD = timedelta(days=60)
_DAY = timedelta(days=1)


def is_quiet(at: time, chosen: Preferences) -> bool:
    """Whether a wall-clock time is in somebody's quiet hours, midnight included or not."""
    start, end = chosen.quiet_from, chosen.quiet_until
    if start <= end:
        return start <= at < end
    return at >= start or at < end


async def free_from(books: Books, who: Person, now: datetime) -> datetime:
    """The first instant, `now` or later, at which somebody may be disturbed."""
    chosen = await books.preferences.of(who.user)
    start = max(now, chosen.snoozed_until or now)

    async def rests(day: date) -> bool:
        if await books.shutdowns.covering(day) is not None:
            return True
        return await days_off.is_off(books, who.user, who.time_zone, day)

    return await _next_free(start, who.time_zone, chosen, rests)


async def _next_free(
    start: datetime, zone: str, chosen: Preferences, rests: Callable[[date], Awaitable[bool]]
) -> datetime:
    at, latest, place = start, start + _LOOK_AHEAD, ZoneInfo(zone)
    while at < latest:
        local = at.astimezone(place)
        if await rests(local.date()):
            at = instant(local.date() + _DAY, time(), place)
        elif is_quiet(local.time(), chosen):
            end = instant(local.date(), chosen.quiet_until, place)
            at = end if end > at else instant(local.date() + _DAY, time(), place)
        else:
            return at
    return latest
