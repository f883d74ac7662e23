"""Sources that people add in Slack: tried before they are kept, changed, paused, removed, pulled now."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from rituals import audit, writers
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.feeding import NothingToFeed, fed_by, not_yours, require_feeder
from rituals.pulling import NoSuchSource, Pulls, config_of
from rituals.rights import may
from rituals.trial import Trial
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.metrics import Metric
from storage.records.people import Person
from storage.records.sources import OPERATOR, KnownSource, SourceRun
from storage.records.workspaces import Workspace
from storage.sources.configs import CsvWebSource

MOST = 50
"""Sources that an organisation may add in Slack."""


@dataclass(eq=False)
class SourceNameTaken(RitualError):
    """Another source goes by that name, perhaps one of the operator's file."""

    field: ClassVar[str | None] = "name"
    name: str
    by_operator: bool


@dataclass(eq=False)
class TooManySources(RitualError):
    most: int


@dataclass(eq=False)
class OperatorsSource(RitualError):
    """It stands in the operator's file, and is changed there alone."""

    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody may bring, and the zone and the day of the organisation."""

    metrics: Sequence[Metric]
    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class _Noted:
    """What the audit trail keeps of a source: its address may be a secret."""

    metrics: tuple[str, ...]
    host: str
    layout: str
    hour: str
    paused: bool


class SourceDesk:
    def __init__(self, ledger: Ledger, clock: Clock, pulls: Pulls) -> None:
        self._ledger, self._clock, self._pulls = ledger, clock, pulls

    async def offer(self, who: Person) -> Offer:
        """Raises NothingToFeed, and what `require_member` raises."""
        async with self._ledger.open() as books:
            mine, zone = await fed_by(books, who), await books.workspaces.zone()
            if not mine:
                raise NothingToFeed
            return Offer(mine, zone, local_day(self._clock.now(), zone))

    async def require_addable(self, who: Person, source: CsvWebSource, *, anew: bool) -> None:
        """Raises SourceNameTaken, TooManySources, NotYoursToFeed, NoSuchSource."""
        async with self._ledger.open() as books:
            await _require_addable(books, who, source, anew=anew)

    async def tried(self, who: Person, source: CsvWebSource, *, anew: bool) -> Trial:
        """What a source would bring; nothing is kept. Raises what `require_addable` raises."""
        await self.require_addable(who, source, anew=anew)
        return await self._pulls.trial(source)

    async def keep(self, who: Person, source: CsvWebSource, *, anew: bool) -> KnownSource:
        """Keep a source as it was tried. Raises what `require_addable` raises."""
        async with self._ledger.open() as books:
            before = await _require_addable(books, who, source, anew=anew)
            fresh = before or KnownSource(source.name, source.kind, added_by=who.user)
            metrics = tuple(sorted({*source.only, *fresh.metrics}))
            known = replace(fresh, config=source.model_dump_json(exclude_defaults=True), metrics=metrics)
            await books.sources.put(known)
            await self._note(books, who, "source.added" if anew else "source.changed", before, known)
            return known

    async def read(self, who: Person, name: str) -> CsvWebSource:
        """A source as it was added, for those who may change it. Raises NoSuchSource, NotYoursToFeed."""
        async with self._ledger.open() as books:
            return _understood(await _changeable(books, who, name))

    async def pause(self, who: Person, name: str, *, paused: bool) -> None:
        """Pull a source only when asked to, or by itself again. Raises NoSuchSource, NotYoursToFeed."""
        async with self._ledger.open() as books:
            before = await _changeable(books, who, name)
            config = _understood(before).model_copy(update={"paused": paused})
            known = replace(before, config=config.model_dump_json(exclude_defaults=True))
            await books.sources.put(known)
            await self._note(books, who, "source.paused" if paused else "source.resumed", before, known)

    async def remove(self, who: Person, name: str) -> None:
        """Forget a source; what it brought stays. Raises NoSuchSource, NotYoursToFeed."""
        async with self._ledger.open() as books:
            before = await _changeable(books, who, name)
            await books.sources.remove(name)
            await books.contradictions.told(writers.source(name), date.min, [])
            await self._note(books, who, "source.removed", before, None)

    async def pull(self, who: Person, name: str) -> SourceRun:
        """Pull a source now. Raises NoSuchSource, NotYoursToFeed, UnderWay."""
        async with self._ledger.open() as books:
            known, workspace = await _known(books, name), await books.workspaces.get()
            if not may_pull(who, known, await fed_keys(books, who), workspace):
                raise await not_yours(books, known.metrics)
        return await self._pulls.run(name)

    async def _note(
        self, books: Books, who: Person, what: str, before: KnownSource | None, after: KnownSource | None
    ) -> None:
        subject = (after or before or KnownSource("", "")).name
        old, new = await _noted(books, before), await _noted(books, after)
        await audit.note(books, who.user, what, subject, before=old, after=new, now=self._clock.now())


async def fed_keys(books: Books, who: Person) -> set[str]:
    """The keys of the metrics whose readings somebody may bring, or might before they were retired."""
    return {each.key for each in await fed_by(books, who, retired=True)}


def may_pull(who: Person, known: KnownSource, mine: Set[str], workspace: Workspace | None) -> bool:
    """Those who bring all of its metrics (`mine` are keys), and of the operator's also the operator."""
    by_operator = known.added_by == OPERATOR or known.overruled_at is not None
    return (by_operator and may(Action.PULL_OPERATORS, who, workspace)) or may_change(known, mine)


def may_change(known: KnownSource, mine: Set[str]) -> bool:
    """Whether somebody who brings the metrics `mine` brings all of its metrics."""
    return bool(mine) and {*known.metrics} <= mine


async def _require_addable(
    books: Books, who: Person, source: CsvWebSource, *, anew: bool
) -> KnownSource | None:
    await require_feeder(books, who, source.only)
    if not anew:
        return await _changeable(books, who, source.name)
    await books.sources.hold_names()
    everything = await books.sources.all()
    if (known := next((each for each in everything if each.name == source.name), None)) is not None:
        raise SourceNameTaken(known.name, known.added_by == OPERATOR)
    if sum(each.added_by != OPERATOR for each in everything) >= MOST:
        raise TooManySources(MOST)
    return None


async def _known(books: Books, name: str) -> KnownSource:
    known = await books.sources.get(name)
    if known is None:
        raise NoSuchSource(name)
    return known


async def _changeable(books: Books, who: Person, name: str) -> KnownSource:
    known = await _known(books, name)
    if known.added_by == OPERATOR:
        raise OperatorsSource(name)
    if not may_change(known, await fed_keys(books, who)):
        raise await not_yours(books, known.metrics)
    return known


def _understood(known: KnownSource) -> CsvWebSource:
    """Raises NoSuchSource for what another version of Polaris kept, and this one does not read."""
    config = config_of(known)
    if config is None:
        raise NoSuchSource(known.name)
    return config


async def _noted(books: Books, known: KnownSource | None) -> _Noted | None:
    if known is None:
        return None
    names = {each.key: each.name for each in await books.metrics.all()}
    config = config_of(known)
    if config is None:
        return _Noted((), "", "", "", paused=False)
    return _Noted(
        tuple(names.get(key, key) for key in config.only),
        config.host,
        config.layout,
        f"{config.at:%H:%M} ({config.zone})",
        config.paused,
    )
