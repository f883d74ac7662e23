"""How the trail of changes is kept: written once, never changed."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import func, select

from storage.records.audit import Change
from storage.shelf import Shelf
from storage.tables.audit import audit


class AuditShelf(Shelf):
    async def add(self, change: Change) -> None:
        await self._connection.execute(self._insert(audit, asdict(change)))

    async def newest(self, number: int, *, skip: int = 0) -> Sequence[Change]:
        """At most `number` changes, newest first, after leaving out the `skip` newest."""
        query = self._select(audit).order_by(audit.c.number.desc()).limit(number).offset(skip)
        return await self._all(Change, query)

    async def of(self, *what: str) -> Sequence[Change]:
        """The changes of some kinds, oldest first."""
        query = self._select(audit).where(audit.c.what.in_(what)).order_by(audit.c.number)
        return await self._all(Change, query)

    async def count(self) -> int:
        counted = select(func.count()).select_from(audit).where(self._mine(audit))
        return (await self._connection.execute(counted)).scalar_one()
