"""A calendar that is moved on is lived through: no ritual in between is skipped or goes stale."""

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta

import pytest

from bot.followed_clock import FollowedClock
from rituals.agenda import Agenda
from rituals.clock import SystemClock
from rituals.letters import Letter
from rituals.ritual import Occasion, Ritual
from storage.ledger import Books
from storage.records.deliveries import DeliveryState
from tests.bot.office import Note, an_office
from tests.making import MONDAY_NINE

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@pytest.fixture
async def office(ledger):
    async with an_office(ledger) as opened:
        yield opened


@asynccontextmanager
async def living(office, days=EVERY_DAY):
    """A daily ritual at ten, kept by a bot that follows the simulator's calendar."""
    channel = office.channel("general")

    async def say_the_day(books: Books, occasion: Occasion) -> Sequence[Letter]:
        return [Letter(occasion.key(), channel, Note(occasion.day.isoformat()))]

    calendar = FollowedClock(f"{office.slack.url}/control", SystemClock())
    await calendar.look()
    ritual = Ritual("daily", say_the_day, fresh_for=timedelta(minutes=30))
    agenda = Agenda(office.ledger, calendar, {"daily": ritual})
    driver = office.another_driver(calendar)
    async with office.ledger.open() as books:
        await agenda.keep(books, "daily", None, days=days, at=time(10), zone="UTC")

    awake = asyncio.Event()

    async def live():
        await agenda.tick()
        await driver.drain()
        awake.set()

    following = asyncio.create_task(calendar.follow(live, agenda.next_moment))
    async with asyncio.timeout(20):
        await awake.wait()
    yield calendar
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


def posted_at(message):
    return datetime.fromtimestamp(float(message.ts), MONDAY_NINE.tzinfo)


async def test_the_calendar_is_the_simulators(office):
    async with living(office) as calendar:
        await office.slack.world.walk.on(hours=1)

        assert abs(calendar.now() - office.slack.world.clock.now()) < timedelta(minutes=1)


async def test_a_jump_of_a_week_lives_every_day_on_its_hour(office):
    async with living(office):
        await office.slack.world.walk.on(days=7)

    days = [date(2026, 3, 16) + timedelta(days=n) for n in range(7)]
    assert office.texts() == [day.isoformat() for day in days]
    assert all(posted_at(message).hour == 10 for message in office.messages())
    assert all(posted_at(message).minute < 6 for message in office.messages())


async def test_the_simulator_learns_what_comes_next(office):
    async with living(office):
        await office.slack.world.walk.to_next_moment()
        first = office.texts()
        await office.slack.world.walk.to_next_moment()

    assert first == ["2026-03-16"]
    assert office.texts() == ["2026-03-16", "2026-03-17"]


async def test_the_calendar_waits_until_what_is_due_is_done(office):
    office.slack.faults.add("slow", "chat.postMessage", seconds=0.3)
    async with living(office):
        await office.slack.world.walk.to(MONDAY_NINE + timedelta(hours=1))
        async with office.ledger.open() as books:
            states = [row.state for row in await books.deliveries.in_state(*DeliveryState)]

    assert states == [DeliveryState.SENT]


async def test_a_simulator_that_is_away_for_a_while_is_waited_for(office, monkeypatch):
    monkeypatch.setattr("bot.followed_clock._PAUSE", 0.01)
    calendar = FollowedClock("http://127.0.0.1:9", SystemClock())
    lived = asyncio.Event()

    async def live():
        lived.set()

    async def next_moment():
        return None

    following = asyncio.create_task(calendar.follow(live, next_moment))
    await asyncio.sleep(0.05)
    calendar._url = f"{office.slack.url}/control"
    async with asyncio.timeout(20):
        await lived.wait()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)

    assert abs(calendar.now() - office.slack.world.clock.now()) < timedelta(minutes=1)


async def test_a_step_that_fails_does_not_stop_the_calendar(office, monkeypatch, caplog):
    monkeypatch.setattr("bot.followed_clock._PAUSE", 0.01)
    calendar = FollowedClock(f"{office.slack.url}/control", SystemClock())
    torn, again = asyncio.Event(), asyncio.Event()

    async def live():
        if office.slack.world.walk.step == 0:
            torn.set()
            raise RuntimeError("the books are torn")
        again.set()

    async def next_moment():
        return None

    following = asyncio.create_task(calendar.follow(live, next_moment))
    async with asyncio.timeout(60):
        await torn.wait()
        await office.slack.world.walk.on(minutes=5)
        await again.wait()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)

    assert "calendar step failed" in caplog.messages
