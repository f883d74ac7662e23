"""The whole door of the bot over a filled database: somebody asks for something, and what follows is seen."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import copy
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.app import Installation, build_app
from bot.delivery import Courier
from bot.door import Door
from bot.features.roster.directory import SlackDirectory
from bot.listening import listen
from bot.once import Once, Replays
from bot.pacing import Timing
from bot.parts import Parts
from bot.posting import Posting
from bot.reckoning import WorkerReckoner
from bot.settings import Settings
from bot.worker import Worker
from rituals.agenda import Agenda
from rituals.catalogue import CHORES, RITUALS
from rituals.comparing import Comparisons
from rituals.people import People
from rituals.pulling import Pulls
from rituals.quarter import QuarterlyLinks
from rituals.requests import Requests
from storage.engine import open_engine
from storage.ledger import Ledger
from storage.records.people import Person
from storage.sources.configs import CsvWebSource
from storage.sources.pulling import pull
from storage.sources.rows import Means
from tests.authorisation.people import LEAD, OURS, Actor
from tests.fakes import HandClock
from tests.making import MONDAY_NINE

# In the operator's own file.
WAREHOUSE = CsvWebSource(
    kind="csv_web", name="warehouse", url="https://data.example.com/a.csv", only=("noise",), layout="wide"
)
_SOMEBODY = Person(LEAD.user, "Lead", "UTC")
SCOPES = frozenset({"files:read", "channels:manage"})

# What a refusal is told with, but for those who may and did something wrong.
FOR_WANT_OF_A_RIGHT = {
    "DashboardOff",
    "ForTheLeads",
    "GuestsRead",
    "InNoTeam",
    "LeadsNoTeam",
    "NoLongerAsked",
    "NotABoardMaker",
    "NotADecider",
    "NotAKeeper",
    "NotAskedOfYou",
    "NotForGuests",
    "NotNamed",
    "NotTheOwner",
    "NotTheProductLead",
    "NotTheProposer",
    "NotTheRaiser",
    "NotTheTeamLead",
    "NotYetKnown",
    "NotYours",
    "NotYourTeam",
    "NotYourWin",
    "NotYoursToFeed",
    "NothingToFeed",
    "Outsider",
}

Json = dict[str, Any]


class Slack(AsyncWebClient):
    """Takes everything, and remembers it."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-here", retry_handlers=[])
        self.heard: list[tuple[str, Json]] = []

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        said = {**(arguments.get("params") or {}), **(arguments.get("json") or {})}
        self.heard.append((api_method, said))
        data = {"ok": True, "ts": "1.0", "channel": {"id": "C", "is_member": True, "is_channel": True}}
        data |= {"user": {"id": said.get("user", "U"), "name": "somebody", "team_id": OURS}}
        data |= {"view": {"id": "V1"}, "members": [], "file": {"id": "F1"}, "files": []}
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=data,
            headers={},
            status_code=200,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: why it was refused, what went wrong, what was told, which tables changed."""

    refusals: tuple[str, ...]
    mishaps: tuple[str, ...]
    told: str
    changed: Mapping[str, tuple[list[Any], list[Any]]]

    @property
    def is_refused(self) -> bool:
        return not FOR_WANT_OF_A_RIGHT.isdisjoint(self.refusals)


class _Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass
class Stage:
    door: Door
    app: Any
    slack: Slack
    ledger: Ledger
    file: Path
    prepared: dict[str, Path] = field(default_factory=dict)
    _rows: dict[str, list[Any]] = field(default_factory=dict)
    _seen: int = 0

    def __post_init__(self) -> None:
        self._look = sqlite3.connect(self.file)

    async def prepare(self, name: str) -> None:
        """Keep the books as they are now, under a name."""
        kept = self.file.with_name(f"{name}.db")
        with closing(sqlite3.connect(kept)) as copy_:
            self._look.backup(copy_)
        self.prepared[name] = kept

    async def restore(self, name: str) -> None:
        """Let the books be as they were prepared."""
        with closing(sqlite3.connect(self.prepared[name])) as kept:
            kept.backup(self._look)
        async with self.ledger.open() as books:  # and let go of what was remembered of people
            await books.people.put(_SOMEBODY)
        self._rows, self._seen = self._everything(), self._version()

    async def ask(self, actor: Actor, body: Json) -> Outcome:
        """Let Slack bring something, and wait for all that follows."""
        heard, log = _Listening(), logging.getLogger("bot.door")
        before = log.level
        log.addHandler(heard)
        log.setLevel(logging.INFO)
        self.slack.heard.clear()
        try:
            answer = await self.app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
            await self.door.settled()
        finally:
            log.removeHandler(heard)
            log.setLevel(before)
        refusals = [str(vars(each)["because"]) for each in heard.records if each.getMessage() == "refused"]
        mishaps = [
            f"{each.getMessage()}: {each.exc_info[1]!r}" if each.exc_info else each.getMessage()
            for each in heard.records
            if each.getMessage() != "refused"
        ]
        if answer.status != 200:
            mishaps.append(f"answered {answer.status}")
        told = f"{answer.body}{self.slack.heard}"
        return Outcome(tuple(refusals), tuple(mishaps), told, self._changes())

    def _changes(self) -> dict[str, tuple[list[Any], list[Any]]]:
        if self._version() == self._seen:
            return {}
        now = self._everything()
        return {
            name: (
                [row for row in self._rows[name] if row not in rows],
                [row for row in rows if row not in self._rows[name]],
            )
            for name, rows in now.items()
            if rows != self._rows[name]
        }

    def _version(self) -> int:
        """Another number as soon as anybody else has changed anything."""
        return int(self._look.execute("PRAGMA data_version").fetchone()[0])

    def _everything(self) -> dict[str, list[Any]]:
        names = [
            row[0]
            for row in self._look.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {name: self._look.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


@asynccontextmanager
async def a_stage(migrated: Path, folder: Path) -> AsyncIterator[Stage]:
    """The door with everything behind it, and nothing that works beside it."""
    file = Path(copy(migrated, folder / "live.db"))
    clock, slack = HandClock(MONDAY_NINE), Slack()
    settings = Settings(
        SLACK_BOT_TOKEN="xoxb-here",
        SLACK_APP_TOKEN="xapp-here",
        POLARIS_DATABASE_URL=f"sqlite:///{file}",
        POLARIS_URL="https://polaris.example.com",
    )
    ours = Installation(OURS, "Acme", "https://acme.example.com", "UPOLARIS", "BPOLARIS", SCOPES)
    async with AsyncExitStack() as stack:
        engine = open_engine(f"sqlite:///{file}")
        stack.push_async_callback(engine.dispose)
        ledger = Ledger(engine, OURS)
        worker = await stack.enter_async_context(Worker(patience=60))
        timing = Timing()
        posting, reckoner = Posting(slack, 5), WorkerReckoner(worker)
        courier = Courier(ledger, posting, SCOPES, worker.draw, calendar=clock, machine=clock, timing=timing)
        people, requests = People(ledger), Requests(ledger, clock)
        app = build_app(slack, None, ours, people, Once(requests, Replays(clock, None)))
        door = Door(app)
        pulls = Pulls(ledger, clock, [WAREHOUSE], partial(pull, means=Means(fetch=_fetched)))
        listen(
            Parts(
                settings,
                ours,
                ledger,
                clock,
                clock,
                door,
                Agenda(ledger, clock, RITUALS, CHORES),
                SlackDirectory(slack, OURS),
                people,
                courier.pictures,
                reckoner,
                pulls,
                QuarterlyLinks(ledger, clock, Comparisons(ledger, clock, reckoner)),
            )
        )
        yield Stage(door, app, slack, ledger, file)


async def _fetched(*_asked: Any, **_how: Any) -> bytes:
    return b"period_start,Merged pull requests\n2026-03-02,12\n"
