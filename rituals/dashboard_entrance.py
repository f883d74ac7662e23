"""Who comes into the dashboard: by a shared link, or as a member by a signed link and then a session."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from pydantic import TypeAdapter, ValidationError

from rituals.clock import Clock
from rituals.dashboard import SHARED, DashboardOff, Viewer, digest_of, require_reader, signing_key
from rituals.errors import RitualError
from storage.ledger import Books, Ledger
from storage.records.dashboard import Board, ViewerKind
from storage.records.people import Person

LINK_LASTS = 10 * 60
SESSION_LASTS = 12 * 60 * 60
"""Seconds."""

# A link is no session, nor the other way round.
_LINK, _SESSION = "polaris.dashboard.link", "polaris.dashboard.session"

_SIGNED: TypeAdapter[tuple[str, str]] = TypeAdapter(tuple[str, str])


def named_in(signed: str) -> str | None:
    """The workspace that a member's link or session names; whether it may, nobody has looked at yet."""
    try:
        # Under the empty key it may even be signed: what is in it is then no better.
        _, payload = URLSafeTimedSerializer("").loads_unsafe(signed.encode("utf-8", "backslashreplace"))
        return _SIGNED.validate_python(payload)[0]
    except (BadData, ValidationError):
        return None


class Entrance:
    """`machine` is the clock that links and sessions end by, whatever a demo's calendar says."""

    def __init__(self, ledger: Ledger, machine: Clock) -> None:
        self._ledger, self._machine = ledger, machine
        self.workspace = ledger.workspace

    def watch(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever this process may have closed a door to somebody."""
        for table in ("dashboards", "people"):
            self._ledger.watch(table, tell)

    async def link_for(self, who: Person) -> str:
        """A member's own way in, to be used soon.

        Raises DashboardOff, or Outsider, NotForGuests or NotYetKnown.
        """
        require_reader(who)
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            if not (await books.dashboards.get()).is_on:
                raise DashboardOff(workspace.product_lead if workspace else None)
            return self._sign(_LINK, await signing_key(books), who.user)

    async def by_shared_link(self, kind: ViewerKind, secret: str) -> Viewer | None:
        """Whoever has the link that holds; None for all others."""
        digest = digest_of(secret)
        async with self._ledger.open() as books:
            links, dashboard = await books.dashboards.links(), await books.dashboards.get()
        held = [each.digest for each in links if each.kind is kind and kind in SHARED]
        # All are looked at, and compared whole: how long it takes tells nothing.
        right = [compare_digest(each, digest) for each in held]
        return Viewer(kind) if any(right) and dashboard.is_on else None

    async def session_by_link(self, link: str) -> str | None:
        """A session of the member to whom the link was given, if it holds and they are still a member."""
        async with self._ledger.open() as books:
            viewer = await self._member(books, _LINK, link, LINK_LASTS)
            if viewer is None or viewer.person is None:
                return None
            return self._sign(_SESSION, await signing_key(books), viewer.person.user)

    async def by_session(self, session: str) -> Viewer | None:
        """The member whose session it is, if it has not ended and they are still a member."""
        async with self._ledger.open() as books:
            return await self._member(books, _SESSION, session, SESSION_LASTS)

    async def boards(self, viewer: Viewer) -> Sequence[Board]:
        """The boards that a viewer may see, in their order."""
        async with self._ledger.open() as books:
            return [each for each in await books.boards.standing() if viewer.may_see(each)]

    async def _member(self, books: Books, salt: str, signed: str, lasts: int) -> Viewer | None:
        key = await books.dashboards.key()
        if key is None or not (await books.dashboards.get()).is_on:
            return None
        try:
            workspace, user = _SIGNED.validate_python(
                self._signer(salt, key).loads(signed.encode("utf-8", "backslashreplace"), max_age=lasts)
            )
        except (BadData, ValidationError):
            return None
        person = await books.people.get(user)
        if workspace != books.workspace or person is None:
            return None
        try:
            require_reader(person)
        except RitualError:
            return None
        return Viewer(ViewerKind.MEMBER, person)

    def _sign(self, salt: str, key: str, user: str) -> str:
        return str(self._signer(salt, key).dumps([self._ledger.workspace, user]))

    def _signer(self, salt: str, key: str) -> URLSafeTimedSerializer:
        machine = self._machine

        class Signer(TimestampSigner):
            """Tells the time by the clock it is given."""

            def get_timestamp(self) -> int:
                return int(machine.now().timestamp())

        ours: dict[str, Any] = {"digest_method": sha256, "key_derivation": "hmac"}
        return URLSafeTimedSerializer(key, salt=salt, signer=Signer, signer_kwargs=ours)
