"""How appointments with a ritual, and the days they were kept on, are remembered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storage.records.appointments import Appointment, Occurrence, OccurrenceState
from storage.shelf import Record, Shelf
from storage.tables.appointments import appointments, occurrences


class AppointmentShelf(Shelf):
    @classmethod
    def _as(cls, record: type[Record], row: Mapping[Any, Any]) -> Record:
        return super()._as(record, {**row, "team": row["team"] or None})

    async def put(self, appointment: Appointment) -> None:
        await self._put(
            appointments,
            asdict(appointment) | {"team": appointment.team or "", "days": list(appointment.days)},
            key=["ritual", "team"],
        )

    async def remove(self, ritual: str, team: str | None) -> None:
        mine = appointments.c
        await self._delete(appointments, mine.ritual == ritual, mine.team == (team or ""))

    async def get(self, ritual: str, team: str | None) -> Appointment | None:
        query = self._select(appointments).where(
            appointments.c.ritual == ritual, appointments.c.team == (team or "")
        )
        return await self._one(Appointment, query)

    async def of_ritual(self, ritual: str) -> Sequence[Appointment]:
        """Every appointment with one ritual, that of the organisation first."""
        query = self._select(appointments).where(appointments.c.ritual == ritual)
        return await self._all(Appointment, query.order_by(appointments.c.team))

    async def all(self) -> Sequence[Appointment]:
        """Every appointment, by its next hour."""
        return await self._all(Appointment, self._select(appointments).order_by(appointments.c.next_due))

    async def concerning(self, teams: Collection[str]) -> Sequence[Appointment]:
        """Those of some teams and of the organisation, by their next hour."""
        query = self._select(appointments).where(appointments.c.team.in_({"", *teams}))
        return await self._all(Appointment, query.order_by(appointments.c.next_due))

    async def move_on(self, appointment: Appointment, next_due: datetime) -> bool:
        """Set the next hour of an appointment; False when somebody moved it in the meantime."""
        moved = await self._change(
            appointments,
            appointments.c.ritual == appointment.ritual,
            appointments.c.team == (appointment.team or ""),
            appointments.c.next_due == appointment.next_due,
            next_due=next_due,
        )
        return moved == 1

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
        return await self._added(occurrences, row)

    async def in_state(self, state: OccurrenceState) -> Sequence[Occurrence]:
        """Occurrences in one state, oldest first."""
        query = self._select(occurrences).where(occurrences.c.state == state).order_by(occurrences.c.due_at)
        return await self._all(Occurrence, query)

    async def settle(self, occurrence: Occurrence, state: OccurrenceState) -> bool:
        """Lead an occurrence on from the state it was found in; False when somebody else did."""
        changed = await self._change(
            occurrences,
            occurrences.c.ritual == occurrence.ritual,
            occurrences.c.team == (occurrence.team or ""),
            occurrences.c.day == occurrence.day,
            occurrences.c.state == occurrence.state,
            state=state,
        )
        return changed == 1
