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

    def __init__(self, ledger_of: LedgerOf, calendar: Clock, machine: Clock, keep: timedelta) -> None:
        self._ledger_of, self._calendar, self._machine, self._keep = ledger_of, calendar, machine, keep

    async def begin(self) -> str:
        """A state that Slack is to bring back: nobody guesses it, and it holds once, for ten minutes."""
        state, now = token_urlsafe(32), self._machine.now()
        async with self._ledger_of(_NOBODYS).open() as books:
            await books.oauth_states.forget(now)
            await books.oauth_states.add(_digest(state), now + STATE_HOLDS)
        return state

    async def came_back(self, state: str) -> bool:
        """Whether a state holds; it does so no more."""
        async with self._ledger_of(_NOBODYS).open() as books:
            return await books.oauth_states.take(_digest(state), self._machine.now())

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
            found = await books.installations.alone()
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
            found = await books.installations.alone()
            if found is None or found.stands or found.erase_at is None:
                return False
            if found.erase_at > self._calendar.now():
                return False
            await books.erasure.drop_everything()
        await ledger.sweep()
        return True


def _digest(state: str) -> str:
    return sha256(state.encode("utf-8", "surrogateescape")).hexdigest()
