"""The tables of procrastinate on PostgreSQL, which it brings along itself."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_PREFIX = "procrastinate_"


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is for our migrations to see (Alembic's `include_name`)."""
    return kind != "table" or name is None or not name.startswith(_PREFIX)


async def bring_up_to_date(connection: AsyncConnection) -> None:
    """Make the tables, or take them to the installed version of procrastinate, which is then noted on them.

    Within the caller's transaction, who sees to it that nobody else does the same.
    """
    noted = "SELECT to_regclass('procrastinate_jobs'), obj_description(to_regclass('procrastinate_jobs'))"
    there, before = (await connection.execute(text(noted))).one()
    now = version("procrastinate")
    if before == now:
        return
    # Tables without a note were made by procrastinate's own command.
    await _run(connection, [_schema()] if not there else _missing(before or now))
    await _run(connection, [f"COMMENT ON TABLE procrastinate_jobs IS '{now}'"])


async def _run(connection: AsyncConnection, scripts: Iterable[str]) -> None:
    # The driver itself runs a script of many statements, and takes a colon or a percent sign for what it is.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    for script in scripts:
        await driver.execute(script)


def _schema() -> str:
    from procrastinate.schema import SchemaManager

    return SchemaManager.get_schema()


def _missing(before: str) -> Sequence[str]:
    from procrastinate.schema import SchemaManager

    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    return [file.read_text() for file in files if _release(file.name.partition("_")[0]) > _release(before)]


def _release(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in written.split("."))
