"""What two teams cannot settle at once: first the input framework, then both leads, only then triage."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from rituals.authorisation import Action, Role
from rituals.commitments import NotYourTeam
from rituals.errors import RitualError
from rituals.rights import may, require_member
from rituals.teams import TeamGone
from rituals.weeks import local_day
from storage.ledger import Books
from storage.records.conflicts import Conflict, ConflictKind, ConflictState, KpiPath, Side
from storage.records.metrics import Input, InputState
from storage.records.people import Person
from storage.records.teams import Team

# Characters.
LONGEST_TEXT = 150
LONGEST_WANT = 500
LONGEST_EFFECT = 100
LONGEST_UNTIL = 60
LONGEST_CUSTOMERS = 300
LONGEST_TRIED = 600
LONGEST_KPI = 80
LONGEST_REFRAMED = 200
LONGEST_EVIDENCE = 500
LONGEST_CLOSING = 600

ALONE_AFTER = 2
"""Working days of the lead who is asked, after which the other may bring it up alone."""

IsOff = Callable[[date], Awaitable[bool]]


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
class CannotSponsor(RitualError):
    """A sponsor is a living member of the organisation."""

    field: ClassVar[str | None] = "sponsor"


@dataclass(eq=False)
class NoSuchConflict(RitualError):
    """None has that id."""


@dataclass(eq=False)
class NoSuchPrecedent(RitualError):
    """No decision that holds has that id."""


@dataclass(eq=False)
class ForTheLeads(RitualError):
    """Only the leads of the two sides decide."""

    leads: Sequence[str]


@dataclass(eq=False)
class NotTheRaiser(RitualError):
    """Only whoever raised it takes it back."""

    raised_by: str


@dataclass(eq=False)
class NotOpenAnyMore(RitualError):
    """It has moved on since the button was drawn."""

    state: ConflictState


@dataclass(eq=False)
class WaitForTheOther(RitualError):
    """Before an instant nobody brings it up alone."""

    until: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Raising:
    """What somebody says of a conflict; `team` is the one they speak for, None for the organisation."""

    kind: ConflictKind
    text: str
    team: str | None
    other_team: str
    ours: Side
    theirs: Side
    customers: str
    tried: str
    kpis: KpiPath | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Between whom it can be: one's own teams and the others, and every active input by its team's id.

    Somebody in several teams may find them on both sides; `for_all` tells that they may speak for the
    organisation.
    """

    own: Sequence[Team]
    others: Sequence[Team]
    inputs: Mapping[str, Sequence[Input]]
    for_all: bool

    def between(self, team: str | None, other_team: str) -> tuple[Team | None, Team]:
        """The team they speak for, and the other one, whatever a form says.

        Raises NotYourTeam, SameTeam or TeamGone.
        """
        ours = next((each for each in self.own if each.id == team), None)
        if ours is None and (team is not None or not self.for_all):
            raise NotYourTeam
        if team == other_team:
            raise SameTeam
        theirs = next((each for each in self.others if each.id == other_team), None)
        if theirs is None:
            raise TeamGone
        return ours, theirs

    def of(self, team: str | None) -> Sequence[Input]:
        """The active inputs of a team; of the organisation, everybody's."""
        if team is not None:
            return self.inputs.get(team, [])
        return [each for inputs in self.inputs.values() for each in inputs]


async def parties(books: Books, who: Person) -> Parties:
    """Raises Outsider, GuestsRead, NotYetKnown, NoProductLead, NoTeamBeside or InNoTeam."""
    require_member(who)
    workspace, teams = await books.workspaces.get(), await books.teams.all()
    lead = workspace.product_lead if workspace else None
    if lead is None or not await is_here(books, lead):
        raise NoProductLead
    counted = {team.id for team in await books.teams.of_person(who.user)}
    own = [
        team
        for team in teams
        if may(Action.SPEAK_FOR_TEAM, who, team=team, also=[Role.TEAM] if team.id in counted else [])
    ]
    for_all = may(Action.SPEAK_FOR_ALL, who, workspace)
    if not own and not for_all and teams:
        raise InNoTeam
    # The product lead of one team may speak for everybody, and so with that team, too.
    others = teams if len(own) > 1 or for_all else [team for team in teams if team not in own]
    if not others:
        raise NoTeamBeside
    active = [each for each in await books.inputs.all() if each.state is InputState.ACTIVE]
    return Parties(
        own, others, {team.id: [each for each in active if each.team == team.id] for team in teams}, for_all
    )


async def leads(books: Books, conflict: Conflict) -> tuple[str | None, str | None]:
    """Who decides for each side: its lead, for the organisation the product lead; None who has left."""
    workspace = await books.workspaces.get()
    ours = workspace.product_lead if workspace else None
    if conflict.team is not None:
        team = await books.teams.get(conflict.team)
        ours = team.lead if team else None
    other = await books.teams.get(conflict.other_team)
    theirs = other.lead if other else None
    return (
        ours if ours is not None and await is_here(books, ours) else None,
        theirs if theirs is not None and await is_here(books, theirs) else None,
    )


def is_tried(conflict: Conflict, leading: tuple[str | None, str | None]) -> bool:
    """Whether everybody confirmed it who could."""
    return all(lead in conflict.tried_by for lead in leading if lead is not None)


async def working_days_later(now: datetime, zone: str, days: int, is_off: IsOff) -> datetime:
    """The same hour so many working days later; one begun on a free day counts from the next."""
    day, left = local_day(now, zone), days
    at = now.astimezone(ZoneInfo(zone)).time()
    for _ in range(60):  # whoever is away for longer is not waited for
        day += timedelta(days=1)
        if not await is_off(day):
            left -= 1
        if left == 0:
            break
    return datetime.combine(day, at.replace(microsecond=0), ZoneInfo(zone)).astimezone(UTC)


async def is_here(books: Books, user: str) -> bool:
    person = await books.people.get(user)
    return person is None or not person.is_deactivated
