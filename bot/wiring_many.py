"""Settings in, running bot out, where any number of workspaces install Polaris by themselves."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web

from bot import connections, server, watchdog
from bot.dashboard.doors import PREFIX as DASHBOARD
from bot.dashboard.served import Served
from bot.fetching import fetch as fetch_safely
from bot.front import Front
from bot.health import Health
from bot.house import House, housed
from bot.installing import pages
from bot.installing.exchange import Exchange
from bot.installing.routes import Asking, InstallRoutes, consent_address
from bot.manifest import REDIRECT_PATH, manifest
from bot.metrics_page import MetricsPage
from bot.organisation import beside
from bot.organisations import Organisations
from bot.pacing import Timing
from bot.push.routes import PREFIX, Push
from bot.rotating import Rotation
from bot.settings import Settings
from bot.ticker import ticking
from bot.whose import Whose
from rituals.clock import Clock
from rituals.ids import random_id
from rituals.installing import Installing
from storage.database import Database
from storage.sources.rows import Fetch

_log = logging.getLogger(__name__)

# Seconds within which a process follows what another one has changed.
_LOOK_EVERY = 5.0


@dataclass(frozen=True, slots=True)
class Town:
    """A running bot of many workspaces.

    `live` does all that is due by now, and returns when it is done; `look_round` follows what another process
    has changed, and does what a workspace's own works do not; `settled` waits for farewells that were begun.
    `silence` never returns: over HTTP it is Slack who calls.
    """

    clock: Clock
    database: Database
    live: Callable[[], Awaitable[None]]
    look_round: Callable[[], Awaitable[None]]
    organisations: Organisations
    port: int
    settled: Callable[[], Awaitable[None]]
    silence: Callable[[], Awaitable[None]]


@asynccontextmanager
async def running(
    settings: Settings,
    calendar: Clock | None = None,
    timing: Timing | None = None,
    fetch: Fetch = fetch_safely,
) -> AsyncIterator[Town]:
    """As `bot.wiring.running`. Raises SettingsProblem when the database does not accept the environment."""
    async with AsyncExitStack() as stack:
        seal = connections.seal(settings)
        house = await stack.enter_async_context(housed(settings, calendar, timing, fetch))
        session = await stack.enter_async_context(connections.slack_session())
        database = await stack.enter_async_context(connections.opened_database(settings.database_url))
        database.serve_many()
        asking = _asking(settings)
        secret = settings.client_secret.get_secret_value()
        nobody = connections.client_on(session, settings, None, house.metrics.heard)
        exchange = Exchange(nobody, settings.client_id, secret, asking.back)
        keep = timedelta(days=settings.keep_uninstalled_days)
        installing = Installing(database.ledger, seal, house.calendar, house.machine, keep)
        organisations = Organisations(house, database, seal, installing, session)
        rotation = Rotation(database.ledger, exchange, seal, house.machine)

        async def look_round() -> None:
            installed = await database.installed()
            await rotation.keep(installed)
            await organisations.keep()
            for workspace, each in installed.items():
                if each.erase_at is not None:
                    await _erase(installing, workspace)
            house.pulse.beat()

        install = InstallRoutes(
            asking,
            installing,
            exchange,
            seal,
            client_of=partial(connections.client_on, session, settings),
            machine=house.machine,
            came=organisations.keep,
            files=house.files,
        )
        front = Front(
            settings.signing_secret.get_secret_value(),
            organisations,
            installing,
            settings.url + pages.INSTALL_PATH,
        )
        stack.push_async_callback(front.settled)
        health = _health(house, database)
        routes = [
            *health.routes(),
            MetricsPage(
                house.metrics, lambda: [each.ledger for each in organisations.all()], house.calendar, health
            ).route(),
            *install.routes(),
            server.events(front),
        ]
        parts = _parts(house, database, organisations)
        port = await stack.enter_async_context(connections.listening(settings, routes, parts))
        await stack.enter_async_context(organisations.at_work())
        await look_round()
        await stack.enter_async_context(ticking(look_round, every=_LOOK_EVERY))

        async def settled() -> None:
            await front.settled()
            await organisations.settled()

        async def live() -> None:
            for each in organisations.all():
                await each.live()

        if house.followed is not None:
            next_moment = partial(_next_moment, organisations)
            await stack.enter_async_context(beside(house.followed.follow(live, next_moment)))
        silence = partial(watchdog.silence, health, house.timing.silence)
        yield Town(house.calendar, database, live, look_round, organisations, port, settled, silence)


def _asking(settings: Settings) -> Asking:
    scopes = manifest(settings.commands)["oauth_config"]["scopes"]
    back = settings.url + REDIRECT_PATH
    return Asking(consent_address(settings.slack_api_url), settings.client_id, scopes, back)


def _health(house: House, database: Database) -> Health:
    async def answers() -> bool:
        await database.workspaces()
        return True

    async def served() -> bool:
        return True

    health = Health("database", "slack", "ticker")
    health.watch("database", answers)
    health.watch("slack", served)
    health.watch("ticker", house.pulse.is_heard)
    return health


def _parts(house: House, database: Database, organisations: Organisations) -> dict[str, web.Application]:
    """What is served beside Slack's requests; whose it is says the token or the link."""
    whose = Whose(database, organisations)

    return {
        PREFIX: Push(whose.desk, random_id).application(),
        DASHBOARD: Served(whose.dashboard, lambda: (), house.files).application(),
    }


async def _next_moment(organisations: Organisations) -> datetime | None:
    moments = [await each.agenda.next_moment() for each in organisations.all()]
    return min((each for each in moments if each is not None), default=None)


async def _erase(installing: Installing, workspace: str) -> None:
    try:
        await installing.erase(workspace)
    except Exception:  # noqa: BLE001 - the guard: the others are served and erased all the same
        _log.exception("workspace not erased", extra={"workspace": workspace})
