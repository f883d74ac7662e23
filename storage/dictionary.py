"""How the metric dictionary and the versions of its metrics are kept."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.records.dictionary import Entry, MetricVersion, Standing
from storage.records.metrics import Metric
from storage.shelf import Shelf
from storage.tables.dictionary import dictionary, metric_versions
from storage.tables.metrics import metrics


class DictionaryShelf(Shelf):
    async def put(self, entry: Entry) -> None:
        await self._put(dictionary, asdict(entry), key=["metric"])

    async def get(self, metric: str) -> Entry | None:
        return await self._one(Entry, self._select(dictionary).where(dictionary.c.metric == metric))

    async def all(self) -> Sequence[Entry]:
        """What is said of the metrics of which anything is, by key."""
        return await self._all(Entry, self._select(dictionary).order_by(dictionary.c.metric))

    async def of_standing(self, standing: Standing) -> Sequence[Metric]:
        """The metrics that are one thing, by name."""
        query = (
            self._select(metrics)
            .join(
                dictionary,
                (dictionary.c.workspace == metrics.c.workspace) & (dictionary.c.metric == metrics.c.key),
            )
            .where(dictionary.c.standing == standing)
            .order_by(metrics.c.name, metrics.c.key)
        )
        return await self._all(Metric, query)


class VersionShelf(Shelf):
    async def add(self, version: MetricVersion) -> None:
        """Write a new version. Raises Taken when the metric has one of that number."""
        await self._add(metric_versions, asdict(version))

    async def of(self, metric: str) -> Sequence[MetricVersion]:
        """The versions of a metric in the order they were agreed to."""
        query = self._select(metric_versions).where(metric_versions.c.metric == metric)
        return await self._all(MetricVersion, query.order_by(metric_versions.c.number))

    async def all(self) -> Sequence[MetricVersion]:
        """The versions of every metric, by key."""
        key = metric_versions.c.metric, metric_versions.c.number
        return await self._all(MetricVersion, self._select(metric_versions).order_by(*key))
