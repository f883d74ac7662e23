"""How shutdowns of the whole organisation are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from storage.records.pauses import Shutdown
from storage.shelf import Shelf
from storage.tables.pauses import shutdowns


class ShutdownShelf(Shelf):
    async def put(self, shutdown: Shutdown) -> None:
        """Keep a shutdown, in place of one that starts on the same day."""
        await self._put(shutdowns, asdict(shutdown), key=["first"])

    async def remove(self, first: date) -> None:
        await self._delete(shutdowns, shutdowns.c.first == first)

    async def covering(self, day: date) -> Shutdown | None:
        query = self._select(shutdowns).where(shutdowns.c.first <= day, shutdowns.c.last >= day)
        return await self._one(Shutdown, query)

    async def ending_from(self, day: date) -> Sequence[Shutdown]:
        """Those that are not over before a day, earliest first."""
        query = self._select(shutdowns).where(shutdowns.c.last >= day).order_by(shutdowns.c.first)
        return await self._all(Shutdown, query)
