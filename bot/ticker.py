"""The alarm clock: APScheduler calls the agenda every few seconds, and nothing else is asked of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from rituals.clock import Clock

_log = logging.getLogger(__name__)

_EVERY = 2
"""Seconds between ticks. A tick that is missed or late is of no consequence: the agenda catches up."""


@asynccontextmanager
async def ticking(*works: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Tick until the block is left. Each work has its own beat: none waits for another that takes long.

    A tick that fails is logged, and the next one comes.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    for work in works:
        scheduler.add_job(_guarded, "interval", [work], seconds=_EVERY, coalesce=True, max_instances=1)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def _guarded(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except asyncio.CancelledError:
        return  # told to stop in mid-tick; APScheduler would report it as an error
    except Exception:  # noqa: BLE001 - the guard: the next tick comes
        _log.exception("tick failed")


def once_a_day(clock: Clock, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """Do something at most once a calendar day (UTC), however often it is called.

    What fails is logged, and tried again an hour later.
    """
    done: str | None = None

    async def daily() -> None:
        nonlocal done
        now = clock.now()
        if done in {f"{now:%F}", f"{now:%F %H}"}:
            return
        done = f"{now:%F %H}"
        try:
            await work()
        except Exception:  # noqa: BLE001 - the guard: no ritual waits for this
            _log.exception("daily work failed")
        else:
            done = f"{now:%F}"

    return daily
