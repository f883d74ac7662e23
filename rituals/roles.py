"""Who is what: product lead, sponsor and operator, and that there always is a product lead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from rituals import audit, prompts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import Letter
from rituals.rights import may_be_named, require
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.teams import Team
from storage.records.workspaces import Workspace

_SEATS = ("product_lead", "sponsor", "operator")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who holds which role, as one person sees it."""

    viewer: Person
    product_lead: str | None
    sponsor: str | None
    operator: str | None
    teams: Sequence[Team]  # each with its lead
    member_of: Sequence[Team]  # the viewer's own

    @property
    def may_name(self) -> bool:
        return self.viewer.user == self.product_lead


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Tells somebody that they are the product lead, the sponsor or the operator from now on."""

    kind: ClassVar[str] = "role_given"
    role: str
    by: str


@dataclass(frozen=True, slots=True)
class LeadFell:
    """Tells somebody that the product is theirs to lead, because whoever led it is a member no more."""

    kind: ClassVar[str] = "lead_fell"
    former: str
    because: str  # "sponsor", "operator" or "lead"


@dataclass(frozen=True, slots=True)
class SeatEmpty:
    """Tells the product lead that the sponsor or the operator is a member no more."""

    kind: ClassVar[str] = "seat_empty"
    role: str
    former: str


@dataclass(eq=False)
class CannotTakeRole(RitualError):
    """Bots, guests, people of elsewhere, people who have left and the unknown hold no role."""


class CannotBeProductLead(CannotTakeRole):
    field: ClassVar[str | None] = "product_lead"


class CannotSponsor(CannotTakeRole):
    field: ClassVar[str | None] = "sponsor"


class CannotOperate(CannotTakeRole):
    field: ClassVar[str | None] = "operator"


_REFUSALS = dict(zip(_SEATS, (CannotBeProductLead, CannotSponsor, CannotOperate), strict=True))


class Roles:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def cast(self, who: Person) -> Cast:
        async with self._ledger.open() as books:
            return await _cast(books, who)

    async def name(self, who: Person, product_lead: str, sponsor: str | None, operator: str | None) -> Cast:
        """Name who holds the three roles, as the product lead; whoever is new to one is told.

        Raises NotTheProductLead, or CannotTakeRole for somebody who cannot hold one.
        """
        async with self._ledger.open() as books:
            before = await books.workspaces.get()
            require(Action.NAME_ROLES, who, before)
            assert before is not None  # there is a product lead
            after = replace(before, product_lead=product_lead, sponsor=sponsor, operator=operator)
            now = self._clock.now()
            for role in _SEATS:
                user = getattr(after, role)
                if user is None or user == getattr(before, role):
                    continue
                if not await may_be_named(books, user):
                    raise _REFUSALS[role]
                if user != who.user:
                    given = Letter(f"role:{role}:{user}:{now.isoformat()}", user, RoleGiven(role, who.user))
                    await prompts.tell(books, given, now)
            await books.workspaces.put(after)
            await audit.note(books, who.user, "roles.named", "", before=before, after=after, now=now)
            return await _cast(books, who)


async def keep_seats(books: Books, now: datetime) -> None:
    """See to it that whoever holds a role is still there, and no guest by now.

    A product lead who is not is followed by the sponsor, else by the operator, else by whoever has led a
    team for longest; with none of them the seat stays as it is, and whoever sets up next takes it.
    """
    before = await books.workspaces.get()
    if before is None:
        return
    after = replace(
        before,
        sponsor=None if await _is_vacant(books, before.sponsor) else before.sponsor,
        operator=None if await _is_vacant(books, before.operator) else before.operator,
    )
    if await _is_vacant(books, before.product_lead):
        after = await _followed(books, after, now)
    if after == before:
        return
    await books.workspaces.put(after)
    await audit.note(books, None, "roles.fell", "", before=before, after=after, now=now)
    await _tell_of_empty_seats(books, before, after, now)


async def _followed(books: Books, workspace: Workspace, now: datetime) -> Workspace:
    heirs = [("sponsor", workspace.sponsor), ("operator", workspace.operator)]
    heirs += [("lead", user) for user in await _leads_by_standing(books)]
    for because, heir in heirs:
        if heir is not None and await may_be_named(books, heir):
            former = workspace.product_lead or ""
            key = f"lead-fell:{former}:{heir}:{now.isoformat()}"
            await prompts.tell(books, Letter(key, heir, LeadFell(former, because), resend=True), now)
            return replace(workspace, product_lead=heir)
    return workspace


async def _leads_by_standing(books: Books) -> Sequence[str]:
    """The teams' leads, who has led longest first: who led before the trail began, then as it tells."""
    since: dict[str, datetime] = {}
    for change in await books.audit.of("team.added", "team.changed", "team.handed_over"):
        if lead := change.after.get("lead"):
            since.setdefault(lead, change.at)
    leads = {team.lead: team.name for team in await books.teams.all()}
    known = sorted((user for user in leads if user in since), key=lambda user: since[user])
    return [*(user for user in leads if user not in since), *known]


async def _tell_of_empty_seats(books: Books, before: Workspace, after: Workspace, now: datetime) -> None:
    for role in ("sponsor", "operator"):
        former = getattr(before, role)
        if former is not None and getattr(after, role) is None and after.product_lead is not None:
            key = f"seat-empty:{role}:{former}:{now.isoformat()}"
            await prompts.tell(books, Letter(key, after.product_lead, SeatEmpty(role, former)), now)


async def _is_vacant(books: Books, user: str | None) -> bool:
    person = await books.people.get(user) if user else None
    return person is not None and person.is_member_no_more


async def _cast(books: Books, who: Person) -> Cast:
    workspace = await books.workspaces.get()
    return Cast(
        who,
        workspace.product_lead if workspace else None,
        workspace.sponsor if workspace else None,
        workspace.operator if workspace else None,
        teams=await books.teams.all(),
        member_of=await books.teams.of_person(who.user),
    )
