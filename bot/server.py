"""The HTTP server: health always, and Slack's requests in HTTP mode."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.manifest import EVENTS_PATH


def events(app: AsyncApp) -> web.RouteDef:
    """The address Slack posts events, commands and interactions to."""

    async def dispatch(request: web.Request) -> web.StreamResponse:
        # Bolt answers 500 to a timestamp that is no number; to whoever sent it, it is as bad as a wrong one.
        if not request.headers.get("X-Slack-Request-Timestamp", "").isdecimal():
            return web.json_response({"error": "invalid request"}, status=401)
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return web.post(EVENTS_PATH, dispatch)


@asynccontextmanager
async def serving(routes: Iterable[web.RouteDef], host: str, port: int) -> AsyncIterator[int]:
    """Listen while the block runs; gives the port, which is a free one if 0 was asked for.

    Raises OSError when the port is taken.
    """
    application = web.Application()
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
