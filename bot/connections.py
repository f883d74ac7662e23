"""What Polaris is connected to: Slack, the database, and for the demo a simulator's calendar.

Each connection either stands or raises SettingsProblem, naming the variable to mend: `Away`, which is one,
where nothing answers now, and something may in a moment.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot import server
from bot.app import Installation, identify
from bot.client import Client
from bot.fetching import fetch
from bot.followed_clock import FollowedClock
from bot.pacing import Timing
from bot.refusals import Heard, may_pass, status_of, why_refused
from bot.settings import Away, Settings, SettingsProblem, SourceSettings, is_set, read_secrets
from bot.websocket import Websocket
from rituals.clock import Clock
from rituals.ids import random_id
from storage.database import Database, opened
from storage.engine import DatabaseAbsent, DatabaseAway, DatabaseProblem
from storage.ledger import Ledger
from storage.records.workspaces import Workspace
from storage.sources import operators_file
from storage.sources.configs import Source
from storage.sources.rows import Means

# One workspace needs no cryptography: with its token alone nobody waits for the import.
if TYPE_CHECKING:
    from storage.sealing import Seal

_CALL_S = ceil(Timing().call)
_SILENCE = (aiohttp.ClientError, TimeoutError)


@asynccontextmanager
async def slack_client(
    settings: Settings, tell: Callable[[Heard], None] = lambda _heard: None
) -> AsyncIterator[AsyncWebClient]:
    """A client on a session of its own; `tell` hears what comes back."""
    async with slack_session() as session:
        yield client_on(session, settings, settings.bot_token.get_secret_value(), tell)


@asynccontextmanager
async def slack_session() -> AsyncIterator[aiohttp.ClientSession]:
    """What clients share. It is its time-out that holds, not the client's."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_CALL_S)) as session:
        yield session


def client_on(
    session: aiohttp.ClientSession,
    settings: Settings,
    token: str | None,
    tell: Callable[[Heard], None] = lambda _heard: None,
    gone: Callable[[], None] = lambda: None,
) -> Client:
    """A client that never repeats a call by itself; `gone` is told when Slack says that its token is."""
    return Client(
        tell,
        gone,
        token=token,
        base_url=settings.slack_api_url.rstrip("/") + "/",
        session=session,
        timeout=_CALL_S,
        retry_handlers=[],
    )


async def identified(client: AsyncWebClient) -> Installation:
    try:
        return await identify(client)
    except SlackApiError as refusal:
        raise _refused("SLACK_BOT_TOKEN", refusal) from None
    except _SILENCE as problem:
        raise _silent(problem) from None


def _silent(problem: Exception) -> Away:
    return Away(f"SLACK_API_URL cannot be reached: {str(problem) or 'no answer in time'}.")


def _refused(token: str, refusal: SlackApiError) -> SettingsProblem:
    code = why_refused(refusal)
    # What answers well, and not as Slack does, is not Slack.
    is_slacks = code is not None or status_of(refusal.response) != HTTPStatus.OK
    kind = Away if is_slacks and may_pass(refusal) else SettingsProblem
    if code is None:
        return kind("SLACK_API_URL leads to something that does not answer as Slack does.")
    return kind(f"{token} was refused by Slack: {code}.")


@asynccontextmanager
async def opened_ledger(settings: Settings, installation: Installation) -> AsyncIterator[Ledger]:
    """The organisation's books, brought up to date. Raises SettingsProblem."""
    async with opened_database(settings.database_url) as database:
        ledger = database.ledger(installation.workspace)
        async with ledger.open() as books:
            if await books.workspaces.get() is None:
                await books.workspaces.put(
                    Workspace(installation.workspace, installation.workspace_name, "UTC")
                )
        yield ledger


@asynccontextmanager
async def opened_database(url: str, *, existing: bool = False) -> AsyncIterator[Database]:
    """The books of every organisation in a database, which is made, or has to be `existing`.

    Raises SettingsProblem.
    """
    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(opened(url, existing=existing))
        except DatabaseAbsent as address:
            raise SettingsProblem(
                f"POLARIS_DATABASE_URL leads to no database: there is none at {address}."
                " `polaris run` makes one there."
            ) from None
        except DatabaseAway as problem:
            raise Away(f"POLARIS_DATABASE_URL cannot be reached: {problem}.") from None
        except DatabaseProblem as problem:
            raise SettingsProblem(f"POLARIS_DATABASE_URL is wrong: {problem}.") from None
        yield database


def sources(settings: SourceSettings) -> tuple[Sequence[Source], Means]:
    """What the operator's file says, and the means to pull it. Raises SettingsProblem, line by line."""
    if settings.sources is None:
        return [], Means(fetch=fetch)
    try:
        found = operators_file.read(settings.sources, is_set)
    except operators_file.FileProblem as problem:
        raise SettingsProblem(f"POLARIS_SOURCES ({settings.sources}) is wrong:\n{problem}") from None
    return found, Means(read_secrets(variable for source in found for variable in source.variables), fetch)


def seal(settings: Settings) -> "Seal":
    """What tokens of several workspaces are kept under."""
    from storage.sealing import Seal

    return Seal(settings.keys)


@asynccontextmanager
async def listening(
    settings: Settings, routes: Iterable[web.RouteDef], parts: Mapping[str, web.Application]
) -> AsyncIterator[int]:
    """The HTTP server while the block runs; gives its port. Raises SettingsProblem."""
    async with AsyncExitStack() as stack:
        try:
            serving = server.serving(routes, settings.http_host, settings.http_port, parts)
            port = await stack.enter_async_context(serving)
        except OSError as problem:
            where = f"{settings.http_host}:{settings.http_port}"
            raise SettingsProblem(
                f"POLARIS_HTTP_PORT cannot be used ({where}): {problem.strerror}."
            ) from None
        yield port


@asynccontextmanager
async def socket(
    app: AsyncApp, settings: Settings, hearing: float, patience: float = server.ARRIVING_S
) -> AsyncIterator[Websocket]:
    """Slack's events over a websocket while the block runs; see `Websocket` for the two numbers."""
    websocket = Websocket(app, settings.app_token.get_secret_value(), hearing)
    try:
        await websocket.begin()
        await _dial(websocket.client)
        yield websocket
    finally:
        await websocket.leave(patience)


async def _dial(client: SocketModeClient) -> None:
    try:
        # connect() would ask by itself, and ask a refused token again for ever; the client's own question
        # is logged beside the sentence that an operator is given.
        opened_to_us = await client.web_client.apps_connections_open(app_token=client.app_token)
        client.wss_uri = opened_to_us["url"]
    except SlackApiError as refusal:
        raise _refused("SLACK_APP_TOKEN", refusal) from None
    except _SILENCE as problem:
        raise _silent(problem) from None
    await client.connect()


async def followed_clock(settings: Settings, machine: Clock) -> FollowedClock | None:
    """The calendar of a simulator, already set; None where none is to be followed."""
    if not settings.clock_url:
        return None
    clock = FollowedClock(settings.clock_url, machine, f"polaris {random_id()}")
    try:
        await clock.look()
    except (aiohttp.ClientResponseError, KeyError, TypeError, ValueError):
        raise SettingsProblem(
            "POLARIS_CLOCK_URL leads to no simulator's calendar: it is the simulator's address with /control"
            " behind it, as http://127.0.0.1:8765/control."
        ) from None
    except aiohttp.ClientError as problem:
        raise SettingsProblem(f"POLARIS_CLOCK_URL cannot be reached: {problem}.") from None
    return clock
