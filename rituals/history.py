"""A history that comes in: nobody was there to be asked about the shifts in it.

History is what was over before the metric's first reading was written down, however many files or requests
it comes in, and in whatever order.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from rituals import writers
from rituals.signals import present_level
from rituals.usual import Point
from storage.ledger import Books
from storage.records.shifts import AcceptedShift

_DAY = timedelta(days=1)


@asynccontextmanager
async def taken(books: Books, metrics: Collection[str], by: str, now: datetime) -> AsyncIterator[None]:
    """Around writing readings of metrics, by whoever or whatever writes them.

    Where they bring history, its latest level counts as accepted by the writer, unless somebody has accepted
    one before.
    """
    known = await books.readings.known_since(metrics)
    begun = {key: known.get(key, now).date() for key in metrics}
    before = await books.readings.counts_before(begun)
    yield
    after = await books.readings.counts_before(begun)
    for key in metrics:
        if after.get(key, 0) == before.get(key, 0):
            continue
        accepted = await books.shifts.of_metric(key)
        if any(writers.is_person(each.accepted_by) for each in accepted):
            continue
        metric = await books.metrics.get(key)
        assert metric is not None  # it has readings
        values = await books.readings.values(key, begun[key] - _DAY)
        since = present_level([Point(start, value) for start, value in values], metric)
        if since is not None and since > max((each.since for each in accepted), default=since - _DAY):
            await books.shifts.put(AcceptedShift(key, since, by, now))
