"""Who may change what: members of the organisation, its product lead, and a team's own lead."""

from dataclasses import dataclass

from rituals.errors import Outsider, RitualError
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
class NotTheTeamLead(RitualError):
    """Only the team's own lead may, or (where one is given) the product lead."""

    team: str
    lead: str
    or_product_lead: str | None = None


def require_member(who: Person) -> None:
    """Raises Outsider, GuestsRead or NotYetKnown for those who may change nothing."""
    if who.is_external or who.is_deactivated:
        raise Outsider
    if not who.name:
        raise NotYetKnown
    if who.is_guest:
        raise GuestsRead


def require_product_lead(who: Person, workspace: Workspace | None) -> None:
    require_member(who)
    lead = workspace.product_lead if workspace else None
    if lead != who.user:
        raise NotTheProductLead(lead)


def is_keeper_of(who: Person, workspace: Workspace) -> bool:
    return who.user in {workspace.product_lead, workspace.operator}


def require_keeper(who: Person, workspace: Workspace | None) -> None:
    """Those who answer for the practice: the product lead, and the operator who runs the bot."""
    require_member(who)
    if workspace is None or not is_keeper_of(who, workspace):
        raise NotTheProductLead(workspace.product_lead if workspace else None)


def require_team_lead(who: Person, team: Team) -> None:
    """The team's own lead and nobody else: a number is never imposed on a team."""
    require_member(who)
    if who.user != team.lead:
        raise NotTheTeamLead(team.name, team.lead)


def require_either_lead(who: Person, team: Team, workspace: Workspace | None) -> None:
    require_member(who)
    product_lead = workspace.product_lead if workspace else None
    if who.user not in {team.lead, product_lead}:
        raise NotTheTeamLead(team.name, team.lead, product_lead)


def decides(who: Person, workspace: Workspace | None) -> bool:
    """Whether somebody decides what teams could not settle: the product lead and the sponsor do."""
    return workspace is not None and who.user in {workspace.product_lead, workspace.sponsor}


def require_decider(who: Person, workspace: Workspace | None) -> None:
    require_member(who)
    if not decides(who, workspace):
        lead, sponsor = (workspace.product_lead, workspace.sponsor) if workspace else (None, None)
        raise NotADecider(lead, sponsor)
