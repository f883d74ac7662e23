"""`polaris run`: the bot, from its start to a signal."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING

from bot import stopping, wiring
from bot.drawing import VIEWS
from bot.pacing import Timing
from bot.settings import Settings
from bot.tracing import traced
from bot.watchdog import Silence
from rituals import letters

if TYPE_CHECKING:
    from bot.wiring_many import Town

_log = logging.getLogger(__name__)

# Objects made before those that hold on to each other are searched for.
_YOUNG = 10_000


def run(settings: Settings, timing: Timing | None = None) -> None:
    """Run until SIGINT or SIGTERM.

    `timing` stands in, in tests, for what production has. Raises SettingsProblem when the environment does
    not fit the world, and Silence when Slack is not heard any more.
    """
    with traced(settings.collector), asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_until_told(settings, timing))


def _loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


def settle_in() -> None:
    """Do at the end of the start what would hold up people later."""
    for content, _ in VIEWS.values():
        letters.be_ready_for(content)
    # What was made at the start stays. Looking through all of it for garbage again and again held up every
    # answer for some tenths of a second.
    gc.collect()
    gc.freeze()
    # What an answer leaves behind needs no search: a twelfth of its time went into looking.
    gc.set_threshold(_YOUNG, 20, 20)


async def _until_told(settings: Settings, timing: Timing | None) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    told = asyncio.create_task(stop.wait())
    work = asyncio.create_task(_work(settings, timing))
    await asyncio.wait({told, work}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not work.done():
        await stopping.stop(work)  # also while it is still starting
    with suppress(asyncio.CancelledError):
        await work
    _log.info("polaris stopped")


def _start(settings: Settings) -> Callable[..., AbstractAsyncContextManager["wiring.Polaris | Town"]]:
    if not settings.serves_many:
        return wiring.running
    from bot import wiring_many  # what it needs beyond this, one workspace does not wait for

    return wiring_many.running


async def _work(settings: Settings, timing: Timing | None) -> None:
    async with _start(settings)(settings, timing=timing) as polaris:
        settle_in()
        _log.info("polaris started", extra={"mode": settings.mode, "port": polaris.port})
        await polaris.silence()
        raise Silence
