"""/metrics, as Prometheus asks for it."""

import asyncio
import logging

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.health import Health
from bot.metrics import Metrics
from rituals.clock import Clock
from rituals.operating import Standing, standing
from storage.ledger import Ledger

_log = logging.getLogger(__name__)

# Prometheus gives up after ten.
_PATIENCE_S = 2.0


class MetricsPage:
    """Answered also while something is out of order, which is then what it tells."""

    def __init__(self, metrics: Metrics, ledger: Ledger, calendar: Clock, health: Health) -> None:
        self._metrics, self._ledger, self._calendar, self._health = metrics, ledger, calendar, health

    def route(self) -> web.RouteDef:
        return web.get("/metrics", self._answer)

    async def _answer(self, _request: web.Request) -> web.Response:
        page = self._metrics.page(await self._standing(), await self._health.found())
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _standing(self) -> Standing | None:
        try:
            async with asyncio.timeout(_PATIENCE_S), self._ledger.open() as books:
                return await standing(books, self._calendar.now())
        except Exception as problem:  # noqa: BLE001 - the guard: what was counted here is told all the same
            _log.warning("books not read for metrics", exc_info=problem)
            return None
