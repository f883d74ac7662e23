"""Several workspaces of one Slack, with one Web API: whose call it is tells the token."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.simulator.control import local_only
from bot.simulator.manifest import Manifest
from bot.simulator.records import Json
from bot.simulator.server import Simulator, application
from bot.simulator.web_api.door import WebApi, arguments
from bot.simulator.world import Setup, World


@dataclass(frozen=True, slots=True)
class Slack:
    """All the workspaces, in the order of their seeds; an app calls the one `api_url`."""

    url: str
    workspaces: Sequence[Simulator]

    @property
    def api_url(self) -> str:
        """Give the base URL for a Slack client."""
        return f"{self.url}/api/"


@asynccontextmanager
async def several(
    manifest: str | Path | Json | Manifest,
    now: datetime | None = None,
    *,
    seeds: Sequence[Json],
    **setup: Any,
) -> AsyncIterator[Slack]:
    """Run a workspace for each seed, on a free port; the other arguments are those of `Setup`.

    Ids begin anew in each of them: what an app keeps by a person's or a channel's id alone, it confuses.
    """
    read = manifest if isinstance(manifest, Manifest) else Manifest.read(manifest)
    worlds = [
        World(
            Setup(
                read,
                now,
                seed=seed,
                team_id=f"T0S00000{number:02}",
                bot_token=f"xoxb-simulated-bot-token-{number}",
                **setup,
            )
        )
        for number, seed in enumerate(seeds, start=1)
    ]
    root = web.Application(middlewares=[local_only])
    root.add_routes([web.route("*", "/api/{method}", _Switchboard(worlds).answer)])
    for number, world in enumerate(worlds, start=1):
        root.add_subapp(f"/workspaces/{number}", application(world))
    runner = web.AppRunner(root, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        for number, world in enumerate(worlds, start=1):
            world.base = f"{url}/workspaces/{number}"
        yield Slack(url, [Simulator(world) for world in worlds])
    finally:
        await runner.cleanup()


class _Switchboard:
    """Hands a call to whoever knows its token, its code or its refresh token; else to the first."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self._apis = [(world, WebApi(world)) for world in worlds]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        args = await arguments(request) if request.match_info["method"].startswith("oauth.") else {}
        for world, api in self._apis:
            if (
                world.tokens.knows(given)
                or args.get("code") in world.oauth_codes
                or world.tokens.may_refresh(str(args.get("refresh_token", "")))
            ):
                return await api.answer(request)
        return await self._apis[0][1].answer(request)
