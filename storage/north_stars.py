"""How metrics and the North Star Metric are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.metrics import Metric, NorthStar, RefusedNorthStar
from storage.shelf import Shelf
from storage.tables.metrics import metrics, north_stars, refused_north_stars


class MetricShelf(Shelf):
    async def add(self, metric: Metric) -> None:
        """Write a new metric. Raises Taken when its key is in use."""
        await self._add(metrics, asdict(metric))

    async def put(self, metric: Metric) -> None:
        await self._put(metrics, asdict(metric), key=["key"])

    async def hold_names(self) -> None:
        """Let nobody else name a metric before this transaction ends."""
        await self._alone("names of metrics")

    def found(self, row: Mapping[str, Any]) -> None:
        """Another shelf has read this row of a metric."""
        self._note(row)

    async def get(self, key: str) -> Metric | None:
        return await self._one(Metric, self._select(metrics).where(metrics.c.key == key))

    async def all(self) -> Sequence[Metric]:
        """Every metric ever defined, retired ones too, by key."""
        return await self._all(Metric, self._select(metrics).order_by(metrics.c.key))


class NorthStarShelf(Shelf):
    def __init__(self, connection: AsyncConnection, workspace: str, changed: set[str] | None = None) -> None:
        super().__init__(connection, workspace, changed)
        self._metrics = MetricShelf(connection, workspace)

    async def active(self) -> NorthStar | None:
        query = select(north_stars).where(self._mine(north_stars), north_stars.c.retired_at.is_(None))
        found = (await self._connection.execute(query)).mappings().first()
        if found is None:
            return None
        self._note(dict(found))
        metric = await self._metrics.get(found["metric"])
        fields = {name: value for name, value in found.items() if name not in {"workspace", "metric"}}
        assert metric is not None  # the foreign key says so
        return NorthStar(metric=metric, **fields)

    async def add(self, star: NorthStar) -> None:
        """Write a new North Star Metric and its metric. Raises Taken when one is active, or has its key."""
        await self._metrics.add(star.metric)
        await self._add(north_stars, _columns(star))

    async def put(self, star: NorthStar) -> None:
        """Write a North Star Metric, its metric first; for another one than the active, see `add`."""
        await self._metrics.put(star.metric)
        await self._put(north_stars, _columns(star), key=["id"])

    async def note_refusal(self, refusal: RefusedNorthStar) -> None:
        """Remember that a second North Star Metric was asked for."""
        await self._add(refused_north_stars, asdict(refusal))

    async def refusals(self) -> Sequence[RefusedNorthStar]:
        """The North Star Metrics that were asked for and turned away, oldest first."""
        query = self._select(refused_north_stars).order_by(refused_north_stars.c.asked_at)
        return await self._all(RefusedNorthStar, query)


def _columns(star: NorthStar) -> dict[str, Any]:
    return asdict(star) | {"metric": star.metric.key}
