"""Giving a metric other words from a day on, and saying who answers for it, as whoever may."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from rituals import audit
from rituals.clock import Clock
from rituals.dictionary import Card, card_of, metric_of, require_changeable
from rituals.errors import RitualError
from rituals.metrics import require_free_name
from rituals.recording import owners
from rituals.rights import may_be_named
from rituals.versions import Change, revise, today
from storage.ledger import Ledger
from storage.records.dictionary import Entry, MetricVersion
from storage.records.metrics import Direction
from storage.records.people import Person


@dataclass(frozen=True, slots=True)
class Meaning:
    """The words of a metric, a change of which is a new version of it."""

    name: str
    definition: str
    unit: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Noted:
    """A version as the audit trail has it."""

    name: str
    definition: str
    unit: str
    direction: Direction
    effective_from: date | None = None
    reason: str = ""
    comparable: bool = True


@dataclass(eq=False)
class CannotOwn(RitualError):
    """Bots, guests, people of elsewhere, people who have left and the unknown answer for no metric."""

    field: ClassVar[str | None] = "owner"


class Redefinitions:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def to_change(self, who: Person, key: str) -> tuple[Card, date]:
        """The card of a metric and today, for somebody who may change it. Raises what `change` raises."""
        async with self._ledger.open() as books:
            metric = await metric_of(books, key)
            await require_changeable(books, who, metric)
            now = self._clock.now()
            return await card_of(books, who, metric, now), await today(books, now)

    async def change(self, who: Person, key: str, meaning: Meaning, why: Change) -> MetricVersion | None:
        """Give a metric other words from a day on, as whoever answers for it; None when no word differs.

        Raises MetricGone, OnlyProposed, MetricNameTaken, EffectiveWhen, ChangedMeanwhile, and
        NotTheProductLead, NotTheTeamLead and the like.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            old = await metric_of(books, key)
            await require_changeable(books, who, old)
            await require_free_name(books, meaning.name, but=key)
            new = replace(
                old,
                name=meaning.name,
                definition=meaning.definition,
                unit=meaning.unit,
                direction=meaning.direction,
            )
            version = await revise(books, who.user, old, new, why=why, now=now)
            if version is not None:
                await books.metrics.put(new)
                before = Noted(old.name, old.definition, old.unit, old.direction)
                after = Noted(
                    new.name,
                    new.definition,
                    new.unit,
                    new.direction,
                    version.effective_from,
                    version.reason,
                    version.comparable,
                )
                what = "metric.changed"
                await audit.note(books, who.user, what, new.name, before=before, after=after, now=now)
            return version

    async def describe(self, who: Person, key: str, owner: str | None, source: str, department: str) -> Entry:
        """Say who answers for a metric and where it is from. Raises CannotOwn, and as `change` does."""
        async with self._ledger.open() as books:
            metric = await metric_of(books, key)
            await require_changeable(books, who, metric)
            old = await books.dictionary.get(key) or Entry(key)
            if old.owner is None and owner == (await owners(books)).get(key):
                owner = None  # they answer for it as long as they lead, and so will whoever leads next
            if owner is not None and owner != old.owner and not await may_be_named(books, owner):
                raise CannotOwn
            new = replace(old, owner=owner, source=source, department=department)
            await books.dictionary.put(new)
            what, now = "metric.described", self._clock.now()
            await audit.note(books, who.user, what, metric.name, before=old, after=new, now=now)
            return new
