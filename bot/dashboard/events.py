"""A stream for each open page: it is told when there is a new version, and nothing else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

_log = logging.getLogger(__name__)

MOST = 100
"""Open pages that are told at once; whoever comes later looks by itself, once a minute."""

StayOpen = Callable[[float], Awaitable[bool]]
"""Waits for so many seconds, or less, and says whether whoever listens may still look."""

# Seconds.
_LOOK_AGAIN = 2.0
_KEEP_ALIVE = 15.0
_TRY_AGAIN_MS = 5_000


class Events:
    """`version` is asked every other second while somebody listens, however many they are."""

    def __init__(
        self, version: Callable[[], Awaitable[str]], most: int = MOST, look_again: float = _LOOK_AGAIN
    ) -> None:
        self._version, self._most, self._look_again = version, most, look_again
        self._listening = 0
        self._known = ""
        self._news = asyncio.Condition()
        self._watching: asyncio.Task[None] | None = None
        self._is_over = False

    async def close(self) -> None:
        """End every stream."""
        self._is_over = True
        self._stop_watching()
        async with self._news:
            self._news.notify_all()

    async def stream(self, request: web.Request, stay_open: StayOpen) -> web.StreamResponse:
        """Until the page is left, its link ends or the server stops."""
        if self._listening >= self._most or self._is_over:
            return web.Response(status=503, headers={"Retry-After": "60"})
        self._listening += 1
        left = asyncio.Event()
        leaving = asyncio.create_task(self._until_closed(stay_open, left))
        try:
            return await self._stream(request, left)
        finally:
            leaving.cancel()
            self._listening -= 1
            if not self._listening:
                self._stop_watching()
            await asyncio.wait([leaving])  # it may be at the books

    async def _stream(self, request: web.Request, left: asyncio.Event) -> web.StreamResponse:
        told = await self._look()
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        response = web.StreamResponse(headers={"X-Accel-Buffering": "no"})
        response.content_type = "text/event-stream"
        try:
            await response.prepare(request)
            await response.write(f"retry: {_TRY_AGAIN_MS}\n{_event(told)}".encode())
            while True:
                news = await self._next(told, left)
                if left.is_set() or self._is_over:
                    return response
                # The same one again says that we are still here; a comment would not reach the page's script.
                await response.write(_event(news).encode())
                told = news
        except ConnectionError:
            return response  # the page was left

    async def _next(self, told: str, left: asyncio.Event) -> str:
        """The next version, or the same one after a while, or when it is over."""
        try:
            async with asyncio.timeout(_KEEP_ALIVE), self._news:
                await self._news.wait_for(lambda: self._known != told or left.is_set() or self._is_over)
        except TimeoutError:
            pass  # quiet for a while: whoever listens hears that we are still here
        return self._known

    async def _until_closed(self, stay_open: StayOpen, left: asyncio.Event) -> None:
        try:
            while await stay_open(_KEEP_ALIVE):
                pass
        except Exception as problem:  # noqa: BLE001 - the guard: nobody knows any more whether they may look
            _log.warning("dashboard's door not looked at", extra={"why": repr(problem)})
        left.set()
        async with self._news:
            self._news.notify_all()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._look_again)
            try:
                await self._look()
            except Exception as problem:  # noqa: BLE001 - the guard: a look that fails is no reason to stop
                _log.warning("dashboard not looked at", extra={"why": repr(problem)})

    async def _look(self) -> str:
        """The version now; whoever listens hears of another one, whoever found it."""
        found = await self._version()
        if found != self._known:
            self._known = found
            async with self._news:
                self._news.notify_all()
        return found

    def _stop_watching(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None


def _event(version: str) -> str:
    return f"event: version\ndata: {version}\n\n"
