"""Child processes for what would hold up the event loop; one that dies or dawdles is replaced."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from bot import charts
from bot.blocks.layout import Picture

Given = TypeVar("Given")
Result = TypeVar("Result")

_log = logging.getLogger(__name__)


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

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.end()

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
        child = await self._free.get()
        try:
            return await child.run(task, given, patience or self.patience)
        finally:
            self._free.put_nowait(child)


class _Child:
    """One process, replaced when it dies or dawdles."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._process: int | None = None

    async def run(self, task: Callable[[Given], Result], given: Given, patience: float) -> Result:
        try:
            async with asyncio.timeout(patience):
                pool = self._pool or await self._start()
                return await asyncio.get_running_loop().run_in_executor(pool, task, given)
        except (BrokenProcessPool, TimeoutError) as problem:
            _log.warning("worker replaced", extra={"why": repr(problem)})
            self.end()
            raise WorkerGone from problem

    async def _start(self) -> ProcessPoolExecutor:
        # A forked child would inherit sockets and the database; a fresh one inherits nothing.
        pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_stay_with_the_parent)
        self._pool, self._process = pool, None
        self._process = await asyncio.get_running_loop().run_in_executor(pool, os.getpid)
        return pool

    def end(self) -> None:
        """End the process, whatever it is doing; the next task starts another."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            if child.pid == self._process:
                child.kill()
        self._pool = None


def _stay_with_the_parent() -> None:
    """Ctrl-C is the parent's to answer; without a parent there is nothing left to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow_the_parent, daemon=True).start()


def _follow_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)
