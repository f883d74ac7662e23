"""What people said of a metric's periods, as it may stand in a chart that anybody sees: nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rituals.unnamed import without_names
from storage.ledger import Books
from storage.records.dictionary import MetricVersion

MOST = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about the period that starts on a day."""

    period_start: date
    text: str


async def before(books: Books, metric: str, period: date) -> tuple[Remark, ...]:
    """The last few about periods before one, oldest first: that one's own stands beside its number."""
    written = await books.sentences.before(metric, period, MOST)
    if not written:
        return ()
    names = await books.people.names()
    return tuple(Remark(each.period_start, without_names(each.text, names)) for each in written)


async def reasons(books: Books, metric: str) -> Sequence[MetricVersion]:
    """The versions of a metric, oldest first; whoever their reasons name is a colleague."""
    versions = await books.versions.of(metric)
    if not any(each.reason for each in versions):
        return versions
    names = await books.people.names()
    return [replace(each, reason=without_names(each.reason, names)) for each in versions]
