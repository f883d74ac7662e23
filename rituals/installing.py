"""A workspace comes and goes: installed by OAuth, uninstalled in Slack, erased when its time is over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import ClassVar

from rituals.clock import Clock
from rituals.letters import Letter, post
from storage.ledger import Ledger
from storage.records.installations import Installed
from storage.records.workspaces import Workspace
from storage.sealing import CannotOpen, Seal

STATE_HOLDS = timedelta(minutes=10)

# Who begins to install belongs to no workspace yet.
_NOBODYS = ""

LedgerOf = Callable[[str], Ledger]


@dataclass(frozen=True, slots=True)
class Welcome:
    """Said to whoever installed Polaris."""

    kind: ClassVar[str] = "welcome"


class Installing:
    """`keep` is how long a workspace that left is kept, should it come back."""

    def __init__(
        self, ledger_of: LedgerOf, seal: Seal, calendar: Clock, machine: Clock, keep: timedelta
    ) -> None:
        self._ledger_of, self._seal = ledger_of, seal
        self._calendar, self._machine, self._keep = calendar, machine, keep

    def begin(self) -> str:
        """A state that Slack is to bring back: nobody else makes one, and it holds once, for ten minutes.

        It is kept nowhere before it was used: whoever begins again and again fills no table.
        """
        until = self._machine.now() + STATE_HOLDS
        return self._seal.seal(_NOBODYS, f"{token_urlsafe(16)} {until.isoformat()}")

    async def holds(self, state: str) -> bool:
        """Whether it is a state of ours, its time is not over, and it was not used yet."""
        found = self._opened(state)
        if found is None:
            return False
        async with self._ledger_of(_NOBODYS).open() as books:
            return not await books.oauth_states.is_used(found.digest)

    async def use(self, state: str) -> bool:
        """Let a state hold no more; False where it does not."""
        found = self._opened(state)
        if found is None:
            return False
        async with self._ledger_of(_NOBODYS).open() as books:
            await books.oauth_states.forget(self._machine.now())
            return await books.oauth_states.use(found.digest, found.until)

    def _opened(self, state: str) -> "_State | None":
        try:
            once, _, until = self._seal.open(_NOBODYS, state).partition(" ")
        except CannotOpen:
            return None
        found = _State(sha256(once.encode()).hexdigest(), datetime.fromisoformat(until))
        return found if found.until > self._machine.now() else None

    async def install(self, workspace: str, installed: Installed) -> None:
        """Come in, or come back to what is still there; whoever did it is welcomed.

        The instant is taken here, not from the record.
        """
        now = self._calendar.now()
        installed = replace(installed, installed_at=now)
        async with self._ledger_of(workspace).open() as books:
            if await books.workspaces.get() is None:
                await books.workspaces.put(Workspace(workspace, installed.name, "UTC"))
            await books.installations.put(installed)
            key = f"welcome:{installed.installed_by}:{now:%FT%TZ}"
            await post(books, Letter(key, installed.installed_by, Welcome()), now)

    async def uninstall(
        self, workspace: str, *, happened_at: datetime | None = None, token: str | None = None
    ) -> bool:
        """Let the tokens go at once, and everything else in time; False where there was nothing to end.

        What happened before Polaris was installed was the end of an earlier installation, and so is what
        Slack said of another token than the sealed one that is given.
        """
        now = self._calendar.now()
        ledger = self._ledger_of(workspace)
        async with ledger.open() as books:
            found = await books.installations.hold()
            if found is None or not found.stands:
                return False
            # Slack tells the time of events in whole seconds.
            is_earlier = happened_at is not None and happened_at < found.installed_at.replace(microsecond=0)
            if is_earlier or (token is not None and token != found.sealed_token):
                return False
            await books.installations.put(
                replace(
                    found,
                    sealed_token=None,
                    sealed_refresh_token=None,
                    expires_at=None,
                    uninstalled_at=now,
                    erase_at=now + self._keep,
                )
            )
        await ledger.settle()
        return True

    async def erase(self, workspace: str) -> bool:
        """Erase everything of a workspace that has left and whose time is over; False while it is not.

        What was deleted leaves the files of the database as well.
        """
        ledger = self._ledger_of(workspace)
        async with ledger.open() as books:
            found = await books.installations.hold()
            if found is None or found.stands or found.erase_at is None:
                return False
            if found.erase_at > self._calendar.now():
                return False
            await books.erasure.drop_everything()
        await ledger.sweep()
        return True


@dataclass(frozen=True, slots=True)
class _State:
    """What it is remembered by once it was used, however it is spelt, and until when it holds."""

    digest: str
    until: datetime
