"""One HTTP server for everything: Web API, Socket Mode, uploads, response URLs, page and control API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.simulator import page
from bot.simulator.control import Control, local_only
from bot.simulator.faults import Faults
from bot.simulator.manifest import Manifest
from bot.simulator.page_api import PageApi
from bot.simulator.people import People
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.web_api.door import WebApi, arguments
from bot.simulator.workspace import Workspace
from bot.simulator.world import Setup, World


class Simulator:
    """A running simulator: where it is, what is in it, and who can act."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = People(world)

    @property
    def url(self) -> str:
        """Give the address, without a slash at the end."""
        return self.world.base

    @property
    def api_url(self) -> str:
        """Give the base URL for a Slack client."""
        return f"{self.url}/api/"

    @property
    def workspace(self) -> Workspace:
        """Give the workspace itself."""
        return self.world.workspace

    @property
    def faults(self) -> Faults:
        """Give the fault switch."""
        return self.world.faults

    @property
    def bot_token(self) -> str:
        """Give the app's bot token."""
        return self.world.bot_token

    @property
    def app_token(self) -> str:
        """Give the app-level token for Socket Mode."""
        return self.world.app_token

    @property
    def signing_secret(self) -> str:
        """Give the secret that signs what is posted to the app."""
        return self.world.signing_secret

    @property
    def traffic(self) -> list[Json]:
        """Give the newest exchanges with the app, masked."""
        return self.world.traffic.latest(1_000)

    def texts(self, channel: str) -> list[str]:
        """Give the texts posted in a channel by the app, oldest first."""
        bot = self.workspace.bot.id
        posted = self.workspace.channel(channel).messages.values()
        return [
            each.text for each in posted if each.user == bot and each.subtype in (None, "thread_broadcast")
        ]

    async def until(self, claim: Callable[[], object], timeout_s: float = 20.0) -> None:
        """Wait until something is so in the workspace; raises `TimeoutError`."""
        changed = asyncio.Event()
        stop = self.workspace.listen(lambda _: changed.set())
        try:
            async with asyncio.timeout(timeout_s):
                while not claim():
                    changed.clear()
                    await changed.wait()
        finally:
            stop()

    async def settled(self) -> None:
        """Wait until every event so far has been delivered once."""
        await self.world.courier.settle()

    async def connected(self, timeout_s: float = 20.0) -> None:
        """Wait until the app has connected by Socket Mode; raises `TimeoutError`."""
        await self.world.sockets.wait_connected(timeout_s)


class _Doors:
    """What is neither the Web API nor the page: sockets, uploads, files, response URLs."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/socket/{ticket}/", self._world.sockets.serve),
            web.post("/upload/{ticket}", self._upload),
            web.get("/files/{id}/{name}", self._file),
            web.get("/signin", self._sign_in),
            web.post("/response/{path:.+}", self._respond),
        ]

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fault = self._world.faults.for_url("upload")
        if fault is not None and fault.before:
            return await fault.happen(request, self._world.traffic, "upload")
        answer = await self._filled(request)
        return await fault.happen(request, self._world.traffic, "upload") if fault else answer

    async def _filled(self, request: web.Request) -> web.Response:
        file_id, _, secret = request.match_info["ticket"].partition("-")
        try:
            file = self._world.files.find(file_id)
            if file.secret != secret or file.uploaded:
                raise web.HTTPNotFound
            if request.content_type == "multipart/form-data":
                form = await request.post()
                parts = [each for each in form.values() if isinstance(each, web.FileField)]
                content = parts[0].file.read() if parts else b""
            else:
                content = await request.read()
            self._world.files.fill(file, content)
        except SlackError as refused:
            raise web.HTTPBadRequest(text=refused.error) from None
        return web.Response(text=f"OK - {len(content)}")

    async def _file(self, request: web.Request) -> web.Response:
        allowed = request.headers.get("Authorization") == f"Bearer {self._world.bot_token}"
        if not allowed or "files:read" not in self._world.granted:
            # Slack sends whoever may not have it to a page to sign in, which is answered with 200.
            raise web.HTTPFound(f"/signin?{urlencode({'redir': request.path})}")
        try:
            file = self._world.files.find(request.match_info["id"])
        except SlackError:
            raise web.HTTPNotFound from None
        return web.Response(body=file.content, content_type=file.mimetype)

    async def _sign_in(self, _request: web.Request) -> web.Response:
        page = "<!DOCTYPE html><html><head><title>Sign in to your workspace</title></head></html>"
        return web.Response(text=page, content_type="text/html")

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        fault = self._world.faults.for_url("response_url")
        if fault is not None and fault.before:
            return await fault.happen(request, self._world.traffic, "response_url")
        answer = await self._response(request)
        return await fault.happen(request, self._world.traffic, "response_url") if fault else answer

    async def _response(self, request: web.Request) -> web.Response:
        body: Any = {}
        status, answer = 200, "ok"
        try:
            body = await arguments(request)
            place = self._world.response_urls.use(request.match_info["path"])
            self._world.answers.show(body, place)
        except SlackError as refused:
            gone = refused.error in ("used_url", "expired_url", "no_service")
            status, answer = (404 if gone else 400), refused.error
        self._world.traffic.note(
            "in", "response_url", "response_url", status=status, ms=0, request=body, answer=answer
        )
        return web.Response(status=status, text=answer)


def application(world: World) -> web.Application:
    """Give the whole server for one world."""
    app = web.Application(middlewares=[local_only], client_max_size=1024**3)
    page_api = PageApi(world)
    web_api = WebApi(world)
    app.add_routes(
        [
            web.post("/api/{method}", web_api.answer),
            web.get("/api/{method}", web_api.answer),
            *_Doors(world).routes(),
            *world.consent.routes(),
            *page_api.routes(),
            *Control(world, page_api).routes(),
            *page.routes(),
        ]
    )

    async def close(_app: web.Application) -> None:
        page_api.close()
        await world.close()

    async def begin(_app: web.Application) -> None:
        world.courier.own(world.keep_time())

    app.on_startup.append(begin)
    app.on_shutdown.append(close)
    return app


@asynccontextmanager
async def running(
    manifest: str | Path | Json | Manifest,
    now: datetime | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    **setup: Any,
) -> AsyncIterator[Simulator]:
    """Run a simulator for the length of an `async with`; the other arguments are those of `Setup`."""
    read = manifest if isinstance(manifest, Manifest) else Manifest.read(manifest)
    world = World(Setup(read, now, **setup))
    runner = web.AppRunner(application(world), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        _, bound = runner.addresses[0][:2]
        world.base = f"http://{host}:{bound}"
        yield Simulator(world)
    finally:
        await runner.cleanup()
