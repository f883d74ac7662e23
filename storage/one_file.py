"""One connection to SQLite, at which many take turns (`storage.seats`).

What takes a moment is done on the spot, for a trip to a thread costs more than most statements do; what may
take longer is done in a thread: a commit, a change of many rows, a question that turns out to be long. Who
says that a transaction is brief shares its commit with the brief ones that were in line when it ended, and
nobody is told that it is kept before the disk has it.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from enum import Enum, auto
from time import monotonic
from typing import Any, TypeVar

Answer = TypeVar("Answer")

# Some milliseconds' worth of SQLite's steps: whoever reads for longer goes on in the thread.
_STEPS = 50_000
_PATIENCE_MS = 30_000
# Seconds for which one transaction may keep the event loop from everybody else.
_AT_A_STRETCH = 0.004
# What is left of an error's code is only why it is busy, say.
_PRIMARY = 0xFF


class Manner(Enum):
    """How a transaction begins."""

    ALONE = auto()
    BRIEF = auto()  # takes a moment only; in a savepoint, in the transaction it shares
    READING = auto()  # for as long as it likes, and holds up nobody who writes


class OneFile:
    """The connection itself, open while anybody has entered and not left."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._opening, self._turn = asyncio.Lock(), asyncio.Lock()
        self._seats = self._in_line = 0
        self._work: Future[Any] | None = None
        self._kept: asyncio.Future[None] | None = None  # when what the brief ones wrote is kept
        self._seeing: asyncio.Task[None] | None = None  # who sees to that
        self._has_written = self._is_spoilt = self._may_stop = self._was_stopped = False
        self._paused_at = monotonic()

    async def enter(self) -> None:
        """Open the connection for the first one."""
        async with self._opening:
            if self._database is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
                self._database = await self._in_thread(self._opened)
            self._seats += 1

    def _opened(self) -> sqlite3.Connection:
        # The driver must not begin transactions by itself, or BEGIN IMMEDIATE comes too late.
        database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        for pragma in (
            f"busy_timeout={_PATIENCE_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is erased is overwritten, not only forgotten
        ):
            database.execute(f"PRAGMA {pragma}")
        database.set_progress_handler(self._goes_on, _STEPS)
        return database

    def _goes_on(self) -> bool:
        self._was_stopped = self._may_stop
        return self._was_stopped

    async def leave(self) -> None:
        """Close the connection after the last one."""
        self._seats -= 1
        if self._seats == 0 and self._database is not None:
            database, self._database = self._database, None
            closing = self._thread.submit(database.close)
            self._thread.shutdown(wait=False)  # whoever comes meanwhile has another
            await asyncio.shield(asyncio.wrap_future(closing))

    def leave_at_once(self) -> None:
        """The same where nothing can be awaited."""
        self._seats -= 1
        if self._seats == 0 and self._database is not None:
            self._thread.submit(self._database.close)
            self._thread.shutdown(wait=False)
            self._database = None

    async def take_turn(self, manner: Manner | None) -> None:
        """Wait until nobody else is at work; then begin a transaction, or join that of the brief ones."""
        self._in_line += 1
        try:
            await self._turn.acquire()
        finally:
            self._in_line -= 1
        keeping: asyncio.Task[None] | None = None
        try:
            is_brief = manner is Manner.BRIEF
            may_join = is_brief and self._base.in_transaction and not self._is_spoilt
            if self._kept is not None and not may_join:
                keeping = self._committing()
                await asyncio.shield(keeping)
            if self._kept is None:
                await self._clear()
            if self._kept is None and manner is not None:
                # Taking the write lock first turns "database is locked" in mid-transaction into a short wait.
                await self._begin("BEGIN" if manner is Manner.READING else "BEGIN IMMEDIATE")
                if is_brief:
                    self._kept = asyncio.get_running_loop().create_future()
            if is_brief:
                await self._say("SAVEPOINT seat")
        except BaseException:
            if keeping is None or keeping.done():
                self.end_turn()
            else:  # it is at work in the turn of who gave up waiting
                keeping.add_done_callback(lambda _: self.end_turn())
            raise

    def end_turn(self) -> None:
        self._turn.release()

    async def do(
        self, work: Callable[..., Answer], *arguments: Any, is_short: bool = False, is_read: bool = False
    ) -> Answer:
        """Run `work(database, ...)`: on the spot if it is short, as far as it is.

        Only what reads can be stopped and done again: SQLite takes back all of a transaction if it must
        give up a change in the middle.
        """
        self._has_written |= not is_read
        if is_short:
            await self._pause()
            await self._is_quiet()
            self._may_stop, self._was_stopped = is_read, False
            try:
                return work(self._base, *arguments)
            except sqlite3.OperationalError:
                if not self._was_stopped:
                    raise
            finally:
                self._may_stop = False
        return await self._in_thread(work, self._base, *arguments)

    async def end(self, how: str) -> None:
        """COMMIT or ROLLBACK; without anything written there is nothing to wait for."""
        await self._is_quiet()
        if how == "COMMIT" and not self._base.in_transaction:
            raise sqlite3.OperationalError("the transaction was taken back")
        if self._base.in_transaction and self._has_written:
            await self._in_thread(_plainly, self._base, how)
        elif self._base.in_transaction:
            await self._say(how)

    async def end_brief(self, *how: str) -> None:
        """End a savepoint, pass the turn on, and wait until what was written is kept."""
        kept, has_ended = self._kept, False
        assert kept is not None
        try:
            for each in how:
                await self._say(each)
            has_ended = True
        finally:
            self._is_spoilt |= not has_ended
            # Whoever gives up waiting leaves it to be done.
            if self._in_line == 0:
                self._keep_and_end_turn()
            else:
                self.end_turn()
                if self._seeing is None or self._seeing.done():
                    self._seeing = asyncio.ensure_future(self._see_to(kept))
        await asyncio.shield(kept)

    async def _see_to(self, kept: "asyncio.Future[None]") -> None:
        """Commit when it is one's turn again, behind all who were in line when the first had ended."""
        await self._turn.acquire()
        if kept.done():
            self.end_turn()
        else:
            self._keep_and_end_turn()

    def _keep_and_end_turn(self) -> None:
        self._committing().add_done_callback(lambda _: self.end_turn())

    def _committing(self) -> "asyncio.Task[None]":
        """See to it that what the brief ones wrote is kept; all who wait for it hear how that ends."""
        kept, self._kept, self._seeing = self._kept, None, None
        assert kept is not None
        committing = asyncio.ensure_future(self._commit_for_all(kept))
        # A task that is stopped before it begins never comes to its own last lines.
        committing.add_done_callback(lambda _: _broken_off(kept))
        return committing

    async def _commit_for_all(self, kept: "asyncio.Future[None]") -> None:
        try:
            if self._is_spoilt:
                raise sqlite3.OperationalError("the transaction was taken back")
            await self.end("COMMIT")
        except Exception as problem:  # noqa: BLE001 - it is raised to each of those who wait
            with suppress(sqlite3.Error):
                await self.end("ROLLBACK")
            _fail(kept, problem)
        else:
            kept.set_result(None)

    async def _clear(self) -> None:
        """Take back what was begun for somebody who had gone meanwhile."""
        await self._is_quiet()
        if self._base.in_transaction:
            self._base.execute("ROLLBACK")

    async def _begin(self, statement: str) -> None:
        """Should another process be writing, it is waited for in the thread."""
        self._has_written = self._is_spoilt = False
        try:
            self._base.execute("PRAGMA busy_timeout=0")
            try:
                self._base.execute(statement)
            finally:
                self._base.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                raise
            await self._in_thread(self._base.execute, statement)

    async def _say(self, statement: str) -> None:
        """Begin or end something on the spot: never stopped, for by then it may be done."""
        await self._is_quiet()
        self._base.execute(statement)

    async def _is_quiet(self) -> None:
        """Wait for what somebody began in the thread who is gone."""
        if self._work is not None and not self._work.done():
            await self._in_thread(bool)

    async def _pause(self) -> None:
        """Let others have their turn, for what is done on the spot never waits."""
        if monotonic() - self._paused_at > _AT_A_STRETCH:
            await asyncio.sleep(0)
            self._paused_at = monotonic()

    async def _in_thread(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        self._work = future = self._thread.submit(work, *arguments)
        # Nobody else may take it for done before it is: whoever gives up waiting leaves it to be done.
        return await asyncio.shield(asyncio.wrap_future(future))

    @property
    def _base(self) -> sqlite3.Connection:
        if self._database is None:
            raise sqlite3.OperationalError("connection closed")
        return self._database


def _plainly(database: sqlite3.Connection, statement: str) -> None:
    database.execute(statement)


def _fail(kept: "asyncio.Future[None]", problem: Exception) -> None:
    kept.set_exception(problem)
    kept.exception()  # should nobody be left who waits


def _broken_off(kept: "asyncio.Future[None]") -> None:
    if not kept.done():
        _fail(kept, sqlite3.OperationalError("stopped before it was known to be kept"))
