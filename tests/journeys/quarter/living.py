"""Thirteen weeks lived: the organisation, the real bot at work in it, and people who do their part."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot import simulator, wiring
from bot.demo.dataset import PACKAGED, read
from bot.demo.feed import Feed
from bot.demo.furnishing import Furnishing
from bot.settings import Settings
from bot.simulator import Simulator
from bot.simulator.cannot import CannotError
from bot.simulator.people import Person
from bot.wiring import Polaris
from rituals.prompts import Asked
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.pauses import Shutdown
from storage.records.preferences import Absence, Preferences
from tests.fakes import CountingIds
from tests.journeys.living import eventually
from tests.journeys.quarter.cast import forty
from tests.journeys.quarter.journal import Journal
from tests.patience import PATIENT

# Sunday evening in Auckland, before the first Monday anywhere; and a Saturday everywhere but in Auckland.
BEGIN = datetime(2026, 2, 1, 8, tzinfo=UTC)
END = datetime(2026, 5, 2, 12, tzinfo=UTC)

# The whole organisation rests for a week in April, and one person for two in March.
REST = (date(2026, 4, 13), date(2026, 4, 19))
AWAY, AWAY_ON = "hana", (date(2026, 3, 9), date(2026, 3, 20))
# One wants to be asked no more than once a week.
SPARED = "liam"


class Quarter:
    """The people at hand, the bot beside them, and what was said so far."""

    def __init__(self, slack: Simulator, polaris: Polaris, feed: Feed, journal: Journal) -> None:
        self.slack, self.polaris, self.journal = slack, polaris, journal
        self._feed = feed

    def __getitem__(self, handle: str) -> Person:
        return self.slack.people[handle]

    async def does(self, what: str, act: Callable[["Quarter"], Awaitable[None]]) -> None:
        """Let somebody do something, and the bot finish its answer; note what could not be done."""
        with self.journal.during(what):
            try:
                await act(self)
            except (CannotError, TimeoutError):
                self.journal.left_out.append(what)
            await self.settled()

    async def settled(self) -> None:
        """Wait until the bot has done what it was asked to, and said what it has to say."""
        await self.slack.settled()
        await self.polaris.door.settled()
        await self.polaris.driver.drain()

    async def walk_to(self, moment: datetime) -> None:
        """Move the calendar through all that is due before; readings come in on their mornings."""
        arrival = await self._feed.bring(self.slack.workspace.clock.now())
        while arrival < moment:
            await self.slack.world.walk.to(arrival)
            arrival = await self._feed.bring(arrival)
        if moment > self.slack.workspace.clock.now():
            await self.slack.world.walk.to(moment)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody does at a moment."""

    moment: datetime
    what: str
    act: Callable[[Quarter], Awaitable[None]]

    @classmethod
    def on(
        cls, day: date, at: time, zone: str, what: str, act: Callable[[Quarter], Awaitable[None]]
    ) -> "Plan":
        """At an hour of a zone's day."""
        return cls(datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC), what, act)


async def lived(folder: Path, plans: Callable[[Quarter], Sequence[Plan]]) -> Journal:
    """Live the quarter, and give everything that was said in it; nothing may be refused or go wrong."""
    with _troubles() as troubles:
        async with a_quarter() as quarter:
            for plan in plans(quarter):
                await quarter.walk_to(plan.moment)
                await quarter.does(plan.what, plan.act)
            await quarter.walk_to(END)
            await quarter.settled()
            async with quarter.polaris.ledger.open() as books:
                sent = await books.deliveries.in_state(*DeliveryState)
    journal = quarter.journal
    journal.name_kinds({each.ts: _kind(each) for each in sent if each.ts and not each.replaces})
    journal.undelivered = [each.key for each in sent if each.state is not DeliveryState.SENT]
    journal.troubles = [*troubles, *(text for _, text in quarter.slack.world.notices)]
    (folder / "journal.txt").write_text("\n".join(each.line() for each in journal.entries))
    return journal


def _kind(delivery: Delivery) -> str:
    """Which content a message is; of a prompt, what is asked in it."""
    if delivery.kind != Asked.kind:
        return delivery.kind
    asked = TypeAdapter(Asked).validate_json(delivery.content)
    return " ".join(dict.fromkeys(f"{Asked.kind}:{part.kind}" for part in asked.parts))


@contextmanager
def _troubles() -> Iterator[list[str]]:
    """Everything that is logged as an error."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(self.format(record))

    ear = Ear(logging.ERROR)
    logging.getLogger().addHandler(ear)
    try:
        yield heard
    finally:
        logging.getLogger().removeHandler(ear)


@asynccontextmanager
async def a_quarter() -> AsyncIterator[Quarter]:
    """The organisation on the eve of the quarter, with the real bot connected; its books are in memory."""
    casting, dataset = forty(), read(PACKAGED)
    async with (
        simulator.running(
            "manifest.yml",
            BEGIN,
            seed=casting.seed,
            granted_optional=("all",),
            files_ready_after=0,
            **PATIENT,
        ) as slack,
        _at_work(slack) as polaris,
    ):
        async with polaris.ledger.open() as books:
            furnishing = Furnishing(dataset, casting, slack.workspace, polaris.agenda, CountingIds(), BEGIN)
            await furnishing.put(books)
            await books.shutdowns.put(Shutdown(*REST, slack.people["ana"].id))
            await books.preferences.put(Preferences(slack.people[SPARED].id, budget=1))
            await books.absences.put(Absence(slack.people[AWAY].id, *AWAY_ON))
        await polaris.live()
        yield Quarter(slack, polaris, Feed(polaris.ledger, dataset, slack.workspace.bot.id), Journal(slack))


@asynccontextmanager
async def _at_work(slack: Simulator) -> AsyncIterator[Polaris]:
    """The bot, as `polaris run` wires it, keeping up with the calendar."""
    settings = Settings(
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_APP_TOKEN=slack.app_token,
        SLACK_API_URL=slack.api_url,
        POLARIS_DATABASE_URL="sqlite://",
        POLARIS_CLOCK_URL=f"{slack.url}/control",
        POLARIS_HTTP_HOST="127.0.0.1",
        POLARIS_HTTP_PORT="0",
    )
    followers = slack.world.walk.followers

    async def followed() -> bool:
        return bool(followers)

    async with wiring.running(settings) as polaris:
        await slack.connected()
        await eventually(followed)
        yield polaris
    followers.clear()
