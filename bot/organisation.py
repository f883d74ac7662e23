"""One workspace as a process serves it: its books, its Slack, its rituals, its pages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import connections
from bot.app import App, Installation, build_app
from bot.dashboard.doors import Doors
from bot.dashboard.kept import Kept
from bot.dashboard.links import link_words
from bot.dashboard.pictures import Pictures, by_worker
from bot.dashboard.routes import Dashboard
from bot.delivery import Courier
from bot.door import Door
from bot.driver import Driver, driver_of
from bot.features.roster.directory import SlackDirectory
from bot.house import House
from bot.listening import listen
from bot.once import Once, Replays
from bot.parts import Parts
from bot.posting import Posting
from bot.push.routes import DeskOf, desk_of
from bot.refusals import UNAUTHORISED
from bot.settings import Settings
from bot.terms import kept_for
from bot.ticker import once_a_day, ticking
from bot.topics import TopicKeeper
from rituals.agenda import Agenda
from rituals.board import Showing
from rituals.catalogue import CHORES, RITUALS
from rituals.comparing import Comparisons
from rituals.dashboard_entrance import Entrance
from rituals.follow_through_hours import Hours, in_step
from rituals.ids import random_id
from rituals.log_context import about
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

Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything of one workspace, made and not yet at work; nothing in it knows of another one.

    `meet` sees to it, once a day, that it is known who is a guest, who has left and who is in which team.
    `live` does all that is due by now, and returns when it is done.
    """

    agenda: Agenda
    app: App
    client: AsyncWebClient
    dashboard: Dashboard
    desk_of: DeskOf
    door: Door
    driver: Driver
    entrance: Entrance
    installation: Installation
    ledger: Ledger
    live: Work
    meet: Work
    _works: tuple[Work, ...]

    @asynccontextmanager
    async def at_work(self, every: float) -> AsyncIterator[None]:
        """Deliver what is written and keep the rituals while the block runs; `every` is in seconds."""
        ours = self.installation.workspace
        async with beside(self._deliver()), ticking(*self._works, every=every, workspace=ours):
            yield

    async def _deliver(self) -> None:
        with about(workspace=self.installation.workspace):
            await self.driver.run()


@asynccontextmanager
async def organised(
    house: House,
    client: AsyncWebClient,
    installation: Installation,
    ledger: Ledger,
    signing_secret: str | None = None,
) -> AsyncIterator[Organisation]:
    """Make everything of one workspace; what its people began is waited for in the end.

    Without a `signing_secret`, whoever hands over requests has looked at their signatures. Raises
    SettingsProblem.
    """
    settings, clock, machine, reckoner = house.settings, house.calendar, house.machine, house.reckoner
    posting = Posting(client, house.timing.call)
    courier = _courier(house, posting, installation, ledger)
    driver = driver_of(ledger, courier, machine, random_id)
    people, requests = People(ledger), Requests(ledger, machine)
    once = Once(requests, Replays(machine, requests if ledger.is_shared else None))
    app = build_app(client, signing_secret, installation, people, once, answered=house.metrics.answered)
    door = Door(app, house.metrics.heard)
    agenda = Agenda(ledger, clock, RITUALS, [in_step(_hours(settings)), *CHORES])
    directory = SlackDirectory(client, installation.workspace)
    pulls = await _pulls(house, ledger)
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
    meet = once_a_day(clock, partial(Rosters(ledger, clock).refresh, directory))
    topics = TopicKeeper(Topics(ledger, clock), posting, installation.scopes, calendar=clock, machine=machine)
    entrance = Entrance(ledger, machine)

    async def tick() -> None:
        await agenda.tick()
        house.pulse.beat()

    async def live() -> None:
        for work in (meet, pulls.keep, quarter.keep, agenda.tick, driver.drain, topics.keep):
            await work()

    retention = Retention(ledger, clock, kept_for(settings))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(requests.settled)
        stack.push_async_callback(door.farewell)
        # Whoever starts a bot has mended its token.
        await Retrying(ledger, clock).all_refused_for(UNAUTHORISED)
        yield Organisation(
            agenda=agenda,
            app=app,
            client=client,
            dashboard=_dashboard(house, ledger, entrance),
            desk_of=desk_of(Pushing(ledger, clock), Tokens(ledger, clock)),
            door=door,
            driver=driver,
            entrance=entrance,
            installation=installation,
            ledger=ledger,
            live=live,
            meet=meet,
            _works=(
                tick,
                meet,
                topics.keep,
                pulls.keep,
                quarter.keep,
                once_a_day(machine, requests.forget),
                once_a_day(clock, retention.keep),
            ),
        )


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let something run beside the block, and end with it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _courier(house: House, posting: Posting, installation: Installation, ledger: Ledger) -> Courier:
    return Courier(
        ledger,
        posting,
        installation.scopes,
        house.worker.draw,
        calendar=house.calendar,
        machine=house.machine,
        timing=house.timing,
        ended=house.metrics.ended,
    )


def _dashboard(house: House, ledger: Ledger, entrance: Entrance) -> Dashboard:
    """The pages that people read without Slack."""
    calendar, comparisons = house.calendar, Comparisons(ledger, house.calendar, house.reckoner)
    return Dashboard(
        Doors(entrance, is_https=house.settings.url.startswith("https:")),
        entrance,
        Kept(Showing(ledger, calendar), partial(link_words, comparisons)),
        MetricPages(ledger, calendar),
        Pictures(by_worker(house.worker)),
        files=house.files,
    )


def _hours(settings: Settings) -> Hours:
    return Hours(settings.follow_through_friday, settings.follow_through_monday)


async def _pulls(house: House, ledger: Ledger) -> Pulls:
    sources, means = connections.sources(house.settings)
    pulls = Pulls(ledger, house.calendar, sources, partial(pull, means=replace(means, fetch=house.fetch)))
    await pulls.adopt()
    return pulls
