"""What of some values is new, what would change what stands, and what stands because a person wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rituals import writers
from rituals.judging import Place, Values
from storage.ledger import Books
from storage.records.metrics import Reading


@dataclass(frozen=True, slots=True)
class News:
    """By metric key and first day of the period; `before` is what stands where one differs."""

    new: Values
    changed: Values
    kept: Values
    same: int
    before: Mapping[Place, Reading]

    @property
    def to_write(self) -> Values:
        return {**self.new, **self.changed}


async def news_of(books: Books, values: Values, *, by_a_person: bool = False) -> News:
    """Hold values against the books. What a person wrote stands, unless it is a person who comes."""
    first = min((start for _, start in values), default=date.max)
    stands = {
        (each.metric, each.period_start): each
        for key in {key for key, _ in values}
        for each in await books.readings.of_metric(key, since=first)
    }
    new = {key: value for key, value in values.items() if key not in stands}
    differing = {key: value for key, value in values.items() if key in stands and stands[key].value != value}
    kept = {
        key: value
        for key, value in differing.items()
        if not by_a_person and writers.is_person(stands[key].recorded_by)
    }
    changed = {key: value for key, value in differing.items() if key not in kept}
    same = len(values) - len(new) - len(differing)
    return News(new, changed, kept, same, {key: stands[key] for key in differing})
