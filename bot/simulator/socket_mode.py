"""Socket Mode: envelopes over websockets, each to one of up to ten connections, acked in 3 s."""

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bot.simulator.ids import Ids
from bot.simulator.line import FAILED, TIMED_OUT, Ack
from bot.simulator.records import Json
from bot.simulator.rules import limits


class SocketMode:
    """The app's websocket connections."""

    kind = "socket"

    def __init__(self, ids: Ids, app_id: str, ack_s: float = limits.ACK_S) -> None:
        self._ids, self._app_id, self.ack_s = ids, app_id, ack_s
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._turn = count()
        self._waiting: dict[str, tuple[bool, asyncio.Future[Any]]] = {}
        self._changed = asyncio.Event()
        self.is_mute = False
        """Connections stand, and nothing is said on them: no greeting, no answer to a ping."""
        # Called when a connection opens or closes.
        self.watchers: list[Callable[[], None]] = []

    def connected(self) -> bool:
        """Say whether any connection is open."""
        return bool(self._open)

    def ticket(self, base: str) -> str:
        """Hand out an address that opens one connection."""
        ticket = self._ids.secret(32)
        self._tickets.add(ticket)
        return f"{base.replace('http', 'ws', 1)}/socket/{ticket}/?app_id={self._app_id}"

    async def wait_connected(self, timeout_s: float) -> None:
        """Wait until the app has connected; raises `TimeoutError`."""
        async with asyncio.timeout(timeout_s):
            while not self._open:
                self._changed.clear()
                await self._changed.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it closes."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPNotFound
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=20, autoping=False)
        await socket.prepare(request)
        if len(self._open) >= limits.SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        if not self.is_mute:
            await socket.send_json(self._hello())
        self._open.append(socket)
        self._changed.set()
        self._tell()
        try:
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._take(frame.data)
                elif frame.type == WSMsgType.PING and not self.is_mute:
                    await socket.pong(frame.data)
        finally:
            if socket in self._open:
                self._open.remove(socket)
            self._tell()
        return socket

    def _tell(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open) + 1,
            "debug_info": {
                "host": "applink-simulator",
                "started": "",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _take(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except json.JSONDecodeError:
            return
        envelope = answer.get("envelope_id") if isinstance(answer, dict) else None
        if envelope not in self._waiting:
            return
        accepts, waiting = self._waiting.pop(envelope)
        payload = answer.get("payload")
        if not waiting.done():
            waiting.set_result(payload if accepts else None)

    async def deliver(self, kind: str, payload: Json, *, retry: tuple[int, str] | None = None) -> Ack:
        """Send an envelope down one connection and wait for its ack."""
        if not self._open:
            return Ack(error=FAILED, status=0)
        envelope = f"{self._ids.secret(8)}-{self._ids.secret(12)}"
        accepts = kind != "events_api"
        frame: Json = {
            "envelope_id": envelope,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
        }
        if kind == "events_api":
            frame |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = (accepts, waiting)
        socket = self._open[next(self._turn) % len(self._open)]
        try:
            await socket.send_json(frame)
            async with asyncio.timeout(self.ack_s):
                return Ack(payload=await waiting)
        except TimeoutError:
            return Ack(error=TIMED_OUT, status=0)
        except ConnectionError:
            return Ack(error=FAILED, status=0)
        finally:
            self._waiting.pop(envelope, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to go away, as Slack does every few hours; a `warning` leaves them open."""
        for socket in list(self._open):
            await socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-simulator"}}
            )
            if reason != "warning":
                await socket.close()

    async def close(self) -> None:
        """Close every connection."""
        for socket in list(self._open):
            await socket.close()
