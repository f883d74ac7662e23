"""As much of Slack as other bots need to be told something over a websocket, and to answer it."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

from aiohttp import WSMsgType, web

_IMAGES = {f"image_{size}": "http://127.0.0.1/i.png" for size in (24, 32, 48, 72, 192, 512)}
_NAMES = dict.fromkeys(
    ("real_name", "display_name", "real_name_normalized", "display_name_normalized"), "Ana"
)
_PROFILE = {"avatar_hash": "a", "team": "T1", "bot_id": "B1", **_NAMES, **_IMAGES}
_USER = {
    "id": "U1", "name": "ana", "profile": _PROFILE, "is_bot": False, "updated": 1, "is_app_user": False,
}  # fmt: skip
_CHANNEL = {
    "id": "C1", "name": "general", "created": 1, "is_archived": False, "is_org_shared": False,
    "is_channel": True, "is_member": True,
}  # fmt: skip
_KNOWN: dict[str, dict[str, Any]] = {
    "auth.test": {"user_id": "UBOT", "bot_id": "B1", "team_id": "T1", "team": "T", "user": "bot", "url": ""},
    "bots.info": {"bot": {"id": "B1", "user_id": "UBOT", "name": "bot"}},
    "users.list": {"members": [_USER], "response_metadata": {"next_cursor": ""}},
    "users.info": {"user": _USER},
    "conversations.list": {"channels": [_CHANNEL], "response_metadata": {"next_cursor": ""}},
    "conversations.info": {"channel": _CHANNEL},
    "chat.postMessage": {"ts": "2.0", "channel": "C1", "message": {"text": "pong", "ts": "2.0"}},
}


class PeerSlack:
    """`takes_s` is how long each call takes; `url` is where its API is."""

    def __init__(self) -> None:
        self.takes_s = 0.0
        self.url = ""
        self._numbers = itertools.count(1)
        self._bot: asyncio.Future[web.WebSocketResponse] = asyncio.get_running_loop().create_future()
        self._posts: asyncio.Queue[None] = asyncio.Queue()
        self._acks: dict[str, asyncio.Future[float]] = {}

    async def is_connected(self) -> None:
        await self._bot

    async def answered(self, requests: int, at_once: int) -> float:
        """Say "ping" so often, `at_once` unanswered; gives how many a second were answered."""
        began = perf_counter()
        for number in range(requests):
            if number >= at_once:
                await self._posts.get()
            await self._send("events_api", {"type": "event_callback", "event": self._ping()})
        for _ in range(at_once):
            await self._posts.get()
        return requests / (perf_counter() - began)

    async def acknowledged(self, commands: int, within_s: float) -> list[float]:
        """Send commands evenly over a time; gives the milliseconds to each ack."""
        began = perf_counter()

        async def one(number: int) -> float:
            await asyncio.sleep(began + within_s * number / commands - perf_counter())
            sent = perf_counter()
            envelope = await self._send("slash_commands", _command(number))
            acked = self._acks[envelope] = asyncio.get_running_loop().create_future()
            took: float = await acked - sent
            return 1000 * took

        async with asyncio.timeout(60):
            return list(await asyncio.gather(*map(one, range(commands))))

    def _ping(self) -> dict[str, Any]:
        about = {"channel": "C1", "channel_type": "channel", "user": "U1", "text": "ping"}
        return {"type": "message", "ts": f"1.{next(self._numbers)}", **about}

    async def _send(self, kind: str, payload: dict[str, Any]) -> str:
        envelope = f"e{next(self._numbers)}"
        await (await self._bot).send_json(
            {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        )
        return envelope

    async def api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        await asyncio.sleep(self.takes_s)
        if method == "chat.postMessage":
            self._posts.put_nowait(None)
        link = {"url": self.url.replace("http", "ws").replace("/api/", "/link")}
        return web.json_response({"ok": True, **_KNOWN.get(method, link)})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        bot = web.WebSocketResponse()
        await bot.prepare(request)
        await bot.send_json({"type": "hello", "num_connections": 1, "debug_info": {}})
        self._bot.set_result(bot)
        async for frame in bot:
            if frame.type is WSMsgType.TEXT and (ack := self._acks.pop(frame.json()["envelope_id"], None)):
                ack.set_result(perf_counter())
        return bot


def _command(number: int) -> dict[str, Any]:
    return {
        "command": "/commit", "text": f"promise {number}", "user_id": "U1", "user_name": "ana",
        "channel_id": "C1", "channel_name": "general", "team_id": "T1", "team_domain": "t",
        "response_url": "http://127.0.0.1:9/", "trigger_id": f"{number}.0", "api_app_id": "A1", "token": "t",
    }  # fmt: skip


@asynccontextmanager
async def peer_slack(port: int) -> AsyncIterator[PeerSlack]:
    slack = PeerSlack()
    slack.url = f"http://127.0.0.1:{port}/api/"
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_get("/link", slack.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield slack
    finally:
        await runner.cleanup()
