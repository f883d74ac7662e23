"""Settings in, running bot out: the one file that knows every concrete part."""

import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import server
from bot.app import Installation, build_app, identify, why_refused
from bot.door import Door
from bot.features.commit.listeners import Commit
from bot.features.draft.listeners import Draft
from bot.features.home.listeners import Home
from bot.features.input.listeners import InputMetrics
from bot.features.log.listeners import Log
from bot.features.monday.listeners import Monday
from bot.features.nsm.listeners import Umbrella, Word
from bot.features.roster.directory import SlackDirectory
from bot.features.roster.listeners import RosterKeeping
from bot.features.sentence.listeners import Sentence
from bot.features.setup.listeners import Setup
from bot.features.team.listeners import TeamPages
from bot.features.win.listeners import CelebrateWin
from bot.health import Health, answering
from bot.settings import Mode, Settings, SettingsProblem
from rituals.agenda import Agenda
from rituals.card import Cards
from rituals.catalogue import RITUALS
from rituals.clock import Clock, SystemClock
from rituals.committing import Commitments
from rituals.drafts import Drafts
from rituals.home import HomePage
from rituals.ids import random_id
from rituals.inputs import Inputs
from rituals.monday import Previews
from rituals.north_star import NorthStars
from rituals.people import People
from rituals.recording import Recordings
from rituals.roster import Rosters
from rituals.sentence import Sentences
from rituals.teams import Teams
from rituals.wins import Wins
from storage.database import Database, opened
from storage.engine import DatabaseProblem
from storage.ledger import Ledger
from storage.records import Workspace

# Shorter than a delivery's lease: a call that has not answered by then is given up before anybody else
# may take the message over.
_SLACK_TIMEOUT = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Polaris:
    """A running bot."""

    app: AsyncApp
    client: AsyncWebClient
    clock: Clock
    door: Door
    installation: Installation
    ledger: Ledger
    port: int


@asynccontextmanager
async def running(settings: Settings, calendar: Clock | None = None) -> AsyncIterator[Polaris]:
    """Everything started in order, and stopped in reverse when the block is left.

    Raises SettingsProblem when Slack or the database does not accept what the environment says.
    """
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(slack_client(settings))
        installation = await _identified(client)
        ledger = await stack.enter_async_context(opened_ledger(settings, installation))
        clock = calendar or SystemClock()
        signing_secret = settings.signing_secret.get_secret_value() if settings.mode is Mode.HTTP else None
        app = build_app(client, signing_secret, installation, People(ledger))
        door = Door(app, random_id)
        stack.push_async_callback(door.settled)
        words = _listen(door, ledger, clock, settings)
        directory = SlackDirectory(client, installation.workspace)
        _listen_to_leads(
            door,
            ledger,
            clock,
            directory=directory,
            installation=installation,
            words=words,
            command=settings.nsm_command,
        )
        await _meet_everybody(Rosters(ledger, clock), directory)
        health = Health("database", "slack")
        health.watch("database", answering(ledger))
        routes = health.routes()
        if settings.mode is Mode.HTTP:
            routes.append(server.events(app))
        port = await _listening(stack, settings, routes)
        if settings.mode is Mode.SOCKET:
            socket = await stack.enter_async_context(_socket(app, settings))
            health.watch("slack", socket.client.is_connected)
        else:
            health.watch("slack", _served)
        yield Polaris(app, client, clock, door, installation, ledger, port)


def _listen(door: Door, ledger: Ledger, clock: Clock, settings: Settings) -> dict[str, Word]:
    """Let every feature listen at the door; those people wait for most, first."""
    people, drafts = People(ledger), Drafts(ledger)
    commitments = Commitments(ledger, clock, random_id, settings.commitments_per_week)
    home = Home(HomePage(ledger, clock, commitments), door, settings.nsm_command)
    commit = Commit(commitments, drafts, people, door, refresh=home.draw, command=settings.commit_command)
    commit.listen()
    Draft(drafts, door).listen()
    home.listen()
    Monday(Previews(ledger, clock), door).listen()
    Sentence(Sentences(ledger, clock), drafts, door).listen()
    wins = Wins(ledger, clock, random_id)
    win = CelebrateWin(wins, drafts, people, door, command=settings.win_command)
    win.listen()
    return {"commit": commit.answer, "win": win.answer}


