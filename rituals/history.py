"""A history that comes in at once: nobody was there to be asked about the shifts in it."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import date, datetime

from rituals.signals import present_level
from rituals.usual import Point
from storage.ledger import Books
from storage.records.shifts import AcceptedShift


@asynccontextmanager
async def taken(books: Books, metrics: Collection[str], by: str, now: datetime) -> AsyncIterator[None]:
    """Around writing readings of metrics, by whoever or whatever writes them.

    Where they bring older periods than any before, the latest level of them all counts as accepted by the
    writer, unless one was accepted before.
    """
    before = await books.readings.firsts(metrics)
    yield
    after = await books.readings.firsts(metrics)
    accepted = await books.shifts.starts()
    for key in metrics:
        if key in accepted or key not in after or after[key] >= before.get(key, date.max):
            continue
        metric = await books.metrics.get(key)
        assert metric is not None  # it has readings
        values = await books.readings.values(key)
        since = present_level([Point(start, value) for start, value in values], metric)
        if since is not None:
            await books.shifts.put(AcceptedShift(key, since, by, now))
