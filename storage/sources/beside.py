"""Work that blocks, done beside the event loop in a thread nobody has to wait for."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


async def beside(work: Callable[[], Result]) -> Result:
    """Do something in a thread of its own. Given up by whoever waits, it may go on: it keeps nothing alive.

    `asyncio.to_thread` has few threads for everybody, and at its end a process waits for each of them.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def hand_over(settle: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(lambda: None if done.done() else settle())

    def run() -> None:
        try:
            result = work()
        except Exception as problem:  # noqa: BLE001 - the guard: it is raised where it is waited for
            failed = problem
            hand_over(lambda: done.set_exception(failed))
        else:
            hand_over(lambda: done.set_result(result))

    Thread(target=run, daemon=True, name="source").start()
    return await done
