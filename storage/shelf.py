"""What every shelf is made of: the connection, the workspace, and an upsert both databases know."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, Table, and_, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from storage.taken import Taken

# Values that a statement may name: SQLite knows 32,766, and does best with fewer.
_BATCH = 1_000

AT_A_STRETCH = 200
"""Rows that are made into something before others have their turn: a few milliseconds' worth."""

Record = TypeVar("Record")
Value = TypeVar("Value")
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
Insert = sqlite.Insert | postgresql.Insert


class Shelf:
    """Rows of one workspace; no caller names the workspace again.

    A shelf that somebody watches writes the name of its table into `changed`, see `Ledger.watch`.
    """

    def __init__(self, connection: AsyncConnection, workspace: str, changed: set[str] | None = None) -> None:
        self._connection = connection
        self._workspace = workspace
        self._changed = set() if changed is None else changed
        self._rows: list[Mapping[str, Any]] = []

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return and_(table.c.workspace == self._workspace)

    def _select(self, table: Table) -> Select[Any]:
        return select(table).where(self._mine(table))

    def _insert(self, table: Table, values: Mapping[str, Any] | None = None) -> Insert:
        """An INSERT that can be continued with `on_conflict_do_...` on either database.

        Without values it is executed with many rows, each of which names the workspace.
        """
        insert = _insert(table, self._connection.dialect.name)
        return insert if values is None else insert.values({"workspace": self._workspace, **values})

    async def _added(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row; False, and the transaction stays usable, when a unique key forbids it."""
        # What is returned counts: psycopg knows no rowcount of such an INSERT.
        fresh = _fresh(table, self._connection.dialect.name)
        row = {"workspace": self._workspace, **values}
        return (await self._connection.execute(fresh, row)).first() is not None

    async def _add(self, table: Table, values: Mapping[str, Any]) -> None:
        """Insert a row. Raises Taken, and leaves the transaction usable, when a unique key forbids it."""
        if not await self._added(table, values):
            raise Taken

    async def _put(self, table: Table, values: Mapping[str, Any], *, key: Sequence[str]) -> None:
        """Insert a row, or overwrite the one with the same key.

        Of a row that was read in this transaction only what is now different is written: the rest may have
        been changed by somebody else meanwhile.
        """
        before = self._as_found(values, key)
        rest = [name for name in values if name not in key and not (before and before[name] == values[name])]
        if before is not None and not rest:
            return
        statement = self._insert(table, values)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace", *key], set_={name: statement.excluded[name] for name in rest}
            )
        )
        self._note(values)

    def _note(self, row: Mapping[Any, Any]) -> None:
        """Remember how a row was; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            self._rows.append(_named(row))

    def _as_found(self, values: Mapping[str, Any], key: Sequence[str]) -> Mapping[str, Any] | None:
        """How a row with the same key was when it was last read or written in this transaction."""
        row: Mapping[str, Any]
        for row in reversed(self._rows):
            if row.keys() >= values.keys() and all(row[name] == values[name] for name in key):
                return row
        return None

    async def _change(self, table: Table, *conditions: ColumnElement[bool], **values: Any) -> int:
        """Update the rows that meet the conditions; gives their number."""
        done = await self._connection.execute(
            update(table).where(self._mine(table), *conditions).values(**values)
        )
        return done.rowcount

    async def _delete(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        """Delete the rows that meet the conditions; gives their number."""
        done = await self._connection.execute(delete(table).where(self._mine(table), *conditions))
        return done.rowcount

    async def _alone(self, what: str) -> None:
        """Wait until no other transaction of the workspace is at the same thing; it is ours until the end.

        SQLite has one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            name = func.hashtextextended(f"{self._workspace} {what}", 0)
            await self._connection.execute(select(func.pg_advisory_xact_lock(name)))

    @staticmethod
    def _batches(values: Collection[Value]) -> Iterator[Sequence[Value]]:
        """Values, in their order if they have one, as many at a time as one statement can name."""
        listed = list(values)
        return (listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH))

    async def _all(self, record: type[Record], query: Select[Any]) -> list[Record]:
        """The rows of a query as records; columns the record does not have are left out."""
        rows = (await self._connection.execute(query)).mappings().all()
        found: list[Record] = []
        for start in range(0, len(rows), AT_A_STRETCH):
            if start:
                await asyncio.sleep(0)
            for row in rows[start : start + AT_A_STRETCH]:
                self._note(row)
                found.append(self._as(record, row))
        return found

    async def _some(
        self, record: type[Record], table: Table, column: str, values: Collection[str]
    ) -> dict[str, Record]:
        """Records by a column that tells them apart, those that there are, in as few trips as may be."""
        found: dict[str, Record] = {}
        for some in self._batches(values):
            rows = await self._all(record, self._select(table).where(table.c[column].in_(some)))
            found |= {getattr(row, column): row for row in rows}
        return found

    async def _one(self, record: type[Record], query: Select[Any]) -> Record | None:
        """The first row of a query as a record, or None."""
        found = (await self._connection.execute(query.limit(1))).mappings().first()
        if found is None:
            return None
        self._note(found)
        return self._as(record, found)

    @staticmethod
    def _fields(record: Any) -> dict[str, Any]:
        """The fields of a flat record by their names; `dataclasses.asdict` would copy each value deeply."""
        return {name: getattr(record, name) for name in record.__slots__}

    @staticmethod
    def _as(record: type[Record], row: Mapping[Any, Any]) -> Record:
        if record not in _ADAPTERS:
            _ADAPTERS[record] = TypeAdapter(record)
        adapter: TypeAdapter[Record] = _ADAPTERS[record]
        return adapter.validate_python(_named(row))


def _insert(table: Table, dialect: str) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _fresh(table: Table, dialect: str) -> ReturningInsert[Any]:
    """Built once for each table: to build it takes longer than to run it."""
    return _insert(table, dialect).on_conflict_do_nothing().returning(table.c.workspace)


def _named(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
