"""One database, brought up to date, and the books of every workspace in it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.tables.workspaces import workspaces


class Database:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    def ledger(self, workspace: str) -> Ledger:
        return Ledger(self._engine, workspace)

    async def workspaces(self) -> Sequence[str]:
        """The ids of the workspaces that have books here."""
        async with self._engine.begin() as connection:
            found = await connection.execute(select(workspaces.c.workspace).order_by(workspaces.c.workspace))
            return list(found.scalars())


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database and bring it up to date. Raises storage.engine.DatabaseProblem."""
    engine = open_engine(url)
    try:
        await migrate(engine)
        yield Database(engine)
    finally:
        await engine.dispose()
