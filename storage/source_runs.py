"""How it is kept which sources there are, and what became of every pull."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from storage.records.sources import KnownSource, RunState, SourceRun
from storage.shelf import Shelf
from storage.tables.sources import source_runs, sources


class SourceShelf(Shelf):
    async def hold_names(self) -> None:
        """Let nobody else name a source before this transaction ends."""
        await self._alone("names of sources")

    async def put(self, source: KnownSource) -> None:
        await self._put(sources, asdict(source) | {"metrics": list(source.metrics)}, key=["name"])

    async def get(self, name: str) -> KnownSource | None:
        return await self._one(KnownSource, self._select(sources).where(sources.c.name == name))

    async def all(self) -> Sequence[KnownSource]:
        return await self._all(KnownSource, self._select(sources).order_by(sources.c.name))

    async def failing(self) -> Sequence[KnownSource]:
        """Those whose last pull did not go well, the longest failing first."""
        query = self._select(sources).where(sources.c.failing_since.is_not(None))
        return await self._all(KnownSource, query.order_by(sources.c.failing_since))

    async def remove(self, name: str) -> None:
        """Forget a source; the log of its runs stays."""
        await self._delete(sources, sources.c.name == name)


class SourceRunShelf(Shelf):
    async def begin(self, run: SourceRun) -> bool:
        """Take an attempt; False when another process has taken it."""
        return await self._added(source_runs, asdict(run))

    async def end(self, run: SourceRun) -> bool:
        """Write down what became of a run that is under way; False when it was given up meanwhile."""
        values = asdict(run)
        keys = ("source", "day", "attempt", "begun_at")
        same = [source_runs.c[key] == values.pop(key) for key in keys]
        return await self._change(source_runs, *same, source_runs.c.state == RunState.RUNNING, **values) == 1

    async def of_day(self, source: str, day: date) -> Sequence[SourceRun]:
        """The attempts of a day, first to last."""
        query = self._select(source_runs).where(source_runs.c.source == source, source_runs.c.day == day)
        return await self._all(SourceRun, query.order_by(source_runs.c.attempt))

    async def latest(self, source: str | None = None, limit: int = 20) -> Sequence[SourceRun]:
        """The newest runs, of one source or of all, newest first."""
        query = self._select(source_runs).order_by(
            source_runs.c.begun_at.desc(), source_runs.c.source, source_runs.c.attempt.desc()
        )
        if source is not None:
            query = query.where(source_runs.c.source == source)
        return await self._all(SourceRun, query.limit(limit))

    async def forget_before(self, instant: datetime) -> None:
        """Let go of what nobody looks up any more."""
        await self._delete(source_runs, source_runs.c.begun_at < instant)
