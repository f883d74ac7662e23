"""The metric dictionary: what each metric is, who answers for it, what it meant when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum

from rituals import scoreboard
from rituals.adopting import is_taken_on
from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.metrics import key_of, meant
from rituals.recording import answerers
from rituals.rights import require, require_member
from rituals.scoreboard import Score
from rituals.versions import history, today
from storage.ledger import Books, Ledger
from storage.records.dictionary import Entry, MetricVersion, Standing
from storage.records.metrics import Input, InputState, Metric, NorthStar, Reading
from storage.records.people import Person
from storage.records.shifts import AcceptedShift
from storage.records.sources import KnownSource
from storage.records.teams import Team

_NEAR = 3
# Fewer characters than these are part of too many names to mean one.
_TELLING = 3


class Part(StrEnum):
    """What a metric is to the organisation, in the order they are listed in."""

    NORTH_STAR = "north star"
    INPUT = "input"
    PROPOSED = "proposed"
    OUTPUT = "output"
    GUARDRAIL = "guardrail"
    UNCONNECTED = "unconnected"
    RETIRED = "retired"
    NONE = "none"  # it was a North Star once, or is nothing yet


@dataclass(frozen=True, slots=True)
class Played:
    """A part a metric plays; that of an input is played in a team."""

    part: Part
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the dictionary. `owner` answers for the metric."""

    metric: Metric
    parts: tuple[Played, ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class Restated:
    """How many periods were corrected, and who corrected the last of them."""

    periods: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known of one metric.

    `source` is where people say the number is from, `sources` are those configured to bring it, `last` is its
    newest reading. `can_change` tells whether whoever looks may change what it means.
    """

    listed: Listed
    entry: Entry
    source: str
    sources: tuple[KnownSource, ...]
    versions: tuple[MetricVersion, ...]
    score: Score
    last: Reading | None
    restated: Restated | None
    can_change: bool
    levels: tuple[AcceptedShift, ...] = ()  # that somebody accepted, oldest first

    @property
    def metric(self) -> Metric:
        return self.listed.metric


@dataclass(frozen=True, slots=True)
class Near:
    """Nothing goes by what was typed; these come close."""

    typed: str
    metrics: tuple[Metric, ...]


@dataclass(eq=False)
class MetricGone(RitualError):
    """There is no such metric."""


@dataclass(eq=False)
class OnlyProposed(RitualError):
    """Nobody has agreed to that input yet; its words are those of its proposal."""


class Dictionary:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def all(self) -> Sequence[Listed]:
        """Every metric, by what it is and then by name."""
        async with self._ledger.open() as books:
            known = await _known(books)
            return sorted((known.listed(each) for each in await books.metrics.all()), key=_order)

    async def find(self, who: Person, typed: str) -> Card | Near:
        """The card of the metric people mean by a name or a part of one, or names that come close."""
        async with self._ledger.open() as books:
            metrics = await books.metrics.all()
            metric = meant(typed, metrics) or _only_one_with(typed, metrics)
            if metric is None:
                return Near(typed, tuple(near(typed, metrics)))
            return await card_of(books, who, metric, self._clock.now())

    async def card(self, who: Person | None, key: str) -> Card:
        """Raises MetricGone."""
        async with self._ledger.open() as books:
            return await card_of(books, who, await metric_of(books, key), self._clock.now())


async def card_of(books: Books, who: Person | None, metric: Metric, now: datetime) -> Card:
    """All that is known of a metric at an instant, for somebody who looks at it, or for nobody known."""
    known = await _known(books)
    entry = known.entries.get(metric.key) or Entry(metric.key)
    readings = await books.readings.of_metric(metric.key)
    inputs = known.inputs.get(metric.key, [])
    return Card(
        known.listed(metric),
        entry,
        entry.source or next((each.source for each in inputs if each.source), ""),
        tuple(each for each in await books.sources.all() if metric.key in each.metrics),
        tuple(await history(books, metric)),
        await scoreboard.score(books, metric, await today(books, now)),
        readings[-1] if readings else None,
        await _restated(books, metric),
        who is not None and await may_change(books, who, metric),
        tuple(await books.shifts.of_metric(metric.key)),
    )


def _only_one_with(part: str, metrics: Iterable[Metric]) -> Metric | None:
    found = [each for each in metrics if key_of(part) in key_of(each.name)]
    return found[0] if len(found) == 1 and len(part) >= _TELLING else None


def near(typed: str, metrics: Iterable[Metric]) -> Sequence[Metric]:
    """The metrics whose names come closest to one that nothing goes by; those that hold it come first."""
    wanted = key_of(typed)
    named = {key_of(metric.name): metric for metric in metrics}
    close = get_close_matches(wanted, named, n=_NEAR, cutoff=0.5)
    names = dict.fromkeys([*(name for name in named if wanted in name), *close])
    return [named[name] for name in names][:_NEAR]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all metrics together."""

    star: NorthStar | None
    teams: Mapping[str, Team]
    inputs: Mapping[str, Sequence[Input]]
    guarding: Collection[str]
    entries: Mapping[str, Entry]
    answering: Mapping[str, str | None]

    def listed(self, metric: Metric) -> Listed:
        entry = self.entries.get(metric.key)
        parts = tuple(self._parts(metric, entry)) or (Played(Part.NONE),)
        return Listed(metric, parts, self.answering.get(metric.key))

    def _parts(self, metric: Metric, entry: Entry | None) -> Iterable[Played]:
        if self.star is not None and self.star.metric.key == metric.key:
            yield Played(Part.NORTH_STAR)
        for each in self.inputs.get(metric.key, []):
            yield Played(_STATES[each.state], self.teams.get(each.team))
        standing = entry.standing if entry is not None else None
        if standing is not None:
            yield Played(Part(standing.value))
        if standing is not Standing.GUARDRAIL and metric.key in self.guarding:
            yield Played(Part.GUARDRAIL)


_STATES = {
    InputState.ACTIVE: Part.INPUT,
    InputState.PROPOSED: Part.PROPOSED,
    InputState.RETIRED: Part.RETIRED,
}


async def _known(books: Books) -> _Known:
    inputs: dict[str, list[Input]] = {}
    for each in await books.inputs.all():
        inputs.setdefault(each.metric.key, []).append(each)
    return _Known(
        await books.north_stars.active(),
        {team.id: team for team in await books.teams.all()},
        inputs,
        {each.metric for each in await books.guardrails.all()},
        {entry.metric: entry for entry in await books.dictionary.all()},
        await answerers(books),
    )


def _order(listed: Listed) -> tuple[int, str, str]:
    first, order = listed.parts[0], list(Part)
    return order.index(first.part), first.team.name if first.team else "", listed.metric.name.casefold()


async def metric_of(books: Books, key: str) -> Metric:
    metric = await books.metrics.get(key)
    if metric is None:
        raise MetricGone
    return metric


async def _restated(books: Books, metric: Metric) -> Restated | None:
    revisions = await books.readings.revisions(metric.key)
    if not revisions:
        return None
    last = max(revisions, key=lambda each: each.replaced_at)
    return Restated(len({each.period_start for each in revisions}), last.replaced_by, last.replaced_at)


async def may_change(books: Books, who: Person, metric: Metric) -> bool:
    try:
        await require_changeable(books, who, metric)
    except RitualError:
        return False
    return True


async def require_changeable(books: Books, who: Person, metric: Metric) -> None:
    """Whoever was named its owner, the lead of the team whose input it is, or the product lead for others."""
    require_member(who)
    entry = await books.dictionary.get(metric.key)
    known = [each for each in await books.inputs.all() if each.metric.key == metric.key]
    inputs = [each for each in known if not is_taken_on(each, entry)]
    if any(each.state is InputState.PROPOSED and each.agreed_at is None for each in inputs):
        raise OnlyProposed
    own = [Role.OWNER] if entry is not None and entry.owner == who.user else []
    for each in inputs:
        team = await books.teams.get(each.team)
        if team is not None and team.retired_at is None:
            require(Action.CHANGE_INPUT_WORDS, who, team=team, also=own)
            return
    require(Action.CHANGE_WORDS, who, await books.workspaces.get(), also=own)
