"""Settings in, running bot out: what one process has, and the workspace it serves."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import connections, server, watchdog
from bot.app import Installation
from bot.blocks import commands
from bot.dashboard.doors import PREFIX as DASHBOARD
from bot.dashboard.files import Files
from bot.dashboard.served import alone
from bot.door import Door
from bot.driver import Driver
from bot.fetching import fetch as fetch_safely
from bot.health import Health, Heartbeat, answering
from bot.house import House
from bot.metrics import Metrics
from bot.metrics_page import MetricsPage
from bot.organisation import Organisation, beside, organised
from bot.pacing import Timing
from bot.push.routes import PREFIX, Push
from bot.reckoning import WorkerReckoner
from bot.settings import Mode, Settings, SettingsProblem
from bot.worker import Worker
from rituals.agenda import Agenda
from rituals.clock import Clock, SystemClock
from rituals.ids import random_id
from storage.ledger import Ledger
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
        house = House(
            settings,
            clock,
            machine,
            timing,
            metrics,
            worker,
            WorkerReckoner(worker),
            fetch,
            Heartbeat(_TICKED_WITHIN),
            Files(),
        )
        ours = await stack.enter_async_context(organised(house, client, installation, ledger))
        health = _health(ledger, house.pulse)
        routes = [
            *health.routes(),
            MetricsPage(metrics, ledger, clock, health).route(),
            *([server.events(ours.app)] if settings.mode is Mode.HTTP else []),
        ]
        port = await _listening(stack, settings, routes, _parts(ours, house.files))
        if settings.mode is Mode.SOCKET:
            socket = await stack.enter_async_context(connections.socket(ours.app, settings))
            health.watch("slack", socket.is_connected)
        else:
            health.watch("slack", _served)
        await stack.enter_async_context(ours.at_work())
        if followed is not None:
            await stack.enter_async_context(beside(followed.follow(ours.live, ours.agenda.next_moment)))
        yield Polaris(
            ours.agenda,
            client,
            clock,
            ours.door,
            ours.driver,
            installation,
            ledger,
            ours.live,
            port,
            partial(watchdog.silence, health, timing.silence),
        )


def _health(ledger: Ledger, pulse: Heartbeat) -> Health:
    """Whatever is there before Slack is; who calls whom there depends on the mode."""
    health = Health("database", "slack", "ticker")
    health.watch("database", answering(ledger))
    health.watch("ticker", pulse.is_heard)
    return health


def _timing(settings: Settings) -> Timing:
    """Slack's pace; with a simulator's calendar, where a week goes by in seconds, as fast as it comes."""
    at_once = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0))
    return at_once if settings.clock_url else Timing()


def _parts(ours: Organisation, files: Files) -> dict[str, web.Application]:
    """What is served beside Slack's requests, each below a path of its own."""
    return {
        PREFIX: Push(ours.desk_of, random_id).application(),
        DASHBOARD: alone(ours.dashboard, files),
    }


async def _served() -> bool:
    """Over HTTP it is Slack who calls: whoever is told this was reached by the same server."""
    return True


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
