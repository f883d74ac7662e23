"""The calendar is walked, and those who follow it live every moment in between."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator.clock import Clock
from bot.simulator.walk import Walk

START = datetime(2026, 3, 16, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def standing():
    """Machine time that does not pass, so that moments can be compared."""
    return 1_000_000_000.0


@pytest.fixture
def clock():
    return Clock(START, standing)


@pytest.fixture
def walk(clock):
    return Walk(clock, lambda: None)


class Diarist:
    """A follower that writes down every moment it was shown, and names its next one."""

    def __init__(self, walk, next_moment=lambda _: None, name="diarist", aside=False):
        self.walk, self._next, self.name, self._aside = walk, next_moment, name, aside
        self.moments = []
        self._task: asyncio.Task[None]

    async def __aenter__(self):
        shape = await self.walk.follow(self.name, None, self._next(START), aside=self._aside)
        self._task = asyncio.create_task(self._keep_up(shape["step"]))
        return self

    async def __aexit__(self, *_):
        self._task.cancel()

    async def _keep_up(self, step):
        now = START
        while True:
            shape = await self.walk.follow(self.name, step, self._next(now), aside=self._aside)
            if shape["step"] > step:
                step, now = shape["step"], datetime.fromisoformat(shape["now"])
                self.moments.append(now)


async def test_without_followers_a_jump_is_one_step(walk, clock):
    shape = await walk.to(START + 24 * HOUR)

    assert clock.now() == START + 24 * HOUR
    assert (shape["step"], shape["walking"]) == (1, False)


async def test_a_follower_that_names_no_moment_is_walked_in_steps_of_five_minutes(walk):
    async with Diarist(walk) as diarist:
        await walk.to(START + timedelta(minutes=12))

    minutes = [(moment - START).total_seconds() / 60 for moment in diarist.moments]
    assert minutes == [5, 10, 12]


async def test_named_moments_are_stopped_at_and_the_rest_is_passed_over(walk):
    plan = [START + HOUR, START + 30 * HOUR, START + 100 * HOUR]

    def upcoming(now):
        return next((moment for moment in plan if moment > now), START + 1_000 * HOUR)

    async with Diarist(walk, upcoming) as diarist:
        await walk.on(hours=48)

    assert diarist.moments == [START + HOUR, START + 30 * HOUR, START + 48 * HOUR]


async def test_every_follower_confirms_before_the_next_step(walk):
    far = START + 1_000 * HOUR
    async with Diarist(walk, lambda _: far, "one") as one, Diarist(walk, lambda _: None, "other") as other:
        await walk.on(minutes=10)

    assert one.moments == other.moments == [START + timedelta(minutes=5), START + timedelta(minutes=10)]


async def test_the_next_moment_is_passed_by_one_second(walk, clock):
    async with Diarist(walk, lambda _: START + HOUR):
        await walk.to_next_moment()

    assert clock.now() == START + HOUR + timedelta(seconds=1)


async def test_nobody_jumps_to_what_is_done_aside_yet_it_is_lived_on_the_way(walk, clock):
    async with (
        Diarist(walk, lambda now: now + HOUR, name="feeder", aside=True) as feeder,
        Diarist(walk, lambda _: START + 2 * HOUR),
    ):
        await walk.to_next_moment()

    assert feeder.moments[0] == START + HOUR
    assert clock.now() == START + 2 * HOUR + timedelta(seconds=1)


async def test_what_was_planned_since_a_follower_last_spoke_is_known(walk, clock):
    plans: list[datetime | None] = [None]
    async with Diarist(walk, lambda _: plans[-1]):
        await asyncio.sleep(0)
        plans.append(START + HOUR)
        await walk.to_next_moment()

    assert clock.now() == START + HOUR + timedelta(seconds=1)


async def test_with_nothing_planned_there_is_no_next_moment(walk):
    with pytest.raises(LookupError, match="Nothing is planned"):
        await walk.to_next_moment()


async def test_the_calendar_does_not_go_back(walk):
    with pytest.raises(ValueError, match="only moves forward"):
        await walk.to(START - HOUR)


async def test_a_silent_follower_is_left_behind_with_a_notice(clock):
    notices: list[str] = []
    walk = Walk(clock, lambda: None, notice=notices.append, patience_s=0.02)
    await walk.follow("sleeper", None, None)
    await walk.on(minutes=10)

    assert notices == ["sleeper did not keep up with the clock and is no longer waited for."]
    assert clock.now() == START + timedelta(minutes=10)


async def test_a_poll_answers_after_a_while_even_when_nothing_moves(clock):
    walk = Walk(clock, lambda: None, poll_s=0.01)
    first = await walk.follow("patient", None, None)

    assert await walk.follow("patient", first["step"], None) == first


async def test_the_workspaces_own_moments_are_stopped_at(clock):
    own = (START + HOUR).timestamp()
    seen = []
    walk = Walk(clock, lambda: seen.append(clock.now()), lambda: own)
    await walk.on(hours=2)

    assert seen[0] == START + HOUR


@pytest.mark.parametrize(
    ("weekday", "at", "zone", "arrived"),
    [
        ("monday", "09:30", "UTC", datetime(2026, 3, 16, 9, 30, tzinfo=UTC)),
        ("monday", "09:00", "UTC", datetime(2026, 3, 23, 9, tzinfo=UTC)),
        ("Monday", "9", "Europe/Berlin", datetime(2026, 3, 23, 8, tzinfo=UTC)),
        ("sunday", "09:00", "Pacific/Auckland", datetime(2026, 3, 21, 20, tzinfo=UTC)),
        # After the clocks went forward in Berlin.
        ("monday", "09:00", "America/New_York", datetime(2026, 3, 16, 13, tzinfo=UTC)),
    ],
)
async def test_a_weekday_is_the_next_one_in_its_zone(walk, clock, weekday, at, zone, arrived):
    await walk.to_weekday(weekday, at, zone)

    assert clock.now() == arrived


async def test_one_walk_waits_for_another(walk, clock):
    async with Diarist(walk):
        await asyncio.gather(walk.on(minutes=5), walk.to(START + timedelta(minutes=10)))

    assert clock.now() == START + timedelta(minutes=10)


def test_a_moment_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="does not say its offset"):
        Clock(START.replace(tzinfo=None))


def test_stamps_follow_the_calendar(clock):
    before = clock.stamp()
    clock.pass_(days=1)

    assert float(clock.stamp()) - float(before) == pytest.approx(86_400)
