"""The end of a process that is told to stop: in good order where that goes, and in time whatever hangs."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from threading import Thread, Timer
from typing import Any

_log = logging.getLogger(__name__)

# Seconds since it was told, of the ten that there are in all. Each of those that are waited for has a time of
# its own, and all of them together have this; what they leave is cut off.
_IN_GOOD_ORDER = 6.0
# Some do not hear that: who waits for a database that does not answer, or for a file that another process has
# locked. To be killed loses nothing that was stored.
_IN_ALL = 8.5
# A log that nobody reads keeps no process from ending.
_A_WORD = 0.5


async def stop(work: asyncio.Task[None]) -> None:
    """Cancel it and wait for its end; should it hang, all that is under way is cancelled, once.

    The process ends in time, with status 0, also if this does not return.
    """
    end = Timer(_IN_ALL, _end, [asyncio.get_running_loop()])
    end.daemon = True
    end.start()
    work.cancel()
    _, hangs = await asyncio.wait([work], timeout=_IN_GOOD_ORDER)
    if hangs:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        _log.warning("cut off at the stop", extra={"work": _named(left)})
        for task in left:
            task.cancel()
        # Who was cut off may have something to keep yet, as the words that a person is to get back.
        await asyncio.wait(left)


async def let_arrive(under_way: Iterable[asyncio.Task[Any]], patience: float) -> None:
    """Wait for them, at most `patience` seconds; then cancel those that are late, and wait for their end."""
    tasks = set(under_way)
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _end(loop: asyncio.AbstractEventLoop) -> None:
    saying = Thread(target=_say, args=[loop], daemon=True)
    saying.start()
    saying.join(_A_WORD)
    os._exit(0)


def _say(loop: asyncio.AbstractEventLoop) -> None:
    _log.warning("polaris stopped, and left work behind", extra={"work": _named(asyncio.all_tasks(loop))})


def _named(tasks: Iterable[asyncio.Task[Any]]) -> str:
    """What they do, in the words of the code, and how many do."""
    found = Counter(_name(task) for task in tasks)
    return ", ".join(f"{name} ({number})" for name, number in sorted(found.items()))


def _name(task: asyncio.Task[Any]) -> str:
    work = task.get_coro()
    code = getattr(work, "cr_code", None)  # uvloop's have none
    module = f"{Path(code.co_filename).stem}." if code else ""
    return f"{module}{getattr(work, '__qualname__', '?')}"
