"""How metrics and the North Star Metric are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.records import Metric, NorthStar
from storage.shelf import Shelf
from storage.tables import metrics, north_stars, refused_north_stars


class MetricShelf(Shelf):
    async def put(self, metric: Metric) -> None:
        await self._put(metrics, asdict(metric), key=["key"])

    async def get(self, key: str) -> Metric | None:
        return await self._one(Metric, self._select(metrics).where(metrics.c.key == key))

    async def all(self) -> Sequence[Metric]:
        """Every metric ever defined, retired ones too, by key."""
        return await self._all(Metric, self._select(metrics).order_by(metrics.c.key))


class NorthStarShelf(Shelf):
    async def active(self) -> NorthStar | None:
        query = select(north_stars).where(self._mine(north_stars), north_stars.c.retired_at.is_(None))
        found = (await self._connection.execute(query)).mappings().first()
        if found is None:
            return None
        metric = await MetricShelf(self._connection, self._workspace).get(found["metric"])
        fields = {name: value for name, value in found.items() if name not in {"workspace", "metric"}}
        assert metric is not None  # the foreign key says so
        return NorthStar(metric=metric, **fields)

    async def put(self, star: NorthStar) -> None:
        """Write a North Star Metric, its metric first.

        Raises sqlalchemy.exc.IntegrityError when another one is active.
        """
        await MetricShelf(self._connection, self._workspace).put(star.metric)
        await self._put(north_stars, _columns(star), key=["id"])

    async def note_refusal(self, refusal_id: str, name: str, asked_by: str, asked_at: datetime) -> None:
        """Remember that a second North Star Metric was asked for."""
        row = {"id": refusal_id, "name": name, "asked_by": asked_by, "asked_at": asked_at}
        await self._connection.execute(self._insert(refused_north_stars, row))


def _columns(star: NorthStar) -> dict[str, Any]:
    return asdict(star) | {"metric": star.metric.key}
