"""The dashboard's switch and the links that open it without Slack, both in the product lead's hands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from rituals import audit
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.rights import GuestsRead, require
from rituals.tokens import random_secret
from storage.ledger import Books, Ledger
from storage.records.dashboard import Board, Dashboard, SharedLink, ViewerKind
from storage.records.people import Person

SHARED = (ViewerKind.PUBLIC, ViewerKind.TV)
"""Doors that open to whoever has the link."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the dashboard: a member by name, or nobody in particular, who sees aggregates alone."""

    kind: ViewerKind
    person: Person | None = None

    @property
    def is_member(self) -> bool:
        return self.person is not None

    def may_see(self, board: Board) -> bool:
        return board.retired_at is None and (self.is_member or board.is_public)


@dataclass(eq=False)
class DashboardOff(RitualError):
    """It is switched off, and who may switch it on is the product lead."""

    product_lead: str | None


@dataclass(eq=False)
class NoAddress(RitualError):
    """Nobody has said where browsers reach the dashboard, so that no link to it can be told."""


@dataclass(eq=False)
class NotForGuests(RitualError):
    """Members come in; guests are told the number in Slack."""


@dataclass(frozen=True, slots=True)
class Switchboard:
    """How the dashboard stands, and the links that hold, as one person may know it."""

    dashboard: Dashboard
    links: Sequence[SharedLink]  # the product lead's alone
    is_product_lead: bool
    product_lead: str | None

    def link(self, kind: ViewerKind) -> SharedLink | None:
        return next((each for each in self.links if each.kind is kind), None)


class Dashboards:
    """`new_secret` makes what nobody guesses."""

    def __init__(self, ledger: Ledger, clock: Clock, new_secret: Callable[[], str] = random_secret) -> None:
        self._ledger, self._clock, self._new_secret = ledger, clock, new_secret

    async def switchboard(self, who: Person) -> Switchboard:
        """Raises Outsider, NotForGuests or NotYetKnown."""
        require_reader(who)
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            lead = workspace.product_lead if workspace else None
            leads = lead == who.user
            links = await books.dashboards.links() if leads else []
            return Switchboard(await books.dashboards.get(), links, leads, lead)

    async def switch_on(self, who: Person) -> None:
        """From now on its doors open. Raises NotTheProductLead."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.SWITCH_DASHBOARD, who, await books.workspaces.get())
            if (await books.dashboards.get()).is_on:
                return  # pressed twice
            await books.dashboards.put(Dashboard(now, who.user))
            await audit.note(books, who.user, "dashboard.on", "", before=None, after="on", now=now)

    async def switch_off(self, who: Person) -> None:
        """Close every door at once. Shared links open again with it; members' links and sessions never do.

        Raises NotTheProductLead.
        """
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.SWITCH_DASHBOARD, who, await books.workspaces.get())
            if not (await books.dashboards.get()).is_on:
                return  # pressed twice
            await books.dashboards.put(Dashboard())
            await books.dashboards.drop_key()
            await audit.note(books, who.user, "dashboard.off", "", before="on", after="off", now=now)

    async def make_link(self, who: Person, kind: ViewerKind) -> str:
        """The secret of a new shared link, kept nowhere; the one before it ends at once.

        Raises NotTheProductLead or DashboardOff.
        """
        now, secret = self._clock.now(), self._new_secret()
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.SWITCH_DASHBOARD, who, workspace)
            if not (await books.dashboards.get()).is_on:
                raise DashboardOff(who.user)
            renewed = await books.dashboards.revoke_link(_shared(kind), now)
            link = SharedLink(kind, digest_of(secret), who.user, now)
            while not await books.dashboards.add_link(link):  # another process made one meanwhile
                renewed = await books.dashboards.revoke_link(kind, now)
            before = "the one before, ended" if renewed else None
            await audit.note(
                books, who.user, "dashboard.link_made", kind, before=before, after="new", now=now
            )
        return secret

    async def revoke_link(self, who: Person, kind: ViewerKind) -> None:
        """End the shared link at once. Raises NotTheProductLead."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.SWITCH_DASHBOARD, who, await books.workspaces.get())
            if await books.dashboards.revoke_link(_shared(kind), now):
                what = "dashboard.link_revoked"
                await audit.note(books, who.user, what, kind, before="valid", after=None, now=now)


def require_reader(who: Person) -> None:
    """Raises Outsider, NotForGuests or NotYetKnown for those who may not come in."""
    try:
        require(Action.OPEN_DASHBOARD, who)
    except GuestsRead:
        raise NotForGuests from None


async def signing_key(books: Books) -> str:
    """What links and sessions of members are signed with; made the first time it is asked for."""
    if (key := await books.dashboards.key()) is None:
        await books.dashboards.add_key(token_urlsafe(32))
        key = await books.dashboards.key()
    assert key is not None  # another process that was first has left its own
    return key


def digest_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "backslashreplace")).hexdigest()


def _shared(kind: ViewerKind) -> ViewerKind:
    if kind not in SHARED:
        raise ValueError(kind)
    return kind
