"""A reading of years before anything is known of its metric is asked about: its year may be mistyped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rituals.errors import RitualError
from storage.ledger import Books
from storage.records.metrics import Metric

# What is older is nothing that people write down by hand; a file may bring it.
_YEARS = timedelta(days=3 * 366)


@dataclass(eq=False)
class LongBefore(RitualError):
    """A period that begins years before the first day on which anything is known of a metric."""

    field: ClassVar[str | None] = "period"
    metric: str
    year: int
    known_since: date


async def require_near(books: Books, metric: Metric, start: date, known: Iterable[date]) -> None:
    """Raises LongBefore for a period years before the metric's first reading and all of the `known` days."""
    first = min([*known, *(day for day, _ in await books.readings.values(metric.key))])
    if first - start > _YEARS:
        raise LongBefore(metric.name, start.year, first)
