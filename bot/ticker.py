"""The alarm clock: APScheduler calls the agenda every few seconds, and nothing else is asked of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.stopping import let_arrive
from rituals.clock import Clock
from rituals.ids import Ids, random_id
from rituals.log_context import about

_log = logging.getLogger(__name__)

_FAREWELL = 3
"""Seconds that a tick under way has to come to its end when the ticking stops."""


@asynccontextmanager
async def ticking(
    *works: Callable[[], Awaitable[None]],
    every: float,
    workspace: str | None = None,
    ids: Ids = random_id,
) -> AsyncIterator[None]:
    """Tick until the block is left. Each work has its own beat: none waits for another that takes long.

    `every` is in seconds. Whatever is logged in a tick has the same reference, and says whose it was. A tick
    that fails is logged, and the next one comes.
    """
    under_way: set[asyncio.Task[None]] = set()
    is_over = False

    async def beat(work: Callable[[], Awaitable[None]]) -> None:
        if is_over:
            return
        with about(workspace=workspace, reference=ids()[:8]):
            task = asyncio.create_task(_guarded(work))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        # Stopping cancels the beat, not the work: in mid-transaction its connection would be lost. And
        # APScheduler would report a cancelled beat as an error.
        with suppress(asyncio.CancelledError):
            await asyncio.shield(task)

    scheduler = AsyncIOScheduler(timezone="UTC")
    for work in works:
        scheduler.add_job(beat, "interval", [work], seconds=every, coalesce=True, max_instances=1)
    scheduler.start()
    try:
        yield
    finally:
        is_over = True  # APScheduler itself stops a moment later
        scheduler.shutdown(wait=False)
        await let_arrive(under_way, _FAREWELL)


async def _guarded(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
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