def _listen_to_leads(
    door: Door,
    ledger: Ledger,
    clock: Clock,
    *,
    directory: SlackDirectory,
    installation: Installation,
    words: Mapping[str, Word],
    command: str,
) -> None:
    """The umbrella command, and what the product lead and the teams' leads do with it."""
    people, drafts, teams = People(ledger), Drafts(ledger), Teams(ledger, clock, random_id)
    inputs, rosters = Inputs(ledger, clock, random_id), Rosters(ledger, clock)
    stars = NorthStars(ledger, clock, random_id, Agenda(ledger, clock, RITUALS))
    setup = Setup(stars, inputs, drafts=drafts, people=people, door=door)
    team = TeamPages(teams, rosters, directory, drafts, door)
    input_metrics = InputMetrics(inputs, teams, drafts, door)
    log = Log(Recordings(ledger, clock), drafts, people, door)
    said: dict[str, Word] = {
        "setup": setup.open,
        "add": setup.wish,
        "team": team.list,
        "input": input_metrics.list,
    }
    said |= {"log": log.answer, **words}
    roster = RosterKeeping(rosters, teams, directory, door, ours=installation)
    Umbrella(Cards(ledger, clock), said, command=command, door=door, meet=roster.meet).listen()
    for each in (setup, team, input_metrics, log, roster):
        each.listen()


async def _meet_everybody(rosters: Rosters, directory: SlackDirectory) -> None:
    """Who is a guest, who has left, who is in which team: known before anybody may change anything."""
    try:
        await rosters.refresh(directory)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as problem:
        log.warning("roster not refreshed", exc_info=problem)


async def _served() -> bool:
    return True  # over HTTP Slack calls us, and whoever can ask for readiness could


async def _listening(stack: AsyncExitStack, settings: Settings, routes: Iterable[web.RouteDef]) -> int:
    try:
        return await stack.enter_async_context(server.serving(routes, settings.http_host, settings.http_port))
    except OSError as problem:
        where = f"{settings.http_host}:{settings.http_port}"
        raise SettingsProblem(f"POLARIS_HTTP_PORT cannot be used ({where}): {problem.strerror}.") from None


@asynccontextmanager
async def slack_client(settings: Settings) -> AsyncIterator[AsyncWebClient]:
    """A client on one shared session, which never repeats a call by itself."""
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=settings.bot_token.get_secret_value(),
            base_url=settings.slack_api_url.rstrip("/") + "/",
            session=session,
            timeout=_SLACK_TIMEOUT,
            retry_handlers=[],
        )


async def _identified(client: AsyncWebClient) -> Installation:
    try:
        return await identify(client)
    except SlackApiError as refusal:
        raise _refused("SLACK_BOT_TOKEN", refusal) from None
    except (aiohttp.ClientError, TimeoutError) as problem:
        reason = str(problem) or "no answer in time"
        raise SettingsProblem(f"SLACK_API_URL cannot be reached: {reason}.") from None


def _refused(token: str, refusal: SlackApiError) -> SettingsProblem:
    code = why_refused(refusal)
    if code is None:
        return SettingsProblem("SLACK_API_URL leads to something that does not answer as Slack does.")
    return SettingsProblem(f"{token} was refused by Slack: {code}.")


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
async def opened_database(url: str) -> AsyncIterator[Database]:
    """The books of every organisation in a database. Raises SettingsProblem."""
    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(opened(url))
        except DatabaseProblem as problem:
            raise SettingsProblem(f"POLARIS_DATABASE_URL is wrong: {problem}.") from None
        yield database


@asynccontextmanager
async def _socket(app: AsyncApp, settings: Settings) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, settings.app_token.get_secret_value())
    try:
        try:
            # connect() would ask by itself, and ask a refused token again for ever.
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
        except SlackApiError as refusal:
            raise _refused("SLACK_APP_TOKEN", refusal) from None
        await handler.client.connect()
        yield handler
    finally:
        await handler.client.close()
