"""Writes the next migration from what `storage.tables` says and the migrations do not yet say.

Run as `python -m storage.migrations.revise "What changes"`.
"""

import asyncio
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import Script
from sqlalchemy import Connection

from storage.engine import migrate, open_engine


def _write(connection: Connection, message: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes["connection"] = connection
    number = len(list((Path(__file__).parent / "versions").glob("*.py"))) + 1
    made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
    assert isinstance(made, Script)  # one at a time
    file = Path(made.path)
    # As SQLite says of an index that is to be dropped.
    file.write_text(file.read_text().replace("unique=1", "unique=True"))


async def revise(message: str) -> None:
    """Bring an empty database to the last migration and write down what is missing from it."""
    engine = open_engine("sqlite://")
    await migrate(engine)
    async with engine.connect() as connection:
        await connection.run_sync(_write, message)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(revise(sys.argv[1]))
