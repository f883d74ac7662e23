"""When the wins digest comes: every second week, and its draft two working days before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rituals.appointing import arrange, rhythm_of
from rituals.cadence import Due, Rhythm
from rituals.weeks import local_day
from storage.ledger import Books

DIGEST, DRAFT = "digest", "digest-draft"
EVERY = 2
"""ISO weeks."""

MONDAY, FRIDAY = 1, 5
_THURSDAY = 4
_ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """An ISO weekday from Monday to Friday, an hour, and any day in one of the weeks that have a digest."""

    weekday: int
    at: time
    anchor: date


USUAL = (_THURSDAY, time(11))
"""The weekday and hour of an organisation that chose none."""


async def keep(books: Books, zone: str, hours: Hours, now: datetime) -> None:
    """Make the two appointments, or move them."""
    day = _of_week(hours.anchor, hours.weekday)
    for ritual, on in ((DIGEST, day), (DRAFT, draft_day(day))):
        rhythm = Rhythm((on.isoweekday(),), hours.at, zone, EVERY, on)
        await arrange(books, ritual, None, rhythm, now)


async def begin(books: Books, now: datetime) -> None:
    """Let an organisation that has a company channel have its digest, at the usual hours from next week on.

    One that moved to another time zone keeps the hours it chose. To be done on every tick.
    """
    workspace = await books.workspaces.get()
    if workspace is None or workspace.company_channel is None:
        return
    zone, kept = workspace.time_zone, await books.appointments.get(DIGEST, None)
    if kept is not None and kept.time_zone == zone:
        return
    usual = Hours(*USUAL, local_day(now, zone) + _ONE_WEEK)
    await keep(books, zone, await chosen(books) or usual, now)


async def chosen(books: Books) -> Hours | None:
    appointment = await books.appointments.get(DIGEST, None)
    if appointment is None:
        return None
    anchor = appointment.anchor or local_day(appointment.next_due, appointment.time_zone)
    return Hours(appointment.days[0], appointment.at, anchor)


async def next_after(books: Books, instant: datetime) -> Due | None:
    """The first digest later than an instant; None when nobody has set anything up."""
    appointment = await books.appointments.get(DIGEST, None)
    return None if appointment is None else rhythm_of(appointment).next_after(instant)


def draft_day(day: date) -> date:
    """Two working days before."""
    return day - timedelta(days=2 if day.isoweekday() > MONDAY + 1 else 4)


def _of_week(day: date, weekday: int) -> date:
    return day + timedelta(days=weekday - day.isoweekday())
