"""Whether somebody may do something: their roles are found here, what follows from them is in the table."""

from collections.abc import Iterable
from dataclasses import dataclass

from rituals.authorisation import Action, Role
from rituals.errors import Outsider, RitualError
from storage.ledger import Books
from storage.records.people import Person
from storage.records.teams import Team
from storage.records.workspaces import Workspace


@dataclass(eq=False)
class GuestsRead(RitualError):
    """Guests read and commit; they change nothing."""


@dataclass(eq=False)
class NotYetKnown(RitualError):
    """Nothing is known of somebody, not even whether they are a guest."""


@dataclass(eq=False)
class NotTheProductLead(RitualError):
    """Only the product lead may; with none, nobody has set up a North Star Metric yet."""

    lead: str | None


@dataclass(eq=False)
class NotADecider(RitualError):
    """What two teams could not settle is decided by the product lead and the sponsor."""

    product_lead: str | None
    sponsor: str | None


@dataclass(eq=False)
class NotAKeeper(RitualError):
    """What is behind the practice is for the product lead and the operator."""

    product_lead: str | None
    operator: str | None


@dataclass(eq=False)
class NotTheTeamLead(RitualError):
    """Only the team's own lead may, or (where one is given) the product lead."""

    team: str
    lead: str
    or_product_lead: str | None = None


def require_ours(who: Person) -> None:
    """Raises Outsider for people of elsewhere, bots, and people who have left: they do nothing here."""
    if who.is_external or who.is_deactivated or who.is_bot:
        raise Outsider


def require_member(who: Person) -> None:
    """Raises Outsider, NotYetKnown or GuestsRead: what only members do, no others need be asked about."""
    require_ours(who)
    if not who.name:
        raise NotYetKnown
    if who.is_guest:
        raise GuestsRead


def require(
    action: Action,
    who: Person,
    workspace: Workspace | None = None,
    team: Team | None = None,
    *,
    also: Iterable[Role] = (),
    refusal: RitualError | None = None,
) -> None:
    """Raises Outsider, NotYetKnown, GuestsRead, or `refusal`, unless a role somebody holds is enough.

    `also` are the roles that neither the organisation nor the team tells. Without a `refusal` it is the one
    that names who may.
    """
    require_ours(who)
    if not action.guests:
        require_member(who)
    is_member = bool(who.name) and not who.is_guest
    enough = action.members if is_member else action.guests
    if enough.isdisjoint(_roles(who, workspace, team, also)):
        raise refusal or _refusal(action, workspace, team)


def may(
    action: Action,
    who: Person,
    workspace: Workspace | None = None,
    team: Team | None = None,
    *,
    also: Iterable[Role] = (),
) -> bool:
    """Whether `require` would raise nothing."""
    try:
        require(action, who, workspace, team, also=also)
    except RitualError:
        return False
    return True


async def may_be_named(books: Books, user: str) -> bool:
    """Whether somebody may be given something to lead, to decide or to answer for.

    Nobody is, who is unknown: they may be of another organisation, or a guest.
    """
    person = await books.people.get(user)
    return person is not None and person.may_answer


def _roles(
    who: Person, workspace: Workspace | None, team: Team | None, also: Iterable[Role]
) -> Iterable[Role]:
    yield Role.MEMBER
    yield from also
    if workspace is not None:
        for role, holder in (
            (Role.PRODUCT_LEAD, workspace.product_lead),
            (Role.SPONSOR, workspace.sponsor),
            (Role.OPERATOR, workspace.operator),
        ):
            if holder == who.user:
                yield role
    if team is not None and team.lead == who.user:
        yield Role.LEAD


def _refusal(action: Action, workspace: Workspace | None, team: Team | None) -> RitualError:
    """Says who may."""
    lead = workspace.product_lead if workspace else None
    if team is not None and Role.LEAD in action.members:
        return NotTheTeamLead(team.name, team.lead, lead if Role.PRODUCT_LEAD in action.members else None)
    if Role.SPONSOR in action.members:
        return NotADecider(lead, workspace.sponsor if workspace else None)
    if Role.OPERATOR in action.members:
        return NotAKeeper(lead, workspace.operator if workspace else None)
    return NotTheProductLead(lead)
