"""Brings the demo up, keeps it up until it is told to stop, and leaves nothing behind."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import simulator
from bot.demo.casting import COMPANY_CHANNEL, PRODUCT_LEAD, Cast, cast
from bot.demo.dataset import Dataset, read
from bot.demo.feed import Feed, FixedClock
from bot.demo.following import keep_up
from bot.demo.furnishing import TIME_ZONE, Furnishing
from bot.demo.gestures import Hands
from bot.demo.life import Life
from bot.demo.past import bring_up
from bot.demo.process import BotStopped, running_bot
from bot.manifest import EVENTS_PATH, manifest
from bot.settings import Mode, read_command_names
from bot.simulator import Simulator
from bot.simulator.cannot import CannotError
from bot.simulator.seeds import DEMO
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from rituals.ids import random_id
from storage.database import opened

PORT = 8765
_PORTS_TRIED = 50
_OPENING = time(8, 57)
_HOST = "127.0.0.1"
# Slack takes longer, and a visitor's time is short.
_PICTURES_READY_AFTER_S = 0.3
_FOLLOWED_WITHIN_S = 30.0
_WELCOME = (
    "Open {url} ({title}, in a Slack of its own): press “Next ritual”, read the pulse in #north-star, "
    "type /commit. Ctrl-C ends it and leaves nothing behind."
)

_DASHBOARD = "The dashboard, for anybody who has this link: {url}"


class PortTaken(Exception):
    """Something else listens there."""


async def show(folder: Path, mode: Mode, port: int | None, say: Callable[[str], None]) -> None:
    """Run the demo until a signal comes.

    Raises PortTaken, BotStopped, DatasetProblem for the folder, or SettingsProblem for the environment.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    work = asyncio.create_task(_show(read(folder), mode, port, say))
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({work, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not stop.is_set():
        await work
    work.cancel()
    with suppress(asyncio.CancelledError, BotStopped):  # Ctrl-C reaches the bot as well
        await work


async def _show(dataset: Dataset, mode: Mode, port: int | None, say: Callable[[str], None]) -> None:
    async with AsyncExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory(prefix="polaris-demo-"))
        bot_port = _free_port()
        casting = cast(list(dict.fromkeys(card.team for card in dataset.inputs)), DEMO)
        slack = await stack.enter_async_context(_slack(casting, dataset, mode, port, bot_port))
        database_url = f"sqlite:///{home}/polaris.db"
        feed, following = await stack.enter_async_context(_furnished(database_url, dataset, casting, slack))
        environment = _environment(slack, mode, bot_port, database_url)
        bot = await stack.enter_async_context(running_bot(environment))
        life = Life(slack, dataset, casting, read_command_names().commands, slack.workspace.clock.now())
        beside: set[asyncio.Task[None]] = {
            asyncio.create_task(keep_up(slack, "readings", feed.bring, following)),
            asyncio.create_task(keep_up(slack, "people", life.live, life.next_moment())),
        }
        for task in beside:
            stack.callback(task.cancel)
        await _kept_up_with(slack)
        lines = [_WELCOME.format(title=dataset.title, url=_first_view(slack))]
        with suppress(CannotError, TimeoutError):  # without it there is still the demo
            lines.append(_DASHBOARD.format(url=await _shared(slack)))
        # Said when all is quiet: whoever stops it from now on interrupts nobody.
        for line in lines:
            say(line)
        fallen = asyncio.create_task(bot.wait())
        stack.callback(fallen.cancel)
        await asyncio.wait({*beside, fallen}, return_when=asyncio.FIRST_COMPLETED)
        for task in beside:
            if task.done():
                task.result()
        raise BotStopped(f"The bot ended with status {bot.returncode}.")


async def _shared(slack: Simulator) -> str:
    """The address of the dashboard, which the product lead shares."""
    lead = Hands(slack, slack.people[PRODUCT_LEAD], read_command_names().commands)
    return await lead.share_the_dashboard(COMPANY_CHANNEL)


def _first_view(slack: Simulator) -> str:
    """Where the pulse arrives, as the person who answers for it."""
    return f"{slack.url}/#as={PRODUCT_LEAD}&channel={COMPANY_CHANNEL}"


async def _kept_up_with(slack: Simulator) -> None:
    """Until the bot, the readings and the people follow the calendar, nobody should move it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_FOLLOWED_WITHIN_S):
            while len(slack.world.walk.followers) < 3:  # noqa: ASYNC110 - it is the simulator's, and tells nobody
                await asyncio.sleep(0.02)


def _environment(slack: Simulator, mode: Mode, bot_port: int, database_url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "POLARIS_MODE": mode,
        "POLARIS_HTTP_HOST": _HOST,
        "POLARIS_HTTP_PORT": str(bot_port),
        "POLARIS_URL": f"http://{_HOST}:{bot_port}",
        "POLARIS_DATABASE_URL": database_url,
        "POLARIS_CLOCK_URL": f"{slack.url}/control",
        "POLARIS_LOG_LEVEL": "WARNING",
    }


@asynccontextmanager
async def _slack(
    casting: Cast, dataset: Dataset, mode: Mode, port: int | None, bot_port: int
) -> AsyncIterator[Simulator]:
    """The simulator, at the port asked for or the first free one."""
    async with AsyncExitStack() as stack:
        for attempt in [port] if port is not None else range(PORT, PORT + _PORTS_TRIED):
            running = simulator.running(
                manifest(read_command_names().commands),
                datetime.combine(dataset.start, _OPENING, ZoneInfo(TIME_ZONE)),
                host=_HOST,
                port=attempt,
                seed=casting.seed,
                events_url=f"http://{_HOST}:{bot_port}{EVENTS_PATH}" if mode is Mode.HTTP else None,
                granted_optional=("all",),
                files_ready_after=_PICTURES_READY_AFTER_S,
            )
            try:
                slack = await stack.enter_async_context(running)
            except OSError:
                continue
            yield slack
            return
    raise PortTaken(f"Port {PORT if port is None else port} is taken; choose another with --port.")


@asynccontextmanager
async def _furnished(
    database_url: str, dataset: Dataset, casting: Cast, slack: Simulator
) -> AsyncIterator[tuple[Feed, datetime]]:
    """The books of the organisation until now, and what brings the readings to come."""
    now, workspace = slack.workspace.clock.now(), slack.workspace
    async with opened(database_url) as database:
        ledger = database.ledger(workspace.team_id)
        agenda = Agenda(ledger, FixedClock(now), RITUALS)
        async with ledger.open() as books:
            await Furnishing(dataset, casting, workspace, agenda, random_id, now).put(books)
        feed = Feed(ledger, dataset, workspace.bot.id)
        next_readings = await feed.bring(now)
        async with ledger.open() as books:
            await bring_up(books, dataset.story.waiting, ids=random_id, now=now)
        yield feed, next_readings


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        port: int = found.getsockname()[1]
        return port
