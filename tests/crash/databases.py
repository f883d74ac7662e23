"""A database for a run: a file, or a PostgreSQL that can be ended and started again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash.case import SQLITE, Case
from tests.crash.run import Outcome, Restart, Run, Tell
from tests.crash.stage import set_up
from tests.postgres import fresh_database, restart_postgres, running_postgres


async def crash(case: Case, tell: Tell = lambda _line: None) -> Outcome:
    """Live through one case in a folder of its own; `tell` hears now and then how far it is."""
    with TemporaryDirectory(prefix="polaris-crash-") as name:
        folder = Path(name)
        async with _database(case, folder) as (url, restart), set_up(case, url, folder) as stage:
            try:
                return await Run(case, stage, restart, tell).live()
            except BaseException:
                _show(folder)
                raise


@asynccontextmanager
async def _database(case: Case, folder: Path) -> AsyncIterator[tuple[str, Restart | None]]:
    if case.database == SQLITE:
        yield f"sqlite:///{folder / 'polaris.db'}", None
        return
    with running_postgres() as server:

        async def restart() -> None:
            await asyncio.to_thread(restart_postgres, server)

        yield await fresh_database(server), restart


def _show(folder: Path) -> None:
    """What the processes said last, for whoever looks into a run that came to a standstill."""
    for log in sorted(folder.glob("replica-*.log")):
        print(f"--- {log.name}", *log.read_text().splitlines()[-40:], sep="\n")  # noqa: T201
