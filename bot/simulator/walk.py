"""Walking the calendar forward, so that those who follow it live every moment in between."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.simulator.clock import Clock, zone_of
from bot.simulator.records import Json

_STEP = timedelta(minutes=5)
# Seconds for a follower that waits to say what it plans by now.
_SAYS_WITHIN = 2.0
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(slots=True)
class Follower:
    """A program that keeps up with the calendar; `seen` is when it last spoke, in machine seconds."""

    name: str
    seen: float
    confirmed_step: int = 0
    next_moment: datetime | None = None
    waits: bool = False
    times_heard: int = 0
    aside: bool = False


class Walk:
    """Moves the calendar in steps, each confirmed by every follower before the next."""

    def __init__(
        self,
        clock: Clock,
        moved: Callable[[], None],
        own_moment: Callable[[], float | None] = lambda: None,
        notice: Callable[[str], None] = lambda _: None,
        *,
        patience_s: float = 30.0,
        poll_s: float = 25.0,
    ) -> None:
        self._clock, self._moved, self._own_moment, self._notice = clock, moved, own_moment, notice
        self._patience_s, self._poll_s = patience_s, poll_s
        self._changed = asyncio.Condition()
        self._one_at_a_time = asyncio.Lock()
        self.followers: dict[str, Follower] = {}
        self.step = self._asked = 0
        self.walking = False

    def shape(self) -> Json:
        """Give the clock as the control API and the page show it."""
        return {
            "now": self._clock.now().isoformat(),
            "offset_seconds": self._clock.offset,
            "step": self.step,
            "walking": self.walking,
        }

    async def follow(
        self, name: str, confirmed_step: int | None, next_moment: datetime | None, *, aside: bool = False
    ) -> Json:
        """Register or confirm a follower, and wait for the next step (at most 25 s).

        The moments of a follower that works `aside` are lived like any other, but nobody jumps to them.
        """
        follower = self.followers.setdefault(name, Follower(name, self._clock.machine()))
        follower.seen = self._clock.machine()
        follower.times_heard += 1
        follower.next_moment, follower.aside = next_moment, aside
        # A newcomer answers for nothing that happened before it came.
        follower.confirmed_step = self.step if confirmed_step is None else confirmed_step
        await self._tell()
        if confirmed_step is not None:
            asked, follower.waits = self._asked, True
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s), self._changed:
                    await self._changed.wait_for(lambda: self.step > confirmed_step or self._asked > asked)
            follower.waits = False
            follower.seen = self._clock.machine()
        return self.shape()

    async def to(self, target: datetime) -> Json:
        """Walk to a moment; raises `ValueError` for one that has passed."""
        async with self._one_at_a_time:
            if target < self._clock.now():
                raise ValueError("The calendar only moves forward.")
            await self._ask()
            self.walking = True
            try:
                while self._clock.now() < target:
                    await self._step_to(self._next(target))
            finally:
                self.walking = False
                self._moved()
        return self.shape()

    async def on(self, **time_passing: float) -> Json:
        """Walk on by a `timedelta` given as keywords."""
        return await self.to(self._clock.now() + timedelta(**time_passing))

    async def to_next_moment(self) -> Json:
        """Walk to the earliest moment a follower named, and one second more; raises `LookupError`."""
        await self._ask()
        moments = self._moments(each for each in self.followers.values() if not each.aside)
        if not moments:
            raise LookupError("Nothing is planned.")
        return await self.to(min(moments) + timedelta(seconds=1))

    async def _ask(self) -> None:
        """Let those who wait say what they plan by now: somebody may just have made an appointment."""
        heard = [(each, each.times_heard) for each in self.followers.values() if each.waits]
        self._asked += 1
        await self._tell()
        with suppress(TimeoutError):
            async with asyncio.timeout(_SAYS_WITHIN), self._changed:
                await self._changed.wait_for(lambda: all(each.times_heard > before for each, before in heard))

    async def to_weekday(self, weekday: str, at: str, tz: str) -> Json:
        """Walk to the next such weekday and wall-clock time in a zone."""
        if weekday.lower() not in _WEEKDAYS:
            raise ValueError(f"{weekday} is no day of the week.")
        hour, _, minute = at.partition(":")
        zone = zone_of(tz)
        if zone is None:
            raise ValueError(f"There is no time zone {tz}.")
        today = self._clock.now().astimezone(zone).date()
        ahead = (_WEEKDAYS.index(weekday.lower()) - today.weekday()) % 7
        wall = time(int(hour), int(minute or 0))
        target = datetime.combine(today + timedelta(days=ahead), wall, zone)
        if target <= self._clock.now():
            target = datetime.combine(today + timedelta(days=ahead + 7), wall, zone)
        return await self.to(target)

    def _moments(self, followers: Iterable[Follower]) -> list[datetime]:
        now = self._clock.now()
        named = [each.next_moment for each in followers if each.next_moment is not None]
        return [moment for moment in named if moment > now]

    def _next(self, target: datetime) -> datetime:
        now = self._clock.now()
        stops = [target, *self._moments(self.followers.values())]
        own = self._own_moment()
        if own is not None and own > now.timestamp():
            stops.append(datetime.fromtimestamp(own, now.tzinfo))
        if any(each.next_moment is None or each.next_moment <= now for each in self.followers.values()):
            stops.append(now + _STEP)
        return min(stops)

    async def _step_to(self, moment: datetime) -> None:
        self._clock.set(moment)
        self.step += 1
        self._moved()
        await self._tell()
        waiting = self._late
        try:
            async with asyncio.timeout(self._patience_s), self._changed:
                await self._changed.wait_for(lambda: not waiting())
        except TimeoutError:
            for late in waiting():
                del self.followers[late.name]
                self._notice(f"{late.name} did not keep up with the clock and is no longer waited for.")

    def _late(self) -> list[Follower]:
        return [each for each in self.followers.values() if each.confirmed_step < self.step]

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
