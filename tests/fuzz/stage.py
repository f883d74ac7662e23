"""A filled organisation with the real bot in it, over signed HTTP, and everything it says written down."""

import asyncio
import io
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stderr
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as day_time
from hashlib import sha256
from hmac import new as hmac
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from bot import logs, simulator, wiring
from bot.demo.casting import cast
from bot.demo.dataset import read
from bot.demo.feed import Feed, FixedClock
from bot.demo.furnishing import TIME_ZONE, Furnishing
from bot.demo.past import bring_up
from bot.manifest import EVENTS_PATH, manifest
from bot.pacing import Timing
from bot.settings import Settings, read_command_names
from bot.simulator import Simulator
from bot.simulator.seeds import DEMO
from bot.wiring import Polaris
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from rituals.clock import SystemClock
from rituals.ids import random_id
from storage.database import opened
from tests.fakes import HandClock
from tests.house.source import ROOT
from tests.patience import PATIENT
from tests.ports import free_port

# Whatever else the machine does, it is waited for.
AT_ONCE = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0), call=30, picture=60)
DATA = ROOT / "bot" / "demo" / "data"

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP, after how many seconds, and how many of them we were at work."""

    status: int
    body: Any
    took: float
    worked: float


@dataclass
class Stage:
    """The bot, its Slack, and what was said and logged since the last look."""

    slack: Simulator
    polaris: Polaris
    clock: HandClock
    url: str
    session: aiohttp.ClientSession
    log: io.StringIO
    sent: list[dict[str, Any]] = field(default_factory=list)
    unhandled: list[str] = field(default_factory=list)
    _read_up_to: int = 0

    def signed(self, body: bytes, stamp: str | None = None) -> dict[str, str]:
        """The headers that prove the body comes from Slack."""
        stamp = stamp if stamp is not None else str(int(SystemClock().now().timestamp()))
        digest = hmac(self.slack.signing_secret.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        """Post to the door, and let everything that follows come to its end."""
        began, before = time.monotonic(), time.process_time()
        async with self.session.post(self.url, data=body, headers=headers) as response:
            text = await response.text()
            took, worked = time.monotonic() - began, time.process_time() - before
            is_json = response.content_type == JSON and text
        await self.polaris.door.settled()
        return Answer(response.status, json.loads(text) if is_json else text, took, worked)

    def listeners(self) -> frozenset[str]:
        """Everything that is listened to, by name; a command with each of its words."""
        known = self.polaris.door.registered
        words = [f"{name} {word}".strip() for name, some in known.commands.items() for word in some]
        return frozenset([*words, *known.shortcuts, *known.actions, *known.views, *known.events])

    def heard(self) -> list[dict[str, Any]]:
        """What the bot asked of Slack since the last time."""
        found, self.sent[:] = list(self.sent), []
        return found

    def logged(self) -> str:
        """What was logged since the last time."""
        self.log.seek(self._read_up_to)
        found = self.log.read()
        self._read_up_to = self.log.tell()
        return found


@asynccontextmanager
async def a_stage(database_url: str) -> AsyncIterator[Stage]:
    """The demo's organisation in an empty database, and the bot at work in it."""
    dataset = read(DATA)
    casting = cast(list(dict.fromkeys(card.team for card in dataset.inputs)), DEMO)
    now = datetime.combine(dataset.start, day_time(8, 57), ZoneInfo(TIME_ZONE))
    port = free_port()
    url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    async with simulator.running(
        manifest(read_command_names().commands),
        now,
        seed=casting.seed,
        events_url=url,
        granted_optional=("all",),
        files_ready_after=0,
        **PATIENT,
    ) as slack:
        await _furnished(database_url, dataset, casting, slack)
        settings = Settings(
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_SIGNING_SECRET=slack.signing_secret,
            SLACK_API_URL=slack.api_url,
            POLARIS_MODE="http",
            POLARIS_HTTP_HOST="127.0.0.1",
            POLARIS_HTTP_PORT=str(port),
            POLARIS_URL="https://polaris.example.com",
            POLARIS_DATABASE_URL=database_url,
        )
        clock = HandClock(slack.workspace.clock.now())
        with _Logging() as log:
            async with (
                wiring.running(settings, clock, AT_ONCE) as polaris,
                aiohttp.ClientSession() as session,
            ):
                stage = Stage(slack, polaris, clock, url, session, log)
                slack.world.traffic.watchers.append(stage.sent.append)
                asyncio.get_running_loop().set_exception_handler(
                    lambda _loop, context: stage.unhandled.append(repr(context))
                )
                yield stage


class _Logging:
    """The real handlers, at DEBUG, into a buffer instead of standard error."""

    def __enter__(self) -> io.StringIO:
        root = logging.getLogger()
        self._before = root.handlers[:], root.level
        self._log = io.StringIO()
        with redirect_stderr(self._log):
            logs.set_up("DEBUG")
        return self._log

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.handlers[:], level = self._before
        root.setLevel(level)


async def _furnished(database_url: str, dataset: Any, casting: Any, slack: Simulator) -> None:
    now, workspace = slack.workspace.clock.now(), slack.workspace
    async with opened(database_url) as database:
        ledger = database.ledger(workspace.team_id)
        agenda = Agenda(ledger, FixedClock(now), RITUALS)
        async with ledger.open() as books:
            await Furnishing(dataset, casting, workspace, agenda, random_id, now).put(books)
        await Feed(ledger, dataset, workspace.bot.id).bring(now)
        async with ledger.open() as books:
            await bring_up(books, dataset.story.waiting, ids=random_id, now=now)
