"""Settings in, running bot out: the one file that knows every concrete part."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import connections, server, watchdog
from bot.app import Installation, build_app
from bot.blocks import commands
from bot.dashboard.doors import PREFIX as DASHBOARD
from bot.dashboard.doors import Doors
from bot.dashboard.kept import Kept
from bot.dashboard.links import link_words
from bot.dashboard.pictures import Pictures, by_worker
from bot.dashboard.routes import Dashboard
from bot.delivery import Courier
from bot.door import Door
from bot.driver import Driver, driver_of
from bot.features.roster.directory import SlackDirectory
from bot.fetching import fetch as fetch_safely
from bot.health import Health, Heartbeat, answering
from bot.listening import listen
from bot.metrics import Metrics
from bot.metrics_page import MetricsPage
from bot.once import Once, Replays
from bot.pacing import Timing
from bot.parts import Parts
from bot.posting import Posting
from bot.push.routes import PREFIX, Push
from bot.reckoning import WorkerReckoner
from bot.refusals import UNAUTHORISED
from bot.settings import Mode, Settings, SettingsProblem
from bot.terms import kept_for
from bot.ticker import once_a_day, ticking
from bot.topics import TopicKeeper
from bot.worker import Worker
from rituals.agenda import Agenda
from rituals.board import Showing
from rituals.catalogue import CHORES, RITUALS
from rituals.clock import Clock, SystemClock
from rituals.comparing import Comparisons
from rituals.dashboard_entrance import Entrance
from rituals.follow_through_hours import Hours, in_step
from rituals.ids import random_id
from rituals.metric_page import MetricPages
from rituals.people import People
from rituals.pulling import Pulls
from rituals.pushing import Pushing
from rituals.quarter import QuarterlyLinks
from rituals.requests import Requests
from rituals.retention import Retention
from rituals.retrying import Retrying
from rituals.roster import Rosters
from rituals.tokens import Tokens
from rituals.topics import Topics
from storage.ledger import Ledger
from storage.sources.pulling import pull
from storage.sources.rows import Fetch

# Seconds. A tick comes every few; one that takes this long hangs.
_TICKED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Polaris:
    """A running bot. `live` does all that is due by now, and returns when it is done.

    `silence` returns when nothing was heard of Slack for so long that only a new start may help.
    """

    agenda: Agenda
    client: AsyncWebClient
    clock: Clock
    door: Door
    driver: Driver
    installation: Installation
    ledger: Ledger
    live: Callable[[], Awaitable[None]]
    port: int
    silence: Callable[[], Awaitable[None]]


@asynccontextmanager
async def running(
    settings: Settings,
    calendar: Clock | None = None,
    timing: Timing | None = None,
    fetch: Fetch = fetch_safely,
) -> AsyncIterator[Polaris]:
    """Everything started in order, and stopped in reverse when the block is left.

    `calendar`, `timing` and `fetch` stand in, in tests, for what production has. Raises SettingsProblem when
    Slack or the database does not accept what the environment says.
    """
    machine, timing, metrics = SystemClock(), timing or _timing(settings), Metrics()
    commands.call_nsm(settings.nsm_command)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(connections.slack_client(settings, metrics.heard))
        installation = await connections.identified(client)
        ledger = await stack.enter_async_context(connections.opened_ledger(settings, installation))
        followed = await connections.followed_clock(settings, machine)
        clock = calendar or followed or machine
        worker = await stack.enter_async_context(Worker(patience=timing.picture))
        reckoner = WorkerReckoner(worker)
        posting = Posting(client, timing.call)
        courier = Courier(
            ledger,
            posting,
            installation.scopes,
            worker.draw,
            calendar=clock,
            machine=machine,
            timing=timing,
            ended=metrics.ended,
        )
        driver = driver_of(ledger, courier, machine, random_id)
        signing_secret = settings.signing_secret.get_secret_value() if settings.mode is Mode.HTTP else None
        people = People(ledger)
        requests = Requests(ledger, machine)
        once = _once(requests, ledger, machine)
        app = build_app(client, signing_secret, installation, people, once, answered=metrics.answered)
        door = Door(app, metrics.heard)
        stack.push_async_callback(door.settled)
        agenda = Agenda(ledger, clock, RITUALS, [in_step(_hours(settings)), *CHORES])
        directory = SlackDirectory(client, installation.workspace)
        pulls = await _pulls(settings, ledger, clock, fetch)
        quarter = QuarterlyLinks(ledger, clock, Comparisons(ledger, clock, reckoner))
        listen(
            Parts(
                settings,
                installation,
                ledger,
                clock,
                machine,
                door,
                agenda,
                directory,
                people,
                courier.pictures,
                reckoner,
                pulls,
                quarter,
            )
        )
        meet_everybody = once_a_day(clock, partial(Rosters(ledger, clock).refresh, directory))
        # Who is a guest, who has left, who is in which team: known before anybody may change anything.
        await meet_everybody()
        # Whoever starts a bot has mended its token.
        await Retrying(ledger, clock).all_refused_for(UNAUTHORISED)

        topics = TopicKeeper(
            Topics(ledger, clock), posting, installation.scopes, calendar=clock, machine=machine
        )

        pulse = Heartbeat(_TICKED_WITHIN)

        async def tick() -> None:
            await agenda.tick()
            pulse.beat()

        async def live() -> None:
            for work in (meet_everybody, pulls.keep, quarter.keep, agenda.tick, driver.drain, topics.keep):
                await work()

        health = _health(ledger, pulse)
        routes = [
            *health.routes(),
            MetricsPage(metrics, ledger, clock, health).route(),
            *([server.events(app)] if settings.mode is Mode.HTTP else []),
        ]
        pages = _dashboard(settings, ledger, worker, reckoner, calendar=clock, machine=machine)
        port = await _listening(stack, settings, routes, _parts(ledger, clock) | pages)
        if settings.mode is Mode.SOCKET:
            socket = await stack.enter_async_context(connections.socket(app, settings))
            health.watch("slack", socket.is_connected)
        else:
            health.watch("slack", _served)
        await stack.enter_async_context(_beside(driver.run()))
        await stack.enter_async_context(
            ticking(
                tick,
                meet_everybody,
                topics.keep,
                pulls.keep,
                quarter.keep,
                once_a_day(machine, requests.forget),
                once_a_day(clock, Retention(ledger, clock, kept_for(settings)).keep),
            )
        )
        if followed is not None:
            await stack.enter_async_context(_beside(followed.follow(live, agenda.next_moment)))
        yield Polaris(
            agenda,
            client,
            clock,
            door,
            driver,
            installation,
            ledger,
            live,
            port,
            partial(watchdog.silence, health, timing.silence),
        )


def _health(ledger: Ledger, pulse: Heartbeat) -> Health:
    """Whatever is there before Slack is; who calls whom there depends on the mode."""
    health = Health("database", "slack", "ticker")
    health.watch("database", answering(ledger))
    health.watch("ticker", pulse.is_heard)
    return health


def _once(requests: Requests, ledger: Ledger, machine: Clock) -> Once:
    return Once(requests, Replays(machine, requests if ledger.is_shared else None))


def _timing(settings: Settings) -> Timing:
    """Slack's pace; with a simulator's calendar, where a week goes by in seconds, as fast as it comes."""
    at_once = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0))
    return at_once if settings.clock_url else Timing()


def _parts(ledger: Ledger, clock: Clock) -> dict[str, web.Application]:
    """What is served beside Slack's requests, each below a path of its own."""
    push = Push(Pushing(ledger, clock), Tokens(ledger, clock), random_id)
    return {PREFIX: push.application()}


