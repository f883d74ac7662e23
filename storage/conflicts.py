"""How conflicts between teams are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, Select

from storage.records.conflicts import OPEN, Conflict, ConflictState
from storage.shelf import Shelf
from storage.tables.conflicts import conflicts

# One row for both sides: field of a side -> its column.
_OURS = {"want": "want", "input": "input", "effect": "effect", "until": "until"}
_THEIRS = {name: f"other_{name}" for name in _OURS}


class ConflictShelf(Shelf):
    async def add(self, conflict: Conflict) -> None:
        """Raises Taken when there is one with its id."""
        await self._add(conflicts, _row(conflict))

    async def get(self, conflict_id: str) -> Conflict | None:
        return await self._found(self._select(conflicts).where(conflicts.c.id == conflict_id))

    async def hold(self, conflict_id: str) -> Conflict | None:
        """A conflict that nobody else changes before this transaction ends."""
        query = self._select(conflicts).where(conflicts.c.id == conflict_id)
        return await self._found(query.with_for_update())

    async def all(self) -> Sequence[Conflict]:
        """Every conflict, in the order they were raised."""
        return await self._ordered(self._select(conflicts))

    async def in_state(self, *states: ConflictState) -> Sequence[Conflict]:
        """Those of some states, in the order they were raised."""
        return await self._ordered(self._select(conflicts).where(conflicts.c.state.in_(states)))

    async def open(self) -> Sequence[Conflict]:
        """Those that are neither settled nor decided nor withdrawn, in the order they were raised."""
        return await self.in_state(*OPEN)

    async def change(self, conflict: Conflict) -> None:
        """Write every field of a conflict that exists."""
        row = _row(conflict)
        await self._change(conflicts, conflicts.c.id == row.pop("id"), **row)

    async def _ordered(self, query: Select[Any]) -> Sequence[Conflict]:
        found = await self._connection.execute(query.order_by(conflicts.c.raised_at, conflicts.c.id))
        return [self._conflict(row) for row in found.mappings()]

    async def _found(self, query: Select[Any]) -> Conflict | None:
        row = (await self._connection.execute(query)).mappings().first()
        return None if row is None else self._conflict(row)

    def _conflict(self, row: RowMapping) -> Conflict:
        ours = {field: row[column] for field, column in _OURS.items()}
        theirs = {field: row[column] for field, column in _THEIRS.items()}
        return self._as(Conflict, {**row, "ours": ours, "theirs": theirs})


def _row(conflict: Conflict) -> dict[str, Any]:
    row = asdict(conflict)
    ours, theirs = row.pop("ours"), row.pop("theirs")
    row |= {column: ours[field] for field, column in _OURS.items()}
    row |= {column: theirs[field] for field, column in _THEIRS.items()}
    return row | {"tried_by": list(conflict.tried_by)}
