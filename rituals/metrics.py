"""Names of metrics: unique among the living and the retired, and keys that outlive a new name."""

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from rituals.errors import RitualError
from storage.ledger import Books
from storage.records import Metric


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


def goes_by(metric: Metric, name: str) -> bool:
    """Whether people may mean this metric by a name or key, however they write it."""
    return key_of(name) in {metric.key.casefold(), key_of(metric.name)}


async def require_free_name(books: Books, name: str, but: str | None = None) -> None:
    """Raises MetricNameTaken unless no other metric than the one with key `but` goes by the name."""
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
