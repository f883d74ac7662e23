"""How commitments are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement

from storage.records import Commitment
from storage.shelf import Shelf
from storage.tables import commitments


class CommitmentShelf(Shelf):
    async def add(self, commitment: Commitment) -> None:
        await self._connection.execute(self._insert(commitments, asdict(commitment)))

    async def get(self, commitment_id: str) -> Commitment | None:
        return await self._one(Commitment, self._select(commitments).where(commitments.c.id == commitment_id))

    async def of_week(self, week: date) -> Sequence[Commitment]:
        """Everybody's commitments made in one ISO week, in the order they were made."""
        return await self._list(commitments.c.week == week)

    async def of_person(self, user: str, since: date) -> Sequence[Commitment]:
        """One person's commitments made in the week of `since` or later."""
        return await self._list(commitments.c.user == user, commitments.c.week >= since)

    async def change(self, commitment: Commitment) -> None:
        """Write every field of a commitment that exists."""
        fields = asdict(commitment)
        await self._change(commitments, commitments.c.id == fields.pop("id"), **fields)

    async def remove(self, commitment_id: str) -> None:
        """Undo: the promise was never made."""
        await self._connection.execute(
            commitments.delete().where(self._mine(commitments), commitments.c.id == commitment_id)
        )

    async def _list(self, *conditions: ColumnElement[bool]) -> Sequence[Commitment]:
        query = self._select(commitments).where(*conditions).order_by(commitments.c.made_at, commitments.c.id)
        return await self._all(Commitment, query)
