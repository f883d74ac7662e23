"""How readings, and the sentences people write about them, are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from storage.records.metrics import Reading, Sentence
from storage.shelf import Shelf
from storage.tables.metrics import readings, sentences

# Rows per INSERT: well under SQLite's limit of 32,766 bound values.
_BATCH = 1_000


class ReadingShelf(Shelf):
    async def put(self, many: Iterable[Reading]) -> None:
        """Write readings; a period that has one already gets the new value."""
        rows = [asdict(reading) for reading in many]
        for start in range(0, len(rows), _BATCH):
            statement = self._insert(readings, rows[start : start + _BATCH])
            fresh = {
                name: statement.excluded[name] for name in ("value", "note", "recorded_by", "recorded_at")
            }
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["workspace", "metric", "period_start"], set_=fresh
                )
            )

    async def of_metric(
        self, metric: str, since: date = date.min, until: date = date.max
    ) -> Sequence[Reading]:
        """The readings of periods that start from `since` to `until`, both included, oldest first."""
        query = (
            self._select(readings)
            .where(readings.c.metric == metric, readings.c.period_start.between(since, until))
            .order_by(readings.c.period_start)
        )
        return await self._all(Reading, query)

    async def of_period(self, metric: str, period_start: date) -> Reading | None:
        found = await self.of_metric(metric, period_start, period_start)
        return found[0] if found else None


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
