"""An organisation with half a year behind it, and the real bot at work in it: begun, ended, begun again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import simulator, wiring
from bot.manifest import EVENTS_PATH
from bot.pacing import Timing
from bot.settings import Mode, Settings
from bot.simulator import Simulator
from bot.simulator.people import Person
from bot.wiring import Polaris
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from storage.database import opened
from storage.ledger import Ledger
from storage.records.metrics import Reading
from storage.records.teams import Membership, Standing
from tests.fakes import HandClock
from tests.making import a_star, a_team, a_workspace, an_input
from tests.patience import PATIENT
from tests.ports import free_port

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2025, 8, 11)
# Five minutes to nine in Berlin.
EVE = datetime(2025, 8, 11, 6, 55, tzinfo=UTC)
WEEKS = [31.0, 27.0, 29.0, 33.0, 30.0, 28.0, 32.0, 26.0, 30.0, 29.0, 31.0, 28.0, 30.0, 27.0]
SWIFT = Timing(
    call=0.5,
    doubt=timedelta(seconds=0.6),
    look_again=timedelta(seconds=0.1),
    channel_gap=timedelta(0),
    workspace_gap=timedelta(0),
    picture=5,
    first_delay=timedelta(seconds=0.1),
    longest_delay=timedelta(seconds=0.2),
)


async def eventually(claim: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    """Wait for what nobody tells of; raises TimeoutError."""
    for _ in range(round(seconds / 0.02)):
        if await claim():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


@dataclass(frozen=True, slots=True)
class Office:
    """A simulated Slack, the books beside it, and a bot that comes and goes."""

    slack: Simulator
    database_url: str
    mode: Mode
    port: int

    def __getitem__(self, handle: str) -> Person:
        return self.slack.people[handle]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Polaris]:
        """The bot, as `polaris run` wires it; when the block is left it is gone, and not waited for."""
        settings = Settings(
            SLACK_BOT_TOKEN=self.slack.bot_token,
            SLACK_APP_TOKEN=self.slack.app_token,
            SLACK_SIGNING_SECRET=self.slack.signing_secret,
            SLACK_API_URL=self.slack.api_url,
            POLARIS_DATABASE_URL=self.database_url,
            POLARIS_CLOCK_URL=f"{self.slack.url}/control",
            POLARIS_MODE=self.mode,
            POLARIS_HTTP_HOST="127.0.0.1",
            POLARIS_HTTP_PORT=str(self.port),
        )
        followers = self.slack.world.walk.followers

        async def followed() -> bool:
            return bool(followers)

        async with wiring.running(settings, timing=SWIFT) as polaris:
            if self.mode is Mode.SOCKET:
                await self.slack.connected()
            await eventually(followed)
            await polaris.live()
            yield polaris
        followers.clear()

    @asynccontextmanager
    async def ledger(self) -> AsyncIterator[Ledger]:
        async with opened(self.database_url) as database:
            yield database.ledger(self.slack.workspace.team_id)

    async def walk_to(self, day: date, at: time) -> None:
        """Move the calendar to a time of day in Berlin, through all that is due before."""
        await self.slack.world.walk.to(datetime.combine(day, at, BERLIN))

    def pulses(self) -> list[str]:
        """The text of each pulse as it stands now, oldest first."""
        return [each.text for each in self._posted("north-star")]

    def posted_at(self) -> list[str]:
        """When each pulse was posted, as a clock on a wall in Berlin shows it."""
        stamps = [float(each.ts) for each in self._posted("north-star")]
        return [f"{datetime.fromtimestamp(at, BERLIN):%a %d %b %H:%M}" for at in stamps]

    def calls(self, method: str) -> int:
        """How often Slack answered a method at all."""
        return sum(each["name"] == method and each["status"] == 200 for each in self.slack.traffic)

    def _posted(self, channel: str):
        messages = self.slack.workspace.channel(channel).messages.values()
        bot = self.slack.workspace.bot.id
        said = [each for each in messages if each.user == bot and each.subtype is None]
        return [each for each in said if each.thread_ts in {None, each.ts}]


@asynccontextmanager
async def an_office(database_url: str, mode: Mode = Mode.SOCKET) -> AsyncIterator[Office]:
    """An office on the eve of a Monday pulse; nobody has been asked to set anything up."""
    port = free_port()
    events_url = f"http://127.0.0.1:{port}{EVENTS_PATH}" if mode is Mode.HTTP else None
    async with simulator.running(
        "manifest.yml", EVE, events_url=events_url, granted_optional=("all",), files_ready_after=0, **PATIENT
    ) as slack:
        yield Office(slack, database_url, mode, port)


async def furnish(office: Office, values: list[float] = WEEKS, last: date = date(2025, 8, 4)) -> None:
    """Ana's organisation: a North Star with these readings up to a week, Bo's team, two company rituals."""
    ana, slack = office["ana"].id, office.slack.workspace
    team = a_team(id="engine", name="Engine", lead=office["bo"].id, channel=slack.channel("team-engine").id)
    star = a_star(chosen_by=ana)
    first = last - timedelta(weeks=len(values) - 1)
    async with office.ledger() as ledger, ledger.open() as books:
        company = a_workspace(
            id=slack.team_id,
            product_lead=ana,
            company_channel=slack.channel("north-star").id,
            time_zone="Europe/Berlin",
            pulse_public_since=first,
        )
        await books.workspaces.put(company)
        await books.north_stars.add(star)
        await books.teams.put(team)
        for member in ("bo", "hana", "lena"):
            await books.memberships.put(Membership(team.id, office[member].id, Standing.CHANNEL))
        await books.inputs.put(an_input(team=team.id, proposed_by=team.lead, agreed_by=team.lead))
        agenda = Agenda(ledger, HandClock(EVE), RITUALS)
        await agenda.keep(books, "monday", None, days=(1,), at=time(9), zone="Europe/Berlin")
        await agenda.keep(books, "sentence", None, days=(5,), at=time(16), zone="Europe/Berlin")
        key = star.metric.key
        await books.readings.put(
            [Reading(key, first + timedelta(weeks=n), value, ana, EVE) for n, value in enumerate(values)]
        )
