"""Names of metrics: unique among the living and the retired, and keys that outlive a new name."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from rituals.errors import RitualError
from storage.ledger import Books
from storage.records.metrics import Metric


@dataclass(eq=False)
class MetricNameTaken(RitualError):
    """Another metric, perhaps a retired one, goes by that name."""

    field: ClassVar[str | None] = "name"
    name: str


def key_of(name: str) -> str:
    """A stable key made of a name, as weekly_active_teams; "metric" when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "_".join(re.findall(r"\w+", letters.replace("_", " ")))[:60] or "metric"


def finder(metrics: Iterable[Metric]) -> Callable[[str], Metric | None]:
    """Finds the metric people mean by a key or a name, however they write it; for many names.

    A key as it is wins over a name, and a name over the key that another metric still has from an old name.
    """
    known = list(metrics)[::-1]  # what is written later wins: the first of those alike
    exact = {metric.key: metric for metric in known}
    alike = {key_of(metric.key): metric for metric in known}
    alike |= {key_of(metric.name): metric for metric in known}
    return lambda name: exact.get(name) or alike.get(key_of(name))


def meant(name: str, metrics: Iterable[Metric]) -> Metric | None:
    """The metric people mean by one key or name; see `finder`."""
    return finder(metrics)(name)


async def require_free_name(books: Books, name: str, but: str | None = None) -> None:
    """Raises MetricNameTaken unless no other metric than the one with key `but` goes by the name.

    It stays free until the transaction ends.
    """
    await books.metrics.hold_names()
    for metric in await books.metrics.all():
        if metric.key != but and key_of(metric.name) == key_of(name):
            raise MetricNameTaken(metric.name)


async def free_key(books: Books, name: str) -> str:
    """A key for a new metric: that of its name, with a number if a renamed metric still has it."""
    taken = {metric.key for metric in await books.metrics.all()}
    key, number = key_of(name), 2
    while key in taken:
        key, number = f"{key_of(name)}_{number}", number + 1
    return key
