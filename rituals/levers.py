"""Co-creation: a lead says which levers the team pulls, chooses among them and agrees to inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rituals.authorisation import Action, Role
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.inputs import Inputs, Proposal, TooManyInputs
from rituals.letters import Letter, post
from rituals.metrics import key_of
from rituals.narrative import for_audience
from rituals.north_star import NoNorthStar
from rituals.rights import require, require_member
from rituals.teams import living_team
from storage.ledger import Books, Ledger
from storage.records.levers import Talk
from storage.records.metrics import Input, NorthStar
from storage.records.people import Person
from storage.records.teams import Team

CANDIDATES = 12
"""Levers that are talked about at once; more would be a list, not a choice."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a talk begins with: the star, the teams somebody leads, and the notes of the first of them."""

    star: NorthStar
    why: str  # the narrative's, for the first team's audience
    teams: Sequence[Team]
    notes: Talk | None


@dataclass(frozen=True, slots=True)
class LeversAsked:
    """Asks a team in its own channel what it thinks of the candidates."""

    kind: ClassVar[str] = "levers_asked"
    team: str
    star: str
    outcome: str
    candidates: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An input that was agreed to; with `full`, it is only proposed, because the team has three."""

    an_input: Input
    full: TooManyInputs | None


@dataclass(eq=False)
class LeadsNoTeam(RitualError):
    """A team's levers are named by its own lead; others propose inputs."""


@dataclass(eq=False)
class NoCandidates(RitualError):
    """Not one lever was named."""

    field: ClassVar[str | None] = "candidates"


@dataclass(eq=False)
class TooManyCandidates(RitualError):
    field: ClassVar[str | None] = "candidates"
    number: int


class Levers:
    def __init__(self, ledger: Ledger, clock: Clock, inputs: Inputs) -> None:
        self._ledger, self._clock, self._inputs = ledger, clock, inputs

    async def start(self, who: Person) -> Start:
        """Raises LeadsNoTeam, NoNorthStar and the like."""
        require_member(who)
        async with self._ledger.open() as books:
            star = await books.north_stars.active()
            if star is None:
                raise NoNorthStar
            led = await books.teams.led_by(who.user)
            require(Action.TALK_LEVERS, who, also=[Role.LEAD] if led else [], refusal=LeadsNoTeam())
            narrative = await for_audience(books, led[0].audience)
            why = narrative.why_this if narrative else star.why_this
            return Start(star, why, led, await books.talks.of_team(led[0].id))

    async def keep(
        self, who: Person, team_id: str, outcome: str, candidates: Sequence[str], *, ask_team: bool
    ) -> Talk:
        """Keep the notes of a talk; `ask_team` asks the team's channel what it thinks of them."""
        named = tuple(dict.fromkeys(line for each in candidates if (line := " ".join(each.split()))))
        if not named:
            raise NoCandidates
        if len(named) > CANDIDATES:
            raise TooManyCandidates(len(named))
        now = self._clock.now()
        async with self._ledger.open() as books:
            team = await _led(books, who, team_id)
            talk = Talk(team.id, outcome, named, who.user, now)
            await books.talks.put(talk)
            star = await books.north_stars.active()
            if ask_team and star is not None:
                asked = LeversAsked(team.name, star.metric.name, outcome, named, who.user)
                await post(books, Letter(f"levers:{team.id}:{now:%Y-%m-%d}", team.channel, asked), now)
            return talk

    async def left(self, who: Person, team_id: str) -> tuple[Talk, Sequence[str]]:
        """The notes of a team's talk, and the candidates that are no input yet. Raises NoCandidates."""
        async with self._ledger.open() as books:
            team = await _led(books, who, team_id)
            talk = await books.talks.of_team(team.id)
            if talk is None:
                raise NoCandidates
            taken = {key_of(each.metric.name) for each in await books.inputs.of_team(team.id)}
            return talk, [each for each in talk.candidates if key_of(each) not in taken]

    async def left_over(self, who: Person, team_id: str) -> Sequence[str]:
        """The candidates that are no input yet; none when nobody talked of any."""
        try:
            return (await self.left(who, team_id))[1]
        except NoCandidates:
            return []

    async def agree(self, who: Person, team_id: str, proposal: Proposal) -> Agreement:
        """Write an input down and agree to it, as the lead; a fourth stays proposed until there is room."""
        async with self._ledger.open() as books:
            await _led(books, who, team_id)
        proposed = await self._inputs.propose(who, team_id, proposal)
        try:
            return Agreement(await self._inputs.activate(who, proposed.id), None)
        except TooManyInputs as full:
            return Agreement(proposed, full)


async def _led(books: Books, who: Person, team_id: str) -> Team:
    team = await living_team(books, team_id)
    require(Action.TALK_LEVERS, who, team=team)
    return team
