"""Appointments made, moved and cancelled, so that they follow what a team says of its hours."""

from collections.abc import Mapping
from datetime import datetime

from rituals.cadence import Rhythm
from rituals.weeks import local_day
from storage.ledger import Books
from storage.records.appointments import Appointment


def rhythm_of(appointment: Appointment) -> Rhythm:
    """When an appointment comes round."""
    return Rhythm(
        appointment.days, appointment.at, appointment.time_zone, appointment.every, appointment.anchor
    )


async def arrange(books: Books, ritual: str, team: str | None, rhythm: Rhythm, now: datetime) -> None:
    """Make an appointment, or move it. One that stays as it was keeps what it still has to catch up.

    One that is moved on the day, to an hour that is over, is kept at once: that day was promised.
    """
    kept = await books.appointments.get(ritual, team)
    if kept is not None and rhythm_of(kept) == rhythm:
        return
    next_due = rhythm.next_after(now).at
    if kept is not None:
        promised = local_day(kept.next_due, kept.time_zone)
        if rhythm.keeps(promised):
            next_due = min(next_due, rhythm.on(promised))
    await books.appointments.put(
        Appointment(ritual, team, rhythm.days, rhythm.at, rhythm.zone, next_due, rhythm.every, rhythm.anchor)
    )


async def keep_in_step(books: Books, ritual: str, wanted: Mapping[str | None, Rhythm], now: datetime) -> None:
    """Give each team named (None: the organisation) its appointment with a ritual, and nobody else one."""
    kept = {each.team: rhythm_of(each) for each in await books.appointments.of_ritual(ritual)}
    for team in kept.keys() - wanted.keys():
        await books.appointments.remove(ritual, team)
    for team, rhythm in wanted.items():
        if kept.get(team) != rhythm:
            await arrange(books, ritual, team, rhythm, now)
