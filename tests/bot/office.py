"""A courier, a driver and a simulated Slack, wired for tests of delivery."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import simulator
from bot.app import identify
from bot.blocks.layout import Message, Picture, words
from bot.delivery import Courier
from bot.drawing import VIEWS, by_kind
from bot.driver import Driver, driver_of
from bot.pacing import Timing
from bot.posting import Posting
from bot.simulator import Simulator
from bot.simulator.seeds import DEMO
from rituals.letters import Letter, post
from storage.ledger import Ledger
from storage.records.deliveries import Delivery
from storage.records.workspaces import Workspace
from tests.contracts.overheard import faults_of_traffic
from tests.fakes import CountingIds, HandClock
from tests.making import MONDAY_NINE
from tests.patience import PATIENT

MANIFEST = Path(__file__).parents[2] / "manifest.yml"

HISTORY = ("channels:history", "groups:history")

AT_ONCE = Timing(channel_gap=timedelta(0), workspace_gap=timedelta(0), picture=20)

# The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6360000002000100ffff03000006000557bfabd40000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Note:
    kind: ClassVar[str] = "note"
    text: str
    charted: bool = False
    facts: str | None = None


def draw_note(note: Note) -> Message:
    if not note.charted:
        return Message(note.text, [words(note.text)])
    return Message(
        note.text,
        [words(note.text), words("the end")],
        picture=Picture(facts := note.facts or note.text, title="Chart", alt_text=f"A chart of {facts}"),
        picture_at=1,
        without_picture=[words("the numbers as a table")],
    )


@asynccontextmanager
async def an_office(
    ledger: Ledger, granted: tuple[str, ...] = (), timing: Timing = AT_ONCE, ready_after: float = 0.1
) -> "AsyncIterator[Office]":
    """An office with these optional scopes, where files take some seconds to be ready."""
    async with (
        simulator.running(
            MANIFEST,
            MONDAY_NINE,
            seed=DEMO,
            granted_optional=granted,
            files_ready_after=ready_after,
            **PATIENT,
        ) as slack,
        aiohttp.ClientSession() as session,
    ):
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session)
        scopes = (await identify(client)).scopes
        yield await Office(slack, ledger, session, scopes, timing).open()
        assert not (faults := faults_of_traffic(slack.traffic)), faults


@dataclass
class Office:
    """Write letters, let them be delivered, and read what people see."""

    slack: Simulator
    ledger: Ledger
    session: aiohttp.ClientSession
    scopes: frozenset[str]
    timing: Timing = AT_ONCE
    machine: HandClock = field(default_factory=lambda: HandClock(MONDAY_NINE))
    calendar: HandClock = field(default_factory=lambda: HandClock(MONDAY_NINE))
    drawn: list[Any] = field(default_factory=list)
    owners: CountingIds = field(default_factory=CountingIds)

    def __post_init__(self) -> None:
        self.driver = self.another_driver()

    def another_driver(self, calendar: HandClock | None = None) -> Driver:
        """As another process would have it, or the same one after a restart."""
        client = AsyncWebClient(
            token=self.slack.bot_token,
            base_url=self.slack.api_url,
            session=self.session,
            retry_handlers=[],
        )
        courier = Courier(
            self.ledger,
            Posting(client, self.timing.call),
            self.scopes,
            self.draw,
            calendar=calendar or self.calendar,
            machine=self.machine,
            timing=self.timing,
            views={**VIEWS, **by_kind([(Note, draw_note)])},
        )
        self.courier = courier
        return driver_of(self.ledger, courier, self.machine, self.owners)

    async def kill(self, running: "asyncio.Task[None]") -> None:
        """End a running driver without its farewell, as well as that goes within one process."""
        driver: Any = self.driver
        for task in [running, *driver._crew.at_work.values()]:
            task.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def draw(self, picture: Picture) -> bytes:
        self.drawn.append(picture.facts)
        if "undrawable" in picture.facts:
            raise RuntimeError("the worker died")
        return PNG

    def channel(self, name: str) -> str:
        return self.slack.workspace.channel(name).id

    def user(self, name: str) -> str:
        return self.slack.people[name].id

    async def open(self) -> "Office":
        async with self.ledger.open() as books:
            await books.workspaces.put(
                Workspace(self.ledger.workspace, "Northlight", "UTC", product_lead=self.user("ana"))
            )
        return self

    async def write(
        self,
        text: str,
        to: str = "general",
        *,
        charted: bool = False,
        facts: str | None = None,
        **letter: Any,
    ) -> str:
        """A note on its way to a channel or person; gives its key."""
        address = self.user(to) if to in {"ana", "bo"} else self.channel(to)
        async with self.ledger.open() as books:
            await post(
                books, Letter(text, address, Note(text, charted, facts), **letter), self.calendar.now()
            )
        self.calendar.pass_(microseconds=1)
        return text

    async def deliver(self, **later: float) -> None:
        """Let time pass on the machine, then deliver what may be delivered."""
        self.machine.pass_(**later)
        await self.driver.drain()

    async def row(self, key: str) -> Delivery:
        async with self.ledger.open() as books:
            found = await books.deliveries.get(key)
        assert found is not None
        return found

    def texts(self, channel: str = "general") -> list[str]:
        return self.slack.texts(channel)

    def dm(self, person: str = "ana") -> list[str]:
        """What a person reads in their direct message with the bot."""
        reader = self.slack.people[person]
        return reader.reads(reader.dm.id)

    def messages(self, channel: str = "general") -> list[Any]:
        bot = self.slack.workspace.bot.id
        return [each for each in self.slack.workspace.channel(channel).messages.values() if each.user == bot]

    def calls(self, method: str) -> int:
        return sum(entry["name"] == method for entry in self.slack.traffic)
