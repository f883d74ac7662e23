"""Jobs that replicas share on PostgreSQL, by procrastinate: one says that there is something to deliver.

A job is deferred in the transaction that gives rise to it, so that neither is there without the other. It is
no more than a call: what is to be delivered, and whether it may be, stands in the deliveries. A job that is
lost, run twice or late therefore loses, doubles and hastens nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg import Error
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Serve = Callable[[], Awaitable[None]]
"""Take on what may be delivered now."""

_log = logging.getLogger(__name__)

_SERVE, _LOOK_ROUND = "polaris.serve", "polaris.look_round"

# Seconds. PostgreSQL tells of new jobs; one whose time has come is found by looking.
_LOOK_EVERY = 1.0
# What may still be on its way when a worker is stopped has this long to arrive.
_FAREWELL = 5.0
# A worker that was not heard of for so long has gone.
_GONE_AFTER = 30.0
_AGAIN_AFTER = 1.0

# Every ten seconds; the sixth field is that of the seconds.
_ROUNDS = "* * * * * */10"

# Besides the one that listens.
_CONNECTIONS = 3


class Calls:
    """Defers jobs on a connection somebody else has opened, and in their transaction."""

    def __init__(self) -> None:
        self._app = App(connector=PsycopgConnector())

    async def defer(
        self, connection: AsyncConnection, workspace: str, calls: Mapping[str, datetime | None]
    ) -> None:
        """Have the addressees served at their time; None is at once."""
        driver = (await connection.get_raw_connection()).driver_connection
        for when in set(calls.values()):
            job = self._app.configure_task(_SERVE, queue=workspace, connection=driver, schedule_at=when)
            await job.defer_async()


class Jobs:
    """The jobs of one workspace, as one replica sees them."""

    def __init__(self, engine: AsyncEngine, workspace: str, serve: Serve) -> None:
        self._url, self._workspace = engine.url, workspace
        self._serve = serve

    async def run(self) -> None:
        """Take jobs until cancelled; then let what is under way end. A database that is away comes back."""
        while True:
            try:
                await self._work()
            except (ConnectorException, Error) as problem:
                _log.warning("no jobs to be had", extra={"problem": str(problem)})
            await asyncio.sleep(_AGAIN_AFTER)

    async def _work(self) -> None:
        app = self._app()
        try:
            await app.open_async()
            # Comes back by itself, and without an error, when PostgreSQL was started anew.
            await app.run_worker_async(
                queues=[self._workspace],
                concurrency=1,  # whoever serves takes all there is, and the calls for it
                fetch_job_polling_interval=_LOOK_EVERY,
                shutdown_graceful_timeout=_FAREWELL,
                stalled_worker_timeout=_GONE_AFTER,
                delete_jobs="always",
                install_signal_handlers=False,
            )
        finally:
            await app.close_async()

    def _app(self) -> App:
        url = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=_CONNECTIONS))
        workspace = self._workspace

        @app.task(name=_SERVE, queue=workspace)
        async def serve(to: str | None = None) -> None:  # noqa: ARG001 - the jobs of an older Polaris name one
            await self._serve()

        # Never `lock`: who was killed in the middle of this would keep everybody else from it for ever.
        @app.periodic(cron=_ROUNDS, periodic_id=workspace)
        @app.task(name=_LOOK_ROUND, queue=workspace, queueing_lock=f"{_LOOK_ROUND} {workspace}")
        async def look_round(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
            for job in await app.job_manager.get_stalled_jobs(
                queue=workspace, seconds_since_heartbeat=_GONE_AFTER
            ):
                with suppress(ConnectorException):  # somebody else was quicker
                    await app.job_manager.retry_job(job)
            await self._serve()

        return app