def _dashboard(
    settings: Settings,
    ledger: Ledger,
    worker: Worker,
    reckoner: WorkerReckoner,
    *,
    calendar: Clock,
    machine: Clock,
) -> dict[str, web.Application]:
    """The pages that people read without Slack."""
    entrance = Entrance(ledger, machine)
    doors = Doors(entrance, is_https=settings.url.startswith("https:"))
    kept = Kept(Showing(ledger, calendar), partial(link_words, Comparisons(ledger, calendar, reckoner)))
    metrics, pictures = MetricPages(ledger, calendar), Pictures(by_worker(worker))
    return {DASHBOARD: Dashboard(doors, entrance, kept, metrics, pictures).application()}


def _hours(settings: Settings) -> Hours:
    return Hours(settings.follow_through_friday, settings.follow_through_monday)


async def _pulls(settings: Settings, ledger: Ledger, clock: Clock, fetch: Fetch) -> Pulls:
    sources, means = connections.sources(settings)
    pulls = Pulls(ledger, clock, sources, partial(pull, means=replace(means, fetch=fetch)))
    await pulls.adopt()
    return pulls


async def _served() -> bool:
    """Over HTTP it is Slack who calls: whoever is told this was reached by the same server."""
    return True


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let something run beside the block, and end with it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _listening(
    stack: AsyncExitStack,
    settings: Settings,
    routes: Iterable[web.RouteDef],
    parts: Mapping[str, web.Application],
) -> int:
    try:
        serving = server.serving(routes, settings.http_host, settings.http_port, parts)
        return await stack.enter_async_context(serving)
    except OSError as problem:
        where = f"{settings.http_host}:{settings.http_port}"
        raise SettingsProblem(f"POLARIS_HTTP_PORT cannot be used ({where}): {problem.strerror}.") from None
