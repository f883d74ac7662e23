"""How conflicts between teams are kept."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.records.conflicts import Conflict
from storage.shelf import Shelf
from storage.tables.conflicts import conflicts


class ConflictShelf(Shelf):
    async def add(self, conflict: Conflict) -> None:
        await self._connection.execute(self._insert(conflicts, asdict(conflict)))

    async def all(self) -> Sequence[Conflict]:
        """Every conflict, in the order they were raised."""
        query = self._select(conflicts).order_by(conflicts.c.raised_at, conflicts.c.id)
        return await self._all(Conflict, query)
