"""How teams' talks about their levers, and work that moves none, are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from storage.records.levers import Finding, Talk, Unconnected
from storage.shelf import Shelf
from storage.tables.levers import talks, unconnected


class TalkShelf(Shelf):
    async def put(self, talk: Talk) -> None:
        """Keep a team's notes, in place of earlier ones."""
        await self._put(talks, asdict(talk) | {"candidates": list(talk.candidates)}, key=["team"])

    async def of_team(self, team_id: str) -> Talk | None:
        return await self._one(Talk, self._select(talks).where(talks.c.team == team_id))

    async def all(self) -> Sequence[Talk]:
        return await self._all(Talk, self._select(talks).order_by(talks.c.team))


class UnconnectedShelf(Shelf):
    async def put(self, work: Unconnected) -> None:
        await self._put(unconnected, asdict(work), key=["id"])

    async def get(self, work_id: str) -> Unconnected | None:
        return await self._one(Unconnected, self._select(unconnected).where(unconnected.c.id == work_id))

    async def open(self) -> Sequence[Unconnected]:
        """What is not connected to this day, oldest first."""
        query = self._select(unconnected).where(unconnected.c.finding != Finding.CONNECTED)
        return await self._all(Unconnected, query.order_by(unconnected.c.noted_at, unconnected.c.id))

    async def to_revisit(self, day: date) -> Sequence[Unconnected]:
        """What was put off until a day or an earlier one."""
        query = self._select(unconnected).where(
            unconnected.c.finding == Finding.NOT_YET, unconnected.c.revisit_on <= day
        )
        return await self._all(Unconnected, query.order_by(unconnected.c.revisit_on, unconnected.c.id))
