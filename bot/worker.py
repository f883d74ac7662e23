"""Child processes for what would hold up the event loop; one that dies or dawdles is replaced."""

import asyncio
import logging
import os
import pickle  # nosec B403
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from bot import charts
from bot.blocks.layout import Picture
from bot.child import LENGTH, Answer

Given = TypeVar("Given")
Result = TypeVar("Result")

_log = logging.getLogger(__name__)

_BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from bot.child import main; main()"


class WorkerGone(Exception):
    """The child process died over a task, or did not finish it in time."""


class Worker:
    """Runs plain functions in child processes, one at a time in each. `patience` bounds each, in seconds.

    A child starts with the first task that finds all others at work. An `async with` ends them.
    """

    def __init__(self, patience: float, children: int | None = None) -> None:
        """As many children at most as there are cores, if nobody says how many."""
        self.patience = patience
        self._children = [_Child() for _ in range(children or os.cpu_count() or 1)]
        # Whoever was at work last is taken first: the others need not even be started.
        self._free: asyncio.LifoQueue[_Child] = asyncio.LifoQueue()
        for child in self._children:
            self._free.put_nowait(child)
        self._at_work: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        at_work = list(self._at_work)
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        for child in self._children:
            await child.end()

    async def draw(self, picture: Picture) -> bytes:
        """The PNG of a picture whose facts are `charts.Facts`, as Slack shows it well. Raises WorkerGone."""
        return await self.run(charts.draw, picture.facts)

    async def run(
        self, task: Callable[[Given], Result], given: Given, patience: float | None = None
    ) -> Result:
        """What a task makes of what it is given; both have to be importable and picklable.

        `patience` is for tasks that may take longer than others. Raises WorkerGone, and whatever the
        task raises.
        """
        asked = pickle.dumps((task, given))
        child = await self._free.get()
        # In a task of its own: whoever gives up waiting leaves the child to bring this one to its end.
        working = asyncio.create_task(child.run(asked, patience or self.patience))
        self._at_work.add(working)
        working.add_done_callback(lambda _: self._ended(child, working))
        made, problem = await asyncio.shield(working)
        if problem is not None:
            raise problem
        result: Result = made
        return result

    def _ended(self, child: "_Child", working: "asyncio.Task[Answer]") -> None:
        self._at_work.discard(working)
        if not working.cancelled():
            working.exception()  # should nobody be left who waits
        self._free.put_nowait(child)


class _Child:
    """One process, replaced when it dies or dawdles."""

    def __init__(self) -> None:
        self._process: Process | None = None

    async def run(self, asked: bytes, patience: float) -> Answer:
        try:
            async with asyncio.timeout(patience):
                self._process = self._process or await _started()
                return await _told(self._process, asked)
        except (OSError, EOFError, TimeoutError, asyncio.CancelledError) as problem:
            # It is stopped by nobody but the worker at its own end: whoever waits hears the same.
            _log.warning("worker replaced", extra={"why": repr(problem)})
            await self.end()
            raise WorkerGone from problem

    async def end(self) -> None:
        """End the process, whatever it is doing; the next task starts another."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _started() -> Process:
    # It inherits nothing: neither sockets nor the database. What is importable here is importable there.
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", _BEGIN, *sys.path, stdin=PIPE, stdout=PIPE
    )


async def _told(process: Process, asked: bytes) -> Answer:
    """Hand a task over, and wait for what becomes of it."""
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    stdin.write(LENGTH.pack(len(asked)))
    stdin.write(asked)
    await stdin.drain()
    (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
    answer: Answer = pickle.loads(await stdout.readexactly(length))  # noqa: S301 - our child's  # nosec B301
    return answer
