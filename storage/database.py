"""One database, brought up to date, and the books of every workspace in it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import IO, TYPE_CHECKING

from pydantic import TypeAdapter
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import spans, statements
from storage.archive import restoring, writing
from storage.archive.about import Manifest
from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.records.installations import Installed
from storage.tables.dashboard import dashboard_links
from storage.tables.installations import installations
from storage.tables.tokens import tokens
from storage.tables.workspaces import workspaces

# Procrastinate is for PostgreSQL: with SQLite nobody waits for its import.
if TYPE_CHECKING:
    from storage.jobs import JobsOfMany

_INSTALLED = TypeAdapter(Installed)


class Database:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._jobs: JobsOfMany | None = None

    def serve_many(self) -> None:
        """From here on the ledgers that are given out share one worker of the jobs, where there are jobs."""
        if self._engine.dialect.name == "postgresql":
            from storage.jobs import JobsOfMany

            self._jobs = JobsOfMany(self._engine)

    def ledger(self, workspace: str) -> Ledger:
        return Ledger(self._engine, workspace, self._jobs)

    async def workspaces(self) -> Sequence[str]:
        """The ids of the workspaces that have books here."""
        async with self._engine.begin() as connection:
            found = await connection.execute(select(workspaces.c.workspace).order_by(workspaces.c.workspace))
            return list(found.scalars())

    async def installed(self) -> Mapping[str, Installed]:
        """How Polaris came into each workspace, by its id; those it has left are among them until erased."""
        async with self._engine.begin() as connection:
            rows = (await connection.execute(select(installations).order_by(installations.c.workspace))).all()
        return {row.workspace: _INSTALLED.validate_python(row._asdict()) for row in rows}

    async def owner_of_token(self, digest: str) -> str | None:
        """The workspace that gave a program a token which holds."""
        mine = tokens.c.digest == digest, tokens.c.revoked_at.is_(None)
        return await self._first(select(tokens.c.workspace).where(*mine))

    async def owner_of_link(self, digest: str) -> str | None:
        """The workspace to whose dashboard a shared link leads that holds."""
        mine = dashboard_links.c.digest == digest, dashboard_links.c.revoked_at.is_(None)
        return await self._first(select(dashboard_links.c.workspace).where(*mine))

    async def _first(self, query: Select[str]) -> str | None:
        async with self._engine.begin() as connection:
            return (await connection.execute(query)).scalars().first()

    async def export(
        self, workspace: str, beside: Mapping[str, str], file: IO[bytes], progress: writing.Progress
    ) -> int:
        """Write everything a workspace owns into a zip; gives the number of rows.

        `beside` are files for those who read it, by their names: no import looks at them.
        """
        return await writing.write(self._engine, workspace, beside, file, progress)

    async def restore(self, file: IO[bytes], progress: writing.Progress) -> Manifest:
        """Read a workspace back that is not here yet. Raises storage.archive.restoring.ArchiveProblem."""
        return await restoring.restore(self._engine, file, progress)


@asynccontextmanager
async def opened(url: str, *, existing: bool = False) -> AsyncIterator[Database]:
    """Open a database and bring it up to date; it is made where there is none, unless it is to be `existing`.

    Raises storage.engine.DatabaseProblem.
    """
    engine = open_engine(url, existing=existing)
    if spans.are_told():
        statements.tell(engine)
    try:
        await migrate(engine, existing=existing)
        yield Database(engine)
    finally:
        await engine.dispose()
