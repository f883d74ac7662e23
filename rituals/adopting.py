"""The metric of a new input: a new one, or one that was not connected yet, with its readings and history."""

from dataclasses import replace
from datetime import datetime

from rituals.metrics import MetricNameTaken, free_key, key_of, require_free_name
from rituals.north_star import CadenceIsKept
from rituals.versions import Change, revise
from storage.ledger import Books
from storage.records.dictionary import Standing
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.taken import Taken


async def for_input(books: Books, who: Person, wanted: Metric, now: datetime) -> Metric:
    """The metric with the words that are wanted of it, under a key that is found here.

    Where one of that name is not connected yet, it is that one, and the dictionary says so no more.
    Raises MetricNameTaken, or CadenceIsKept.
    """
    known = await _adopted(books, who, wanted, now)
    if known is not None:
        return known
    await require_free_name(books, wanted.name)
    made = replace(wanted, key=await free_key(books, wanted.name))
    try:
        await books.metrics.add(made)
    except Taken:
        raise MetricNameTaken(wanted.name) from None
    return made


async def _adopted(books: Books, who: Person, wanted: Metric, now: datetime) -> Metric | None:
    metric = await _unconnected(books, wanted.name)
    if metric is None:
        return None
    if metric.cadence != wanted.cadence and await books.readings.of_metric(metric.key):
        raise CadenceIsKept(metric.name, metric.cadence)
    found = replace(wanted, key=metric.key)
    await revise(books, who.user, metric, found, why=Change(), now=now)
    entry = await books.dictionary.get(metric.key)
    if entry is not None:
        await books.dictionary.put(replace(entry, standing=None))
    return found


async def _unconnected(books: Books, name: str) -> Metric | None:
    for metric in await books.dictionary.of_standing(Standing.UNCONNECTED):
        if key_of(metric.name) == key_of(name):
            return metric
    return None
