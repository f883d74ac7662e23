"""One metric as a member finds it on the dashboard; its readings are for whoever answers for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rituals.clock import Clock
from rituals.dictionary import Card, card_of
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.metrics import Reading
from storage.records.people import Person

MOST = 104
"""Readings on one page; all of them are in an export."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The newest readings, newest first, and which of their periods were corrected."""

    readings: Sequence[Reading]
    restated: Collection[date]
    more: bool


@dataclass(frozen=True, slots=True)
class MetricPage:
    """`names` are those of the people on it, by user; `raw` is for whoever answers for the metric alone."""

    card: Card
    names: Mapping[str, str]
    today: date
    zone: str
    raw: Raw | None


class MetricPages:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def page(self, who: Person, key: str) -> MetricPage | None:
        """None for a metric that nobody knows."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            metric = await books.metrics.get(key)
            if metric is None:
                return None
            card = await card_of(books, who, metric, now)
            workspace = await books.workspaces.get()
            lead = workspace.product_lead if workspace else None
            raw = await _raw(books, key) if card.can_change or who.user in {card.listed.owner, lead} else None
            zone = await books.workspaces.zone()
            return MetricPage(card, await _names(books, card, raw), local_day(now, zone), zone, raw)


async def _raw(books: Books, key: str) -> Raw:
    readings = (await books.readings.of_metric(key))[::-1]
    return Raw(readings[:MOST], await books.readings.restated(key), len(readings) > MOST)


async def _names(books: Books, card: Card, raw: Raw | None) -> Mapping[str, str]:
    users = {card.listed.owner, *(each.approved_by for each in card.versions)}
    users |= {each.recorded_by for each in raw.readings} if raw else set()
    found = {user: await books.people.get(user) for user in sorted(filter(None, users))}
    return {user: person.name for user, person in found.items() if person is not None and person.name}
