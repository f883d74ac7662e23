"""Settings in, running bot out: what one process has, and the workspace it serves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot import connections, server, watchdog
from bot.app import Installation
from bot.dashboard.doors import PREFIX as DASHBOARD
from bot.dashboard.files import Files
from bot.dashboard.served import alone
from bot.door import Door
from bot.driver import Driver
from bot.fetching import fetch as fetch_safely
from bot.health import Health, Heartbeat, answering
from bot.house import housed
from bot.metrics_page import MetricsPage
from bot.organisation import Organisation, beside, organised
from bot.pacing import Timing
from bot.push.routes import PREFIX, Push
from bot.settings import Mode, Settings
from rituals.agenda import Agenda
from rituals.clock import Clock
from rituals.ids import random_id
from storage.ledger import Ledger
from storage.sources.rows import Fetch


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
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(housed(settings, calendar, timing, fetch))
        metrics, clock = house.metrics, house.calendar
        client = await stack.enter_async_context(connections.slack_client(settings, metrics.heard))
        installation = await connections.identified(client)
        ledger = await stack.enter_async_context(connections.opened_ledger(settings, installation))
        ours = await stack.enter_async_context(
            organised(house, client, installation, ledger, _secret(settings))
        )
        # Who is a guest, who has left, who is in which team: known before anybody may change anything.
        await ours.meet()
        health = _health(ledger, house.pulse)
        routes = [
            *health.routes(),
            MetricsPage(metrics, lambda: [ledger], clock, health).route(),
            *([server.events(ours.app)] if settings.mode is Mode.HTTP else []),
        ]
        port = await stack.enter_async_context(
            connections.listening(settings, routes, _parts(ours, house.files))
        )
        if settings.mode is Mode.SOCKET:
            listening = connections.socket(ours.app, settings, house.timing.hearing)
            health.watch("slack", (await stack.enter_async_context(listening)).is_heard)
        else:
            health.watch("slack", _served)
        await stack.enter_async_context(ours.at_work(house.timing.tick))
        if house.followed is not None:
            await stack.enter_async_context(beside(house.followed.follow(ours.live, ours.agenda.next_moment)))
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
            partial(watchdog.silence, health, house.timing.silence),
        )


def _health(ledger: Ledger, pulse: Heartbeat) -> Health:
    """Whatever is there before Slack is; who calls whom there depends on the mode."""
    health = Health("database", "slack", "ticker")
    health.watch("database", answering(ledger))
    health.watch("ticker", pulse.is_heard)
    return health


def _secret(settings: Settings) -> str | None:
    """What Slack signs with, where requests come over HTTP."""
    return settings.signing_secret.get_secret_value() if settings.mode is Mode.HTTP else None


def _parts(ours: Organisation, files: Files) -> dict[str, web.Application]:
    """What is served beside Slack's requests, each below a path of its own."""
    return {
        PREFIX: Push(ours.desk_of, random_id).application(),
        DASHBOARD: alone(ours.dashboard, files),
    }


async def _served() -> bool:
    """Over HTTP it is Slack who calls: whoever is told this was reached by the same server."""
    return True
