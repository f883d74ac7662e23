"""Past decisions nearest to what is not settled now: by teams, inputs and words, and it says by which.

One rule for everybody: the same two teams count 4 and one of them 1, each shared input 3, each shared word
1 up to four. One shared team alone is no precedent. Of equals, the one whose words are rarer comes first,
then the newer one. Only what a decision says is searched, never what was written in its case.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rituals.authorisation import Action
from rituals.rights import may
from rituals.weeks import local_day
from storage.full_text import Match, search
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict
from storage.records.decisions import Decision
from storage.records.people import Person

MOST = 3
"""How many are offered while a conflict is written down."""

MOST_FOUND = 5
"""How many a search shows."""

_BOTH_TEAMS, _ONE_TEAM, _INPUT, _MOST_WORDS = 4, 1, 3, 4
_NO_MATCH = Match("", 0.0, ())


@dataclass(frozen=True, slots=True)
class Nearest:
    """A decision that holds, and why it is near: `both` teams or one of them, inputs by name, words."""

    decision: Decision
    decided_on: date  # in the organisation's zone
    teams: tuple[str, ...]  # the names of the teams it was between
    both: bool
    shared_teams: tuple[str, ...]
    shared_inputs: tuple[str, ...]
    words: tuple[str, ...]


async def nearest(
    books: Books, teams: Collection[str], inputs: Collection[str], words: str, limit: int = MOST
) -> Sequence[Nearest]:
    """The nearest decisions that hold, nearest first; teams and inputs by their ids."""
    held = await _held(books)
    if not held:
        return []
    asked = await _asked(books, held, teams, inputs)
    texts = {decision.id: _text(decision, conflict, asked.names) for decision, conflict in held}
    matches = {match.id: match for match in search(texts, words)}
    ranked = []
    for number, (decision, conflict) in enumerate(held):
        match = matches.get(decision.id, _NO_MATCH)
        near = asked.near(decision, conflict, match.words)
        points = _points(near)
        if points > _ONE_TEAM or near.words or near.shared_inputs:
            ranked.append(((-points, match.rank, -number), near))
    ranked.sort(key=lambda each: each[0])
    return [near for _, near in ranked[:limit]]


async def latest(books: Books) -> Sequence[Nearest]:
    """As many of the decisions that hold as a search shows, newest first."""
    held = (await _held(books))[: -MOST_FOUND - 1 : -1]
    asked = await _asked(books, held)
    return [asked.near(decision, conflict, ()) for decision, conflict in held]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave, and whether whoever asked may decide anew in the place of one."""

    near: Sequence[Nearest]
    may_change: bool


class Precedents:
    """Past decisions, for whoever looks for them: they are everybody's to learn from."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def about(self, who: Person, words: str) -> Found:
        """The decisions that share words with what somebody typed, nearest first; without any the latest."""
        async with self._ledger.open() as books:
            near = await nearest(books, (), (), words, MOST_FOUND) if words else await latest(books)
            return Found(near, may(Action.DECIDE, who, await books.workspaces.get()))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What decisions are compared with; teams and inputs by id, and what all of them are called."""

    teams: Collection[str]
    inputs: Collection[str]
    names: Mapping[str, str]
    zone: str

    def near(self, decision: Decision, conflict: Conflict, words: tuple[str, ...]) -> Nearest:
        between = sides(conflict)
        shared = [team for team in between if team in self.teams]
        return Nearest(
            decision,
            local_day(decision.decided_at, self.zone),
            tuple(self.names[team] for team in between),
            len(shared) == len(between) == 2,
            tuple(self.names[team] for team in shared),
            tuple(self.names[each] for each in conflict.inputs if each in self.inputs),
            words,
        )


async def _held(books: Books) -> Sequence[tuple[Decision, Conflict]]:
    """The decisions that hold, oldest first, each with its case."""
    conflicts = {each.id: each for each in await books.conflicts.all()}
    decisions = await books.decisions.all()
    return [(each, conflicts[each.conflict]) for each in decisions if each.superseded_by is None]


async def _asked(
    books: Books,
    held: Sequence[tuple[Decision, Conflict]],
    teams: Collection[str] = (),
    inputs: Collection[str] = (),
) -> _Asked:
    names = await _names(books, [conflict for _, conflict in held])
    return _Asked(teams, inputs, names, await books.workspaces.zone())


def _points(near: Nearest) -> int:
    teams = _BOTH_TEAMS if near.both else _ONE_TEAM if near.shared_teams else 0
    return teams + _INPUT * len(near.shared_inputs) + min(len(near.words), _MOST_WORDS)


def sides(conflict: Conflict) -> tuple[str, ...]:
    """The teams a conflict is between; one, when the product lead spoke for the organisation."""
    return tuple(team for team in (conflict.team, conflict.other_team) if team)


async def _names(books: Books, conflicts: Sequence[Conflict]) -> Mapping[str, str]:
    """What teams and inputs are called, those that are gone by now too."""
    names: dict[str, str] = {}
    for team_id in {team for conflict in conflicts for team in sides(conflict)}:
        team = await books.teams.get(team_id)
        names[team_id] = team.name if team else team_id
    return names | {each.id: each.metric.name for each in await books.inputs.all()}


def _text(decision: Decision, conflict: Conflict, names: Mapping[str, str]) -> str:
    about = [names[each] for each in (*sides(conflict), *conflict.inputs)]
    return "\n".join([decision.outcome, decision.reasons, *about])
