"""How readings, what they were corrected from, and the sentences people write about them, are kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, select

from storage.records.metrics import Contradiction, Reading, Revision, Sentence
from storage.shelf import Shelf
from storage.tables.metrics import contradictions, reading_revisions, readings, sentences

Place = tuple[str, date]
"""A metric and a period."""


class ReadingShelf(Shelf):
    async def put(self, many: Iterable[Reading]) -> Sequence[Revision]:
        """Write readings, one for a metric and period; gives what was corrected.

        A period that has another value already gets the new one, and the old one is kept as a revision. The
        same value again changes nothing, but for a note that comes with it.
        """
        # In one order, so that two writers of the same periods wait for each other only one way round.
        revisions: list[Revision] = []
        for some in self._batches(sorted(many, key=_place)):
            revisions += await self._put_some(some)
        return revisions

    async def _put_some(self, some: Sequence[Reading]) -> Sequence[Revision]:
        fresh = await self._new(some)
        again = [reading for reading in some if _place(reading) not in fresh]
        if not again:
            return []
        standing = await self._standing(again)
        changed = [reading for reading in again if _differs(reading, standing[_place(reading)])]
        corrected = [reading for reading in changed if reading.value != standing[_place(reading)].value]
        revisions = await self._revised(corrected, standing)
        await self._many(reading_revisions, revisions)
        await self._many(readings, changed)
        return revisions

    async def _new(self, some: Sequence[Reading]) -> set[Place]:
        """Write the readings of periods that have none; gives their places."""
        key = readings.c.metric, readings.c.period_start
        statement = self._insert(readings).on_conflict_do_nothing().returning(*key)
        done = await self._connection.execute(statement, [self._row(reading) for reading in some])
        return {(metric, period_start) for metric, period_start in done}

    async def _standing(self, some: Sequence[Reading]) -> dict[Place, Reading]:
        """What stands now in the places of readings, held until the end of the transaction."""
        query = self._select(readings).where(_around(readings, some)).with_for_update()
        return {_place(reading): reading for reading in await self._all(Reading, query)}

    async def _revised(self, some: Sequence[Reading], standing: dict[Place, Reading]) -> list[Revision]:
        if not some:
            return []
        key = reading_revisions.c.metric, reading_revisions.c.period_start
        query = (
            select(*key, func.count())
            .where(self._mine(reading_revisions), _around(reading_revisions, some))
            .group_by(*key)
        )
        earlier = {(metric, period): count for metric, period, count in await self._connection.execute(query)}
        return [
            Revision(
                number=earlier.get(_place(reading), 0) + 1,
                replaced_by=reading.recorded_by,
                replaced_at=reading.recorded_at,
                **self._fields(standing[_place(reading)]),
            )
            for reading in some
        ]

    async def _many(self, table: Table, records: Sequence[Reading] | Sequence[Revision]) -> None:
        """Write records, over what has their key."""
        if not records:
            return
        statement = self._insert(table)
        rest = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
        statement = statement.on_conflict_do_update(index_elements=[*table.primary_key], set_=rest)
        await self._connection.execute(statement, [self._row(record) for record in records])

    def _row(self, record: Reading | Revision) -> dict[str, Any]:
        return {"workspace": self._workspace, **self._fields(record)}

    async def revisions(self, metric: str, period_start: date | None = None) -> Sequence[Revision]:
        """What was corrected in a metric, or in one of its periods: by period, each oldest first."""
        query = (
            self._select(reading_revisions)
            .where(reading_revisions.c.metric == metric)
            .order_by(reading_revisions.c.period_start, reading_revisions.c.number)
        )
        if period_start is not None:
            query = query.where(reading_revisions.c.period_start == period_start)
        return await self._all(Revision, query)

    async def restated(self, metric: str) -> frozenset[date]:
        """The periods of a metric whose value was ever corrected."""
        query = select(reading_revisions.c.period_start).where(
            self._mine(reading_revisions), reading_revisions.c.metric == metric
        )
        return frozenset((await self._connection.execute(query)).scalars())

    async def of_metric(
        self, metric: str, since: date = date.min, until: date = date.max
    ) -> Sequence[Reading]:
        """The readings of periods that start from `since` to `until`, both included, oldest first."""
        query = (
            select(*_READING)
            .where(
                self._mine(readings),
                readings.c.metric == metric,
                readings.c.period_start.between(since, until),
            )
            .order_by(readings.c.period_start)
        )
        # There may be thousands: what comes out of our own columns needs no validation.
        return [Reading(*row) for row in (await self._connection.execute(query)).all()]

    async def values(self, metric: str, until: date = date.max) -> Sequence[tuple[date, float]]:
        """Start and value of periods up to one that starts on `until`, oldest first.

        A tenth of the work of the readings themselves, for where years of many metrics are looked at.
        """
        query = (
            select(readings.c.period_start, readings.c.value)
            .where(self._mine(readings), readings.c.metric == metric, readings.c.period_start <= until)
            .order_by(readings.c.period_start)
        )
        return [(start, value) for start, value in (await self._connection.execute(query)).all()]

    async def values_of(
        self, metrics: Collection[str], until: date = date.max
    ) -> Mapping[str, Sequence[tuple[date, float]]]:
        """The same of several metrics in one trip; of those without readings nothing."""
        found: dict[str, list[tuple[date, float]]] = {}
        for some in self._batches(metrics):
            query = (
                select(readings.c.metric, readings.c.period_start, readings.c.value)
                .where(self._mine(readings), readings.c.metric.in_(some), readings.c.period_start <= until)
                .order_by(readings.c.metric, readings.c.period_start)
            )
            # All at once: asked for one by one, rows take twice as long.
            for metric, start, value in (await self._connection.execute(query)).all():
                found.setdefault(metric, []).append((start, value))
        return found

    async def known_since(self, metrics: Collection[str]) -> Mapping[str, datetime]:
        """When the first reading of each metric was written down, whatever stands there now."""
        found: dict[str, datetime] = {}
        for table in (readings, reading_revisions):
            query = (
                select(table.c.metric, func.min(table.c.recorded_at))
                .where(self._mine(table), table.c.metric.in_(metrics))
                .group_by(table.c.metric)
            )
            for metric, at in await self._connection.execute(query):
                found[metric] = min(at, found.get(metric, at))
        return found

    async def counts_before(self, days: Mapping[str, date]) -> Mapping[str, int]:
        """How many periods of each metric with a reading start before a day of its own."""
        found: dict[str, int] = {}
        alike: dict[date, list[str]] = {}
        for metric, day in days.items():
            alike.setdefault(day, []).append(metric)
        for day, metrics in alike.items():
            query = (
                select(readings.c.metric, func.count())
                .where(self._mine(readings), readings.c.metric.in_(metrics), readings.c.period_start < day)
                .group_by(readings.c.metric)
            )
            found |= {row[0]: row[1] for row in await self._connection.execute(query)}
        return found

    async def is_any_of(self, metric: str) -> bool:
        """Whether a metric has a reading."""
        query = select(readings.c.metric).where(self._mine(readings), readings.c.metric == metric)
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def of_period(self, metric: str, period_start: date) -> Reading | None:
        found = await self.of_metric(metric, period_start, period_start)
        return found[0] if found else None


class ContradictionShelf(Shelf):
    async def told(self, told_by: str, since: date, now: Iterable[Contradiction]) -> None:
        """Keep what something contradicts itself in now, in place of all before for periods from a day on."""
        mine = contradictions.c
        await self._delete(contradictions, mine.told_by == told_by, mine.period_start >= since)
        for each in now:
            await self._put(contradictions, asdict(each), key=["metric", "period_start", "told_by"])

    async def of_metric(self, metric: str) -> Sequence[Contradiction]:
        """Those of a metric, by period."""
        query = self._select(contradictions).where(contradictions.c.metric == metric)
        return await self._all(Contradiction, query.order_by(*_IN_ORDER))

    async def all_with_writers(self) -> Sequence[tuple[Contradiction, str | None]]:
        """Those of every metric, by period, each with who wrote the reading in its place, if there is one."""
        same = and_(
            readings.c.workspace == contradictions.c.workspace,
            readings.c.metric == contradictions.c.metric,
            readings.c.period_start == contradictions.c.period_start,
        )
        query = (
            select(contradictions, readings.c.recorded_by)
            .outerjoin(readings, same)
            .where(self._mine(contradictions))
            .order_by(*_IN_ORDER)
        )
        rows = (await self._connection.execute(query)).mappings()
        return [(self._as(Contradiction, row), row["recorded_by"]) for row in rows]


class SentenceShelf(Shelf):
    async def put(self, sentence: Sentence) -> None:
        await self._put(sentences, asdict(sentence), key=["metric", "period_start"])

    async def of_period(self, metric: str, period_start: date) -> Sentence | None:
        return await self._one(
            Sentence,
            self._select(sentences).where(
                sentences.c.metric == metric, sentences.c.period_start == period_start
            ),
        )

    async def latest(self, metric: str, until: date) -> Sentence | None:
        """The one about the newest period up to one that starts on `until`."""
        query = self._select(sentences).where(sentences.c.metric == metric, sentences.c.period_start <= until)
        return await self._one(Sentence, query.order_by(sentences.c.period_start.desc()))

    async def before(self, metric: str, period_start: date, most: int) -> Sequence[Sentence]:
        """Those about the newest periods before one, so many at most, oldest first."""
        query = self._select(sentences).where(
            sentences.c.metric == metric, sentences.c.period_start < period_start
        )
        newest = await self._all(Sentence, query.order_by(sentences.c.period_start.desc()).limit(most))
        return newest[::-1]


_IN_ORDER = (contradictions.c.period_start, contradictions.c.metric, contradictions.c.told_by)

_READING = [readings.c[name] for name in Reading.__slots__]


def _place(reading: Reading) -> Place:
    return reading.metric, reading.period_start


def _differs(reading: Reading, standing: Reading) -> bool:
    return reading.value != standing.value or reading.note not in {"", standing.note}


def _around(table: Table, some: Sequence[Reading]) -> ColumnElement[bool]:
    """The places of readings, and maybe some between them."""
    periods = [reading.period_start for reading in some]
    return and_(
        table.c.metric.in_({reading.metric for reading in some}),
        table.c.period_start.between(min(periods), max(periods)),
    )
