"""`polaris check --live`: one real round trip each way, as quiet as can be, and how long it took.

The direct message goes to whoever operates the bot and is deleted at once. The connection of Socket Mode is
closed with Slack's first word: as long as it stands, Slack may send it what `polaris run` waits for.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from time import monotonic

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import connections
from bot.app import identify
from bot.findings import Finding, Mark
from bot.posting import Place
from bot.refusals import why_refused
from bot.settings import Mode, Settings, SettingsProblem

_PATIENCE_S = 10.0
_WORDS = "A test by `polaris check --live`: this message goes by itself."


class _NoHello(Exception):
    """The first word on a socket is another one, or none."""


_TROUBLE = (SlackApiError, _NoHello, aiohttp.ClientError, TimeoutError, ValueError, KeyError)
"""Slack's no, no answer, and one that is not Slack's."""


async def check_live(settings: Settings) -> AsyncIterator[Finding]:
    """Try out the one workspace there is."""
    async with connections.slack_client(settings) as client:
        async for finding in try_out(client, settings):
            yield finding


async def try_out(client: AsyncWebClient, settings: Settings) -> AsyncIterator[Finding]:
    """Try each way in turn; what comes after one that failed is tried all the same."""
    yield await _timed("Web API", "answered auth.test", client.auth_test)
    if settings.mode is Mode.SOCKET:
        yield await _timed("Socket Mode", "said hello", lambda: _hello(client, settings))
    else:
        yield Finding(
            Mark.NOTE, "events", f"over HTTP it is Slack who calls: type {settings.nsm_command} help."
        )
    try:
        person = await _operator(client, settings)
    except (SettingsProblem, *_TROUBLE) as problem:
        yield Finding(Mark.MEND, "direct message", f"nobody found to write to: {_why(problem)}.")
        return
    if person is None:
        yield Finding(Mark.NOTE, "direct message", "not tried: nobody operates the bot or leads it yet.")
        return
    posted: list[Place] = []
    yield await _timed("direct message", "arrived", lambda: _post(client, person, posted))
    for place in posted:
        yield await _timed("direct message", "is deleted again", partial(_delete, client, place))


async def _timed(subject: str, done: str, work: Callable[[], Awaitable[object]]) -> Finding:
    began = monotonic()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await work()
    except _TROUBLE as problem:
        return Finding(Mark.MEND, subject, f"did not work: {_why(problem)}.")
    return Finding(Mark.OK, subject, f"{done} in {(monotonic() - began) * 1000:.0f} ms.")


async def _hello(client: AsyncWebClient, settings: Settings) -> None:
    opened = await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
    session = client.session
    assert session is not None  # the client is wired with a session
    async with session.ws_connect(opened["url"]) as socket:
        first = await socket.receive()
        if first.type is not aiohttp.WSMsgType.TEXT or first.json().get("type") != "hello":
            raise _NoHello


async def _operator(client: AsyncWebClient, settings: Settings) -> str | None:
    installation = await identify(client)
    async with connections.opened_ledger(settings, installation) as ledger, ledger.open() as books:
        workspace = await books.workspaces.get()
    return None if workspace is None else workspace.operator or workspace.product_lead


async def _post(client: AsyncWebClient, person: str, posted: list[Place]) -> None:
    answer = await client.chat_postMessage(channel=person, text=_WORDS)
    posted.append(Place(answer["channel"], answer["ts"]))


async def _delete(client: AsyncWebClient, place: Place) -> None:
    await client.chat_delete(channel=place.channel, ts=place.ts)


def _why(problem: BaseException) -> str:
    """In a few words, and without the address of a connection, which is a secret."""
    if isinstance(problem, SlackApiError):
        return f"Slack refused ({why_refused(problem) or 'in words of its own'})"
    if isinstance(problem, SettingsProblem):
        return str(problem).rstrip(".")
    if isinstance(problem, _NoHello):
        return "Slack did not say hello"
    return "no answer in time" if isinstance(problem, TimeoutError) else type(problem).__name__
