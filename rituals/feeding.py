"""Whose readings somebody may bring: those of their own metrics, and the product lead of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rituals.adopting import is_taken_on
from rituals.authorisation import Action, Role
from rituals.errors import RitualError
from rituals.rights import may, require_member
from storage.ledger import Books
from storage.records.metrics import InputState, Metric
from storage.records.people import Person


@dataclass(eq=False)
class NothingToFeed(RitualError):
    """Somebody answers for no metric."""


@dataclass(eq=False)
class NotYoursToFeed(RitualError):
    """Metrics, by name, whose readings somebody else brings."""

    field: ClassVar[str | None] = "metrics"
    metrics: Sequence[str]


async def fed_by(books: Books, who: Person, *, retired: bool = False) -> Sequence[Metric]:
    """The metrics whose readings somebody may bring, by name; `retired` inputs only where that is said.

    All of them for the product lead, the inputs of their teams for a team's lead, and for whoever owns a
    metric in the dictionary that one. Raises what `require_member` raises.
    """
    require_member(who)
    workspace, inputs = await books.workspaces.get(), await books.inputs.all()
    gone = {each.metric.key for each in inputs if each.state is InputState.RETIRED and not retired}
    living = [each for each in await books.metrics.all() if each.key not in gone]
    teams = {team.id for team in await books.teams.led_by(who.user)}
    entries = {each.metric: each for each in await books.dictionary.all()}
    led = {
        each.metric.key
        for each in inputs
        if each.team in teams and not is_taken_on(each, entries.get(each.metric.key))
    }
    owned = {key for key, each in entries.items() if each.owner == who.user}

    def may_feed(metric: Metric) -> bool:
        found = [role for role, keys in ((Role.LEAD, led), (Role.OWNER, owned)) if metric.key in keys]
        return may(Action.FEED, who, workspace, also=found)

    return sorted(filter(may_feed, living), key=lambda each: each.name.casefold())


async def require_feeder(books: Books, who: Person, keys: Sequence[str]) -> Sequence[Metric]:
    """The metrics of those keys. Raises NotYoursToFeed, or NothingToFeed where no key is given."""
    mine = {each.key: each for each in await fed_by(books, who)}
    if not keys or not mine:
        raise NothingToFeed
    if others := [key for key in keys if key not in mine]:
        raise await not_yours(books, others)
    return [mine[key] for key in keys]


async def not_yours(books: Books, keys: Iterable[str]) -> NotYoursToFeed:
    """What to raise over the metrics of those keys."""
    names = {each.key: each.name for each in await books.metrics.all()}
    return NotYoursToFeed([names.get(key, key) for key in keys])
