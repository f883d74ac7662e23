"""What two teams could not settle between themselves: told to those who can help, and to nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rituals.clock import Clock
from rituals.commitments import NoSuchInput, NotYourTeam
from rituals.errors import RitualError
from rituals.ids import Ids
from rituals.letters import Letter, post
from rituals.rights import require_member
from rituals.teams import TeamGone
from storage.ledger import Books, Ledger
from storage.records.conflicts import Conflict, ConflictState, Side
from storage.records.metrics import Input, InputState
from storage.records.people import Person
from storage.records.teams import Team

LONGEST = 600
"""Characters of what is not settled, and of what was tried."""


@dataclass(eq=False)
class NoProductLead(RitualError):
    """Nobody leads the product who could help to settle it."""


@dataclass(eq=False)
class NoTeamBeside(RitualError):
    """There are no two teams yet that could differ."""


@dataclass(eq=False)
class InNoTeam(RitualError):
    """Somebody whom no team counts has none to speak for."""


@dataclass(eq=False)
class SameTeam(RitualError):
    """The other team is the one they speak for."""

    field: ClassVar[str | None] = "other_team"


@dataclass(eq=False)
class NobodyElse(RitualError):
    """Whoever raises it is everybody who would read it."""

    field: ClassVar[str | None] = "other_team"
    team: str


@dataclass(frozen=True, slots=True)
class Raising:
    """What somebody says of a conflict; `team` is the one they speak for, None for the organisation."""

    text: str
    tried: str
    team: str | None
    other_team: str
    input: str | None = None


@dataclass(frozen=True, slots=True)
class ConflictRaised:
    """Tells those who can help; teams and input by name, `readers` are all who are told."""

    kind: ClassVar[str] = "escalate.raised"

    by: str
    team: str | None
    other_team: str
    input: str | None
    text: str
    tried: str
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Between whom it can be: one's own teams with their active inputs, and the others.

    Somebody in several teams may find them on both sides.
    """

    own: Sequence[Team]
    others: Sequence[Team]
    inputs: Mapping[str, Sequence[Input]]  # by the id of an own team
    product_lead: str


class Conflicts:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def sides(self, who: Person) -> Sides:
        """Raises Outsider, GuestsRead, NotYetKnown, NoProductLead, NoTeamBeside or InNoTeam."""
        async with self._ledger.open() as books:
            return await _sides(books, who)

    async def raise_(self, who: Person, raising: Raising) -> ConflictRaised:
        """Keep a conflict, and tell the product lead and the other team's lead."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            sides = await _sides(books, who)
            team, other = _between(who, sides, raising)
            readers = await _readers(books, who, sides, other)
            names = {each.id: each.metric.name for each in sides.inputs.get(raising.team or "", [])}
            if raising.input is not None and raising.input not in names:
                raise NoSuchInput
            conflict = Conflict(
                id=self._ids(),
                raised_by=who.user,
                team=raising.team,
                other_team=other.id,
                ours=Side(input=raising.input),
                text=raising.text,
                tried=raising.tried,
                raised_at=now,
                state=ConflictState.UP,
                up_at=now,
            )
            await books.conflicts.add(conflict)
            told = ConflictRaised(
                by=who.user,
                team=team.name if team else None,
                other_team=other.name,
                input=names.get(raising.input or ""),
                text=raising.text,
                tried=raising.tried,
                readers=readers,
            )
            for reader in readers:
                await post(books, Letter(f"conflict:{conflict.id}:{reader}", reader, told, resend=True), now)
            return told


async def _sides(books: Books, who: Person) -> Sides:
    require_member(who)
    workspace, teams = await books.workspaces.get(), await books.teams.all()
    lead = workspace.product_lead if workspace else None
    if lead is None or not await _is_here(books, lead):
        raise NoProductLead
    counted = {team.id for team in await books.teams.of_person(who.user)}
    own = [team for team in teams if team.id in counted or team.lead == who.user]
    if not own and who.user != lead and teams:
        raise InNoTeam
    others = teams if len(own) > 1 else [team for team in teams if team not in own]
    if not others:
        raise NoTeamBeside
    active = [each for each in await books.inputs.all() if each.state is InputState.ACTIVE]
    return Sides(
        own, others, {team.id: [each for each in active if each.team == team.id] for team in own}, lead
    )


def _between(who: Person, sides: Sides, raising: Raising) -> tuple[Team | None, Team]:
    """The team they speak for, and the other one, whatever a form says."""
    team = next((each for each in sides.own if each.id == raising.team), None)
    if team is None and (raising.team is not None or who.user != sides.product_lead):
        raise NotYourTeam
    if raising.team == raising.other_team:
        raise SameTeam
    other = next((each for each in sides.others if each.id == raising.other_team), None)
    if other is None:
        raise TeamGone
    return team, other


async def _readers(books: Books, who: Person, sides: Sides, other: Team) -> tuple[str, ...]:
    """The product lead, then the other team's lead; each once, and nobody who knows already or has left."""
    leads = [sides.product_lead, other.lead] if await _is_here(books, other.lead) else [sides.product_lead]
    readers = tuple(lead for lead in dict.fromkeys(leads) if lead != who.user)
    if not readers:
        raise NobodyElse(other.name)
    return readers


async def _is_here(books: Books, user: str) -> bool:
    person = await books.people.get(user)
    return person is None or not person.is_deactivated
