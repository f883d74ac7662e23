"""A calendar that follows a simulator's: for the demo and for tests, in the code that runs in production."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from rituals.clock import Clock

_log = logging.getLogger(__name__)

_FOLLOWER = "polaris"

# The simulator answers a waiting follower after 25 seconds at the latest.
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=40)
_PAUSE = 1.0


class FollowedClock:
    """Calendar time: the machine's, moved by what the simulator says."""

    def __init__(self, control_url: str, machine: Clock, follower: str = _FOLLOWER) -> None:
        self._url = control_url.rstrip("/")
        self._machine = machine
        self._follower = follower
        self._offset = timedelta(0)
        self._step: int | None = None

    def now(self) -> datetime:
        return self._machine.now() + self._offset

    async def follow(
        self, live: Callable[[], Awaitable[None]], next_moment: Callable[[], Awaitable[datetime | None]]
    ) -> None:
        """Until cancelled: at each step of the calendar do what is due, then say so, and what comes next.

        A simulator that goes away is waited for.
        """
        async with aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session:
            while True:
                try:
                    if await self._hear(session, await next_moment()):
                        await live()
                except (aiohttp.ClientError, TimeoutError):
                    await asyncio.sleep(_PAUSE)
                except Exception:  # noqa: BLE001 - the guard: what failed is due again at the next step
                    _log.exception("calendar step failed")
                    await asyncio.sleep(_PAUSE)

    async def look(self) -> None:
        """Set the calendar once, before anything asks for the time.

        Raises aiohttp.ClientError, or whatever reading an answer raises that is none of a simulator.
        """
        async with (
            aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session,
            session.get(f"{self._url}/clock") as answer,
        ):
            answer.raise_for_status()
            self._set(await answer.json())

    async def _hear(self, session: aiohttp.ClientSession, moment: datetime | None) -> bool:
        """Confirm the last step and wait for the next; False when it did not come yet."""
        told = {
            "follower": self._follower,
            "confirmed_step": self._step,
            "next_moment": moment.isoformat() if moment else None,
        }
        async with session.post(f"{self._url}/clock/follow", json=told) as answer:
            answer.raise_for_status()
            heard = await answer.json()
        self._set(heard)
        before, self._step = self._step, int(heard["step"])
        return before != self._step

    def _set(self, heard: dict[str, Any]) -> None:
        self._offset = timedelta(seconds=heard["offset_seconds"])
