"""Tokens that Slack has end after twelve hours: renewed in time, by one process and once.

A refresh token is good once. Two who use it together leave one with a token that opens nothing, and so
whoever renews it keeps the others waiting: on PostgreSQL by the lock of the installation's row, the only
transaction that is open while Slack is asked; on SQLite, where there is one process, within that.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.installing.exchange import Exchange, NoAnswer, Refused
from rituals.clock import Clock
from rituals.installing import LedgerOf
from storage.ledger import Books
from storage.records.installations import Installed
from storage.sealing import CannotOpen, Seal

# Slack lets a token hold for twelve hours; whoever was asleep until then renews it before the first call.
_BEFORE = timedelta(hours=2)

# After a refusal. Each one costs a call, and what was refused for good stays refused.
_AGAIN_AFTER = timedelta(minutes=5)

_log = logging.getLogger(__name__)


class Rotation:
    """`machine` is the clock that tokens end by."""

    def __init__(self, ledger_of: LedgerOf, exchange: Exchange, seal: Seal, machine: Clock) -> None:
        self._ledger_of, self._exchange, self._seal, self._machine = ledger_of, exchange, seal, machine
        self._alone: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._not_before: dict[str, datetime] = {}

    async def keep(self, installed: Mapping[str, Installed]) -> None:
        """Renew what ends soon, and put what was sealed with an old key under the newest."""
        due = [workspace for workspace, each in installed.items() if self._is_due(each)]
        await asyncio.gather(*(self._guarded(workspace) for workspace in due))
        for workspace, each in installed.items():
            if self._sealed_anew(each) != each:
                await self._seal_anew(workspace)

    def _is_due(self, installed: Installed) -> bool:
        return (
            installed.sealed_refresh_token is not None
            and installed.expires_at is not None
            and installed.expires_at - self._machine.now() < _BEFORE
        )

    async def _guarded(self, workspace: str) -> None:
        now = self._machine.now()
        if now < self._not_before.get(workspace, now):
            return
        try:
            await self._renew(workspace)
        except (Refused, NoAnswer, CannotOpen) as problem:
            self._not_before[workspace] = now + _AGAIN_AFTER
            why = str(problem) or type(problem).__name__
            _log.error("token not renewed", extra={"workspace": workspace, "why": why})
        except Exception:  # noqa: BLE001 - the guard: the tokens of other workspaces end, too
            _log.exception("token not renewed", extra={"workspace": workspace})

    async def _renew(self, workspace: str) -> None:
        ledger = self._ledger_of(workspace)
        if ledger.is_shared:
            async with ledger.open() as books:
                found = await books.installations.hold()
                if found is not None and self._is_due(found):
                    await self._keep(books, workspace, found, await self._renewed(workspace, found))
            return
        async with self._alone[workspace]:
            async with ledger.open() as books:
                found = await books.installations.get()
            if found is None or not self._is_due(found):
                return
            renewed = await self._renewed(workspace, found)
            async with ledger.open() as books:
                await self._keep(books, workspace, found, renewed)

    async def _renewed(self, workspace: str, found: Installed) -> Installed:
        refresh_token = self._seal.open(workspace, found.sealed_refresh_token or "")
        tokens = await self._exchange.by_refresh_token(refresh_token)
        seal, lasts = self._seal.seal, timedelta(seconds=tokens.lasts_s or 0)
        return replace(
            found,
            sealed_token=seal(workspace, tokens.token),
            sealed_refresh_token=seal(workspace, tokens.refresh_token) if tokens.refresh_token else None,
            expires_at=self._machine.now() + lasts if tokens.lasts_s else None,
        )

    async def _keep(self, books: Books, workspace: str, before: Installed, after: Installed) -> None:
        """Unless it was uninstalled, or installed anew, while Slack was asked."""
        if await books.installations.get() == before:
            await books.installations.put(after)
            _log.info("token renewed", extra={"workspace": workspace})

    async def _seal_anew(self, workspace: str) -> None:
        try:
            async with self._ledger_of(workspace).open() as books:
                found = await books.installations.hold()
                if found is not None:
                    await books.installations.put(self._sealed_anew(found))
        except Exception:  # noqa: BLE001 - the guard: nobody else waits for it
            _log.exception("token not sealed anew", extra={"workspace": workspace})

    def _sealed_anew(self, installed: Installed) -> Installed:
        token, refresh_token = installed.sealed_token, installed.sealed_refresh_token
        try:
            return replace(
                installed,
                sealed_token=token and self._seal.renewed(token),
                sealed_refresh_token=refresh_token and self._seal.renewed(refresh_token),
            )
        except CannotOpen:
            return installed
