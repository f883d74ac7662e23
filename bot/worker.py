"""Child processes for what would hold up the event loop; one that dies or dawdles is replaced."""

import asyncio
import logging
import os
import pickle  # nosec B403
import socket
import sys
from collections.abc import Callable
from subprocess import Popen  # nosec B404
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
        self.process: Popen[bytes] | None = None

    async def run(self, asked: bytes, patience: float) -> Answer:
        try:
            async with asyncio.timeout(patience):
                if self.process is None:
                    await self._start()
                return await self._told(asked)
        except (OSError, EOFError, TimeoutError, asyncio.CancelledError) as problem:
            # It is stopped by nobody but the worker at its own end: whoever waits hears the same.
            if not isinstance(problem, asyncio.CancelledError):
                _log.warning("worker replaced", extra={"why": repr(problem)})
            await self.end()
            raise WorkerGone from problem

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._answers, self._tasks = await asyncio.open_connection(sock=ours)
            self.process = _started(theirs.fileno())

    async def _told(self, asked: bytes) -> Answer:
        """Hand a task over, and wait for what becomes of it."""
        self._tasks.write(LENGTH.pack(len(asked)) + asked)
        await self._tasks.drain()
        (length,) = LENGTH.unpack(await self._answers.readexactly(LENGTH.size))
        told = await self._answers.readexactly(length)
        answer: Answer = pickle.loads(told)  # noqa: S301 - our child's  # nosec B301
        return answer

    async def end(self) -> None:
        """End the process, whatever it is doing; the next task starts another."""
        process, self.process = self.process, None
        if process is not None:
            self._tasks.close()
            process.kill()
            await asyncio.to_thread(process.wait)


def _started(line: int) -> "Popen[bytes]":
    # It inherits nothing else: neither sockets nor the database. What is importable here is importable there.
    # By uvloop it would be forked, and the memory of the parent copied; that holds up the loop.
    command = [sys.executable, "-c", _BEGIN, *sys.path]
    return Popen(command, stdin=line, stdout=line)  # noqa: S603 - nobody else's  # nosec B603
