"""The HTTP server: health, metrics, what programs push, the dashboard; Slack's requests in HTTP mode."""

import logging
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any, Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger
from aiohttp.typedefs import Handler
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.incoming import Unreadable, read
from bot.manifest import EVENTS_PATH
from rituals.ids import random_id
from rituals.log_context import about
from storage.spans import span

_log = logging.getLogger(__name__)

# Connections that come at once and are not taken yet. One more knocks again a second later, and of Slack's
# three seconds that is one.
_IN_LINE = 1024

ARRIVING_S = 3.0
"""Seconds for what is under way when the process stops, of the ten that there are in all.

aiohttp waits twice as long before it cuts it off. An event that is cut off comes again.
"""

_TIMESTAMP = re.compile(r"\d{1,12}", re.ASCII)


class _WithoutQuotes(logging.LoggerAdapter[logging.Logger]):
    """aiohttp quotes what it cannot read, and with its whole stack: part of a body may stand in that."""

    def exception(self, msg: object, *args: object, exc_info: Any = True, **told: Any) -> None:
        if isinstance(exc_info, HttpProcessingError | web.RequestPayloadError):
            self.warning("request refused: it is no HTTP")
        else:
            super().exception(msg, *args, exc_info=exc_info, **told)


class Answering(Protocol):
    """Answers requests of Slack's; with status 401 where the signature is wrong."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse: ...


def events(app: Answering) -> web.RouteDef:
    """The address Slack posts events, commands and interactions to."""

    async def dispatch(request: web.Request) -> web.StreamResponse:
        # Bolt answers 500 to either; to whoever sent it, it is as bad as a wrong one.
        signature = request.headers.get("X-Slack-Signature", "")
        if not _TIMESTAMP.fullmatch(request.headers.get("X-Slack-Request-Timestamp", "0")) or (
            not signature.isascii()
        ):
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            asked = await read(request)
        except Unreadable:
            return web.json_response({"error": "invalid request"}, status=400)
        # Slack's check of the certificate bears no signature (slackapi/bolt-js#1397): it is answered, and
        # read no further. One that bears one is held to it like everything else.
        if asked.body.get("ssl_check") == "1" and "X-Slack-Signature" not in request.headers:
            return web.Response()
        answer = await app.async_dispatch(asked)
        if answer.status == 401:  # said here, for Bolt would say it with the whole body
            _log.warning("request refused: it is not signed with SLACK_SIGNING_SECRET")
        return await to_aiohttp_response(answer)

    return web.post(EVENTS_PATH, dispatch)


@web.middleware
async def _referred(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each request a reference for the log. Its address may hold a secret: its pattern is told."""
    with about(reference=random_id()[:8]):
        if request.path == EVENTS_PATH:  # is told of as what it carries
            return await handler(request)
        resource = request.match_info.route.resource
        pattern = "" if resource is None else resource.canonical
        with span("http request", method=request.method, route=pattern) as note:
            answer = await handler(request)
            note(status=str(answer.status))
            return answer


@asynccontextmanager
async def serving(
    routes: Iterable[web.RouteDef],
    host: str,
    port: int,
    parts: Mapping[str, web.Application] = MappingProxyType({}),
) -> AsyncIterator[int]:
    """Listen while the block runs; gives the port, which is a free one if 0 was asked for.

    `parts` are applications of their own, by the path below which they answer. Raises OSError when the
    port is taken.
    """
    application = web.Application(middlewares=[_referred])
    application.add_routes(routes)
    for path, part in parts.items():
        application.add_subapp(path, part)
    runner = web.AppRunner(
        application, access_log=None, logger=_WithoutQuotes(server_logger), shutdown_timeout=ARRIVING_S
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=_IN_LINE).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
