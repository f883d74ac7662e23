"""The calendar that the processes follow: Slack's, until it is put wrong by an hour."""

import asyncio
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from bot.simulator import Simulator

_HELD_S = 5.0


class Calendar:
    """Tells every process how far its calendar is from the machine's clock. Slack's own never goes wrong."""

    def __init__(self, slack: Simulator) -> None:
        self._clock = slack.world.clock
        self._changed = asyncio.Condition()
        self._wrong_by = 0.0
        self._step = 0

    async def jump(self, moment: datetime) -> None:
        """Move on to a moment, Slack's calendar and that of every process."""
        self._clock.set(moment)
        await self._tell()

    async def put_wrong(self, seconds: float) -> None:
        """Put the calendar of every process before or behind Slack's; 0 puts it right."""
        self._wrong_by = seconds
        await self._tell()

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get("/clock", self._now), web.post("/clock/follow", self._follow)]

    async def _tell(self) -> None:
        async with self._changed:
            self._step += 1
            self._changed.notify_all()

    async def _now(self, _request: web.Request) -> web.Response:
        return web.json_response({"offset_seconds": self._clock.offset + self._wrong_by, "step": self._step})

    async def _follow(self, request: web.Request) -> web.Response:
        confirmed = (await request.json())["confirmed_step"]
        with suppress(TimeoutError):
            async with asyncio.timeout(_HELD_S), self._changed:
                await self._changed.wait_for(lambda: self._step != confirmed)
        return await self._now(request)
