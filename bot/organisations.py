"""The workspaces that a process serves: those where Polaris is installed, and no other."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeGuard

import aiohttp

from bot import connections
from bot.app import Installation
from bot.client import Client
from bot.house import House
from bot.organisation import Organisation, organised
from rituals.installing import Installing
from storage.database import Database
from storage.records.installations import Installed
from storage.sealing import CannotOpen, Seal

SHARE_S = 0.04
"""Seconds. Whoever serves hundreds looks at each less often, so that nobody waits for all the looking."""

_ID = re.compile(r"[A-Z0-9]{1,64}", re.ASCII)

_log = logging.getLogger(__name__)


def is_id(workspace: object) -> TypeGuard[str]:
    """Whether Slack could have given it to a workspace: a visitor may have made it up."""
    return isinstance(workspace, str) and _ID.fullmatch(workspace) is not None


@dataclass(slots=True)
class _Served:
    organisation: Organisation
    client: Client
    installed: Installed
    stack: AsyncExitStack


class Organisations:
    """What stands in the database decides; `keep` makes what is served fit it.

    Each is made on its own, of its own books, client and listeners: there is nothing by which one could
    reach another. Several processes may each serve all of them.
    """

    def __init__(
        self,
        house: House,
        database: Database,
        seal: Seal,
        installing: Installing,
        session: aiohttp.ClientSession,
    ) -> None:
        self._house, self._database, self._seal = house, database, seal
        self._installing, self._session = installing, session
        self._served: dict[str, _Served] = {}
        self._unopened: dict[str, str | None] = {}
        self._changing = asyncio.Lock()
        self._leaving: set[asyncio.Task[None]] = set()
        self._is_over = False

    def all(self) -> Sequence[Organisation]:
        return [each.organisation for each in self._served.values()]

    async def find(self, workspace: str | None) -> Organisation | None:
        """Whoever has that id, also if it was installed a moment ago by another process."""
        found, _ = await self.look_up(workspace)
        return found

    async def look_up(self, workspace: str | None) -> tuple[Organisation | None, bool]:
        """The same, and whether Polaris is installed there, also where it cannot be served just now."""
        if not is_id(workspace):
            return None, False
        if workspace not in self._served:
            if not await self._stands(workspace):
                return None, False
            if not self._is_over:
                await self.keep()
        found = self._served.get(workspace)
        return None if found is None else found.organisation, True

    async def keep(self) -> None:
        """Serve whoever has come, let go of whoever has left, and use the tokens that hold now."""
        async with self._changing:
            if self._is_over:
                return
            installed = await self._database.installed()
            standing = {workspace: each for workspace, each in installed.items() if each.stands}
            for workspace in [*self._served]:
                if workspace not in standing or self._is_another(workspace, standing[workspace]):
                    await self._let_go(workspace)
            fresh = [
                workspace for workspace, each in standing.items() if await self._take_up(workspace, each)
            ]
            # At work when all are made: else the first would hold up the last.
            for workspace in fresh:
                await self._send_to_work(workspace, max(self._house.timing.tick, len(standing) * SHARE_S))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Let go of all of them when the block is left."""
        try:
            yield
        finally:
            self._is_over = True  # whoever comes now does not wait until everybody has been let go of
            async with self._changing:
                await asyncio.gather(*(self._let_go(workspace) for workspace in [*self._served]))
            await self.settled()

    async def settled(self) -> None:
        """Wait until everybody has been let go of whose client heard that they have left."""
        while self._leaving:
            await asyncio.gather(*self._leaving)

    async def _stands(self, workspace: str) -> bool:
        async with self._database.ledger(workspace).open() as books:
            found = await books.installations.get()
        return found is not None and found.stands

    def _is_another(self, workspace: str, installed: Installed) -> bool:
        """Whether it was installed anew since: with other scopes, perhaps, and another bot."""
        return self._served[workspace].installed.installed_at != installed.installed_at

    async def _take_up(self, workspace: str, installed: Installed) -> bool:
        """Whether it was made just now, and is to go to work."""
        served = self._served.get(workspace)
        if served is not None and served.installed.sealed_token == installed.sealed_token:
            return False
        token = self._opened(workspace, installed)
        if token is None:
            return False
        if served is not None:
            served.client.token, served.installed = token, installed
            return False
        try:
            self._served[workspace] = await self._make(workspace, installed, token)
        except Exception:  # noqa: BLE001 - the guard: one workspace never keeps another from being served
            _log.exception("workspace not served", extra={"workspace": workspace})
            return False
        return True

    async def _send_to_work(self, workspace: str, every: float) -> None:
        served = self._served[workspace]
        try:
            await served.stack.enter_async_context(served.organisation.at_work(every))
        except Exception:  # noqa: BLE001 - the guard: the others are to go to work all the same
            _log.exception("workspace not at work", extra={"workspace": workspace})
            await self._let_go(workspace)
            return
        served.organisation.dashboard.open()
        served.stack.push_async_callback(served.organisation.dashboard.close)
        _log.info("workspace served", extra={"workspace": workspace})

    def _opened(self, workspace: str, installed: Installed) -> str | None:
        sealed = installed.sealed_token or ""
        try:
            return self._seal.open(workspace, sealed)
        except CannotOpen:
            if self._unopened.get(workspace) != sealed:  # said once, not every few seconds
                _log.error("token not opened: is a key missing?", extra={"workspace": workspace})
            self._unopened[workspace] = sealed
            return None

    async def _make(self, workspace: str, installed: Installed, token: str) -> _Served:
        client = connections.client_on(
            self._session,
            self._house.settings,
            token,
            self._house.metrics.heard,
            self._when_gone(workspace),
        )
        ours = Installation(
            workspace=workspace,
            workspace_name=installed.name,
            workspace_url=installed.url,
            bot_user=installed.bot_user,
            bot_id=installed.bot_id,
            scopes=frozenset(installed.scopes),
        )
        async with AsyncExitStack() as stack:
            ledger = self._database.ledger(workspace)
            organisation = await stack.enter_async_context(organised(self._house, client, ours, ledger))
            async with ledger.open() as books:
                is_new = not await books.people.all()
            if is_new:  # else who is who is known from before, and looked at again beside everything else
                await organisation.meet()
            return _Served(organisation, client, installed, stack.pop_all())

    async def _let_go(self, workspace: str) -> None:
        served = self._served.pop(workspace)
        try:
            await served.stack.aclose()
        except Exception:  # noqa: BLE001 - the guard: the others go on
            _log.exception("workspace not let go well", extra={"workspace": workspace})
        else:
            _log.info("workspace let go", extra={"workspace": workspace})

    def _when_gone(self, workspace: str) -> Callable[[], None]:
        """What a client is to do whose token Slack says is gone: perhaps no event will ever tell."""

        def gone() -> None:
            served = self._served.get(workspace)
            if served is not None:
                leaving = asyncio.create_task(self._left(workspace, served.installed.sealed_token))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)

        return gone

    async def _left(self, workspace: str, sealed_token: str | None) -> None:
        try:
            if await self._installing.uninstall(workspace, token=sealed_token):
                _log.warning("workspace has left, says Slack", extra={"workspace": workspace})
                await self.keep()
        except Exception:  # noqa: BLE001 - the guard: the next call finds out again
            _log.exception("workspace not ended", extra={"workspace": workspace})
