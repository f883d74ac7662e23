"""How appointments with a ritual, and the days they were kept on, are remembered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_, update

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

    async def concerning(self, teams: Collection[str]) -> Sequence[Appointment]:
        """Those of some teams and of the organisation, by their next hour."""
        query = self._select(appointments).where(appointments.c.team.in_({"", *teams}))
        return await self._all(Appointment, query.order_by(appointments.c.next_due))

    async def move_on(self, alike: Sequence[Appointment], next_due: datetime) -> Sequence[Appointment]:
        """Set the next hour of those with one ritual that are due at one hour.

        Gives those that nobody moved in the meantime.
        """
        if not alike:
            return []
        mine, first = appointments.c, alike[0]
        change = (
            update(appointments)
            .where(
                self._mine(appointments),
                mine.ritual == first.ritual,
                mine.next_due == first.next_due,
                mine.team.in_([each.team or "" for each in alike]),
            )
            .values(next_due=next_due)
        )
        moved = set((await self._connection.execute(change.returning(mine.team))).scalars())
        return [each for each in alike if (each.team or "") in moved]

    async def due(self, now: datetime) -> Sequence[Appointment]:
        """The appointments whose hour has come, earliest first."""
        query = (
            self._select(appointments).where(appointments.c.next_due <= now).order_by(appointments.c.next_due)
        )
        # By name where the hour is the same: several processes take them in one order.
        return await self._all(Appointment, query.order_by(appointments.c.ritual, appointments.c.team))

    async def next_due(self) -> datetime | None:
        """The earliest moment at which an appointment is due."""
        query = select(func.min(appointments.c.next_due)).where(self._mine(appointments))
        earliest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return earliest

    async def note(self, new: Iterable[Occurrence]) -> None:
        """Record occurrences, but for a ritual, team and local day that has one already."""
        rows = [{"workspace": self._workspace, **self._fields(each), "team": each.team or ""} for each in new]
        if rows:
            await self._connection.execute(self._insert(occurrences).on_conflict_do_nothing(), rows)

    async def in_state(self, state: OccurrenceState) -> Sequence[Occurrence]:
        """Occurrences in one state, oldest first."""
        mine = occurrences.c
        query = self._select(occurrences).where(mine.state == state)
        return await self._all(Occurrence, query.order_by(mine.due_at, mine.ritual, mine.team, mine.day))

    async def is_open(self, ritual: str) -> bool:
        """Whether a ritual is still to be prepared for anybody."""
        mine = occurrences.c
        query = select(mine.ritual).where(
            self._mine(occurrences), mine.state == OccurrenceState.DUE, mine.ritual == ritual
        )
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def settle(self, alike: Sequence[Occurrence], state: OccurrenceState) -> Sequence[Occurrence]:
        """Lead due occurrences of one ritual on to another state; gives those that nobody else did."""
        if not alike:
            return []
        mine = occurrences.c
        change = (
            update(occurrences)
            .where(
                self._mine(occurrences),
                mine.ritual == alike[0].ritual,
                tuple_(mine.team, mine.day).in_([(each.team or "", each.day) for each in alike]),
                mine.state == OccurrenceState.DUE,
            )
            .values(state=state)
        )
        rows = await self._connection.execute(change.returning(mine.team, mine.day))
        changed = {(row.team, row.day) for row in rows}
        return [each for each in alike if (each.team or "", each.day) in changed]
