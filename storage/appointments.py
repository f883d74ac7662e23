"""How appointments with a ritual, and the days they were kept on, are remembered."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from storage.records import Appointment, Occurrence, OccurrenceState
from storage.shelf import Shelf
from storage.tables import appointments, occurrences


class AppointmentShelf(Shelf):
    async def put(self, appointment: Appointment) -> None:
        await self._put(
            appointments,
            asdict(appointment) | {"team": appointment.team or "", "days": list(appointment.days)},
            key=["ritual", "team"],
        )

    async def remove(self, ritual: str, team: str | None) -> None:
        await self._connection.execute(
            appointments.delete().where(
                self._mine(appointments), appointments.c.ritual == ritual, appointments.c.team == (team or "")
            )
        )

    async def due(self, now: datetime) -> Sequence[Appointment]:
        """The appointments whose hour has come, earliest first."""
        query = (
            self._select(appointments).where(appointments.c.next_due <= now).order_by(appointments.c.next_due)
        )
        return await self._all(Appointment, query)

    async def next_due(self) -> datetime | None:
        """The earliest moment at which an appointment is due."""
        query = select(func.min(appointments.c.next_due)).where(self._mine(appointments))
        earliest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return earliest

    async def note(self, occurrence: Occurrence) -> bool:
        """Record an occurrence; False when that ritual, team and local day has one already."""
        row: dict[str, Any] = asdict(occurrence) | {"team": occurrence.team or ""}
        done = await self._connection.execute(self._insert(occurrences, row).on_conflict_do_nothing())
        return done.rowcount == 1

    async def in_state(self, state: OccurrenceState) -> Sequence[Occurrence]:
        """Occurrences in one state, oldest first."""
        query = self._select(occurrences).where(occurrences.c.state == state).order_by(occurrences.c.due_at)
        return await self._all(Occurrence, query)

    async def settle(self, ritual: str, team: str | None, day: date, state: OccurrenceState) -> None:
        await self._change(
            occurrences,
            occurrences.c.ritual == ritual,
            occurrences.c.team == (team or ""),
            occurrences.c.day == day,
            state=state,
        )
