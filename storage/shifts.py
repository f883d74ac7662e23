"""How the shifts that people accepted are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from storage.records.shifts import AcceptedShift
from storage.shelf import Shelf
from storage.tables.shifts import accepted_shifts


class ShiftShelf(Shelf):
    async def put(self, accepted: AcceptedShift) -> None:
        await self._put(accepted_shifts, asdict(accepted), key=["metric", "since"])

    async def take_back(self, metric: str, since: date) -> None:
        """The shift of a metric that began in a period is no longer accepted."""
        mine = accepted_shifts.c
        await self._delete(accepted_shifts, mine.metric == metric, mine.since == since)

    async def of_metric(self, metric: str) -> Sequence[AcceptedShift]:
        """The accepted shifts of a metric, oldest first."""
        query = self._select(accepted_shifts).where(accepted_shifts.c.metric == metric)
        return await self._all(AcceptedShift, query.order_by(accepted_shifts.c.since))

    async def starts_of(self, metric: str) -> Sequence[date]:
        """Where the accepted levels of a metric begin, oldest first."""
        return [each.since for each in await self.of_metric(metric)]

    async def starts(self) -> Mapping[str, Sequence[date]]:
        """Where the accepted levels of every metric that has one begin, oldest first."""
        key = accepted_shifts.c.metric, accepted_shifts.c.since
        found: dict[str, list[date]] = {}
        query = select(*key).where(self._mine(accepted_shifts)).order_by(*key)
        for metric, since in await self._connection.execute(query):
            found.setdefault(metric, []).append(since)
        return found
