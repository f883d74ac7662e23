"""/metrics, as Prometheus asks for it."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.health import Health
from bot.metrics import Metrics
from rituals.clock import Clock
from rituals.operating import Standing, standing, together
from storage.ledger import Ledger

_log = logging.getLogger(__name__)

# Prometheus gives up after ten.
_PATIENCE_S = 2.0


class MetricsPage:
    """Answered also while something is out of order, which is then what it tells."""

    def __init__(
        self, metrics: Metrics, ledgers: Callable[[], Sequence[Ledger]], calendar: Clock, health: Health
    ) -> None:
        """`ledgers` are the books of every workspace that is served now."""
        self._metrics, self._ledgers, self._calendar, self._health = metrics, ledgers, calendar, health

    def route(self) -> web.RouteDef:
        return web.get("/metrics", self._answer)

    async def _answer(self, _request: web.Request) -> web.Response:
        page = self._metrics.page(await self._standing(), await self._health.found())
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _standing(self) -> Standing | None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return together([await self._of(ledger) for ledger in self._ledgers()])
        except Exception as problem:  # noqa: BLE001 - the guard: what was counted here is told all the same
            _log.warning("books not read for metrics", exc_info=problem)
            return None

    async def _of(self, ledger: Ledger) -> Standing:
        async with ledger.open() as books:
            return await standing(books, self._calendar.now())
