"""/health/live says the process runs; /health/ready says it can do its work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from aiohttp import web

from storage.ledger import Ledger

Check = Callable[[], Awaitable[bool]]

_log = logging.getLogger(__name__)

# Whoever asks for readiness asks again in a few seconds.
_PATIENCE_S = 2.0


async def _not_yet() -> bool:
    return False


class Health:
    """What must be in order before Polaris can do its work; nothing is, until it is watched."""

    def __init__(self, *parts: str) -> None:
        self._checks: dict[str, Check] = dict.fromkeys(parts, _not_yet)

    def watch(self, part: str, check: Check) -> None:
        self._checks[part] = check

    async def found(self) -> dict[str, bool]:
        """What is in order now. A check that fails or hangs means that it is not."""
        return {part: await self.holds(part) for part in self._checks}

    async def holds(self, part: str) -> bool:
        """Whether one part is in order now."""
        return await _holds(part, self._checks[part])

    def routes(self) -> list[web.RouteDef]:
        """The two addresses. `ready` answers 503 and names what is not ready."""
        return [web.get("/health/live", self._live), web.get("/health/ready", self._ready)]

    async def _live(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def _ready(self, _request: web.Request) -> web.Response:
        found = await self.found()
        ready = all(found.values())
        return web.json_response(
            {"status": "ready" if ready else "not ready", **found}, status=200 if ready else 503
        )


class Heartbeat:
    """Something that comes round again and again, and is missed when it does not."""

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._last = monotonic()

    def beat(self) -> None:
        self._last = monotonic()

    async def is_heard(self) -> bool:
        return monotonic() - self._last < self._within_s


def answering(ledger: Ledger) -> Check:
    """Whether the database answers."""

    async def check() -> bool:
        async with ledger.open() as books:
            return await books.workspaces.get() is not None

    return check


async def _holds(part: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await check()
    except Exception as problem:  # noqa: BLE001 - the guard: whatever is wrong, it is not ready
        _log.warning("not ready", exc_info=problem, extra={"part": part})
        return False
