"""Jobs that replicas share on PostgreSQL, by procrastinate: one says that there is something to deliver.

A job is deferred in the transaction that gives rise to it, so that neither is there without the other. It is
no more than a call: what is to be delivered, and whether it may be, stands in the deliveries. A job that is
lost, run twice or late therefore loses, doubles and hastens nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg import Error
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Serve = Callable[[], Awaitable[None]]
"""Take on what may be delivered now."""

ServeOne = Callable[[str], Awaitable[None]]
"""The same, of one workspace of many."""

_log = logging.getLogger(__name__)

_SERVE, _LOOK_ROUND = "polaris.serve", "polaris.look_round"

# Seconds. PostgreSQL tells of new jobs; one whose time has come is found by looking.
_LOOK_EVERY = 1.0
# What may still be on its way when a worker is stopped has this long to arrive.
_FAREWELL = 5.0
# A worker that was not heard of for so long has gone.
_GONE_AFTER = 30.0
_AGAIN_AFTER = 1.0
# Who is told to stop at the moment when a connection is there may not hear it (`asyncio.wait_for`
# before Python 3.12), and would go on for ever.
_SAID_AGAIN_AFTER = _FAREWELL + _AGAIN_AFTER

# Every ten seconds; the sixth field is that of the seconds.
_ROUNDS = "* * * * * */10"

# Besides the one that listens.
_CONNECTIONS = 3

# A queue is a workspace's; this is nobody's.
_ALL = "polaris"

_WORKSPACES_AT_A_TIME = 32


class Calls:
    """Defers jobs on a connection somebody else has opened, and in their transaction."""

    def __init__(self) -> None:
        self._app = App(connector=PsycopgConnector())

    async def defer(
        self, connection: AsyncConnection, workspace: str, calls: Mapping[str, datetime | None]
    ) -> None:
        """Have the workspace served whenever something is due to one of the addressees; None is at once."""
        driver = (await connection.get_raw_connection()).driver_connection
        for when in set(calls.values()):
            job = self._app.configure_task(_SERVE, queue=workspace, connection=driver, schedule_at=when)
            await job.defer_async()


class Jobs:
    """The jobs of one workspace, or of all of them, as one replica sees them.

    `serve` is told whose job it is; `known` are the workspaces to look after now and then, should a call
    have been lost. `at_a_time` calls may be under way.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        queue: str | None,
        serve: ServeOne,
        known: Callable[[], Iterable[str]],
        *,
        at_a_time: int = 1,  # whoever serves takes all there is, and the calls for it
    ) -> None:
        self._url, self._queue = engine.url, queue
        self._serve, self._known, self._at_a_time = serve, known, at_a_time

    async def run(self) -> None:
        """Take jobs until cancelled; then let what is under way end. A database that is away comes back."""
        working = asyncio.create_task(self._go_on())
        try:
            await asyncio.shield(working)
        finally:
            while not working.done():
                working.cancel()
                await asyncio.wait([working], timeout=_SAID_AGAIN_AFTER)

    async def _go_on(self) -> None:
        while True:
            try:
                await self._work()
            except (ConnectorException, Error) as problem:
                _log.warning("no jobs to be had", extra={"problem": str(problem)})
            except Exception:  # noqa: BLE001 - the guard: without a worker nothing would be delivered any more
                _log.exception("the worker of the jobs broke off")
            _stop_if_told()
            await asyncio.sleep(_AGAIN_AFTER)

    async def _work(self) -> None:
        app = self._app()
        try:
            await app.open_async()
            _stop_if_told()
            work = partial(
                app.run_worker_async,
                concurrency=self._at_a_time,
                fetch_job_polling_interval=_LOOK_EVERY,
                shutdown_graceful_timeout=_FAREWELL,
                stalled_worker_timeout=_GONE_AFTER,
                delete_jobs="always",
                install_signal_handlers=False,
            )
            # Comes back by itself, and without an error, when PostgreSQL was started anew.
            await (work() if self._queue is None else work(queues=[self._queue]))
        finally:
            await app.close_async()

    def _app(self) -> App:
        url = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        connector = PsycopgConnector(conninfo=url, min_size=1, max_size=_CONNECTIONS, timeout=_FAREWELL)
        app = App(connector=connector)
        queue = self._queue or _ALL

        @app.task(name=_SERVE, queue=queue, pass_context=True)
        async def serve(context: JobContext, to: str | None = None) -> None:  # noqa: ARG001 - the jobs of an older Polaris name one
            await self._serve(context.job.queue)

        # Never `lock`: who was killed in the middle of this would keep everybody else from it for ever.
        @app.periodic(cron=_ROUNDS, periodic_id=queue)
        @app.task(name=_LOOK_ROUND, queue=queue, queueing_lock=f"{_LOOK_ROUND} {queue}")
        async def look_round(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
            for job in await app.job_manager.get_stalled_jobs(
                queue=self._queue, seconds_since_heartbeat=_GONE_AFTER
            ):
                with suppress(ConnectorException):  # somebody else was quicker
                    await app.job_manager.retry_job(job)
            for workspace in [*self._known()]:
                await self._serve(workspace)

        return app


def _stop_if_told() -> None:
    """What a worker is told while its database goes or comes does not reach it by itself."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class JobsOfOne:
    """Where one workspace is served."""

    def __init__(self, engine: AsyncEngine, workspace: str, serve: Serve) -> None:
        async def of_it(_workspace: str) -> None:
            await serve()

        self._jobs = Jobs(engine, workspace, of_it, lambda: [workspace])

    async def run(self) -> None:
        """As `Jobs.run`."""
        await self._jobs.run()


class JobsOfMany:
    """One worker for all the workspaces that a process serves, in the place of as many as there are."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._jobs = Jobs(engine, None, self._called, lambda: self._serves, at_a_time=_WORKSPACES_AT_A_TIME)
        self._serves: dict[str, Serve] = {}
        self._at_work: set[str] = set()
        self._again: set[str] = set()
        self._worker: asyncio.Task[None] | None = None

    async def run(self, workspace: str, serve: Serve) -> None:
        """Have a workspace served until cancelled. The first starts the worker, the last ends it."""
        self._serves[workspace] = serve
        if self._worker is None:
            self._worker = asyncio.create_task(self._jobs.run())
        try:
            await asyncio.shield(self._worker)
        finally:
            del self._serves[workspace]
            if not self._serves:
                worker, self._worker = self._worker, None
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)

    async def _called(self, workspace: str) -> None:
        """One that has much to do never takes up the places of others."""
        if workspace in self._at_work:
            self._again.add(workspace)
            return
        self._at_work.add(workspace)
        try:
            while (serve := self._serves.get(workspace)) is not None:
                self._again.discard(workspace)
                await serve()
                if workspace not in self._again:
                    return
        finally:
            self._at_work.discard(workspace)
