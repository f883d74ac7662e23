"""`polaris export` and `polaris import`: a workspace as a zip, and back."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import click

from bot import archive_words, connections, signals_file
from bot.workspaces import chosen
from rituals.newest import newest
from storage.archive.about import README, described
from storage.archive.contents import LEFT_OUT
from storage.archive.restoring import ArchiveProblem

Say = Callable[[str], None]


class Refused(Exception):
    """Nothing was written; the text says why."""


async def export(file: Path | None, database_url: str, workspace: str | None, say: Say) -> None:
    """Write the workspace (the only one, when none is named) into a new file.

    Raises Refused, WhichWorkspace, or SettingsProblem when the database cannot be used.
    """
    async with connections.opened_database(database_url, existing=True) as database:
        which = chosen(await database.workspaces(), workspace)
        async with database.ledger(which).open() as books:
            signals = signals_file.written(await newest(books))
        beside = {README: archive_words.readme(described(), LEFT_OUT), signals_file.NAME: signals}
        file = file or Path(f"polaris-{which}.zip")
        with _new(file) as opened, _bar("Writing") as progress:
            rows = await database.export(which, beside, opened, progress)
    say(f"{rows} rows of {which} written to {file}. Keep it as you keep the database.")


async def restore(file: Path, database_url: str, say: Say) -> None:
    """Read an export into a database that does not know its workspace.

    Raises Refused, or SettingsProblem when the database cannot be used.
    """
    async with connections.opened_database(database_url) as database:
        try:
            with _read(file) as opened, _bar("Reading") as progress:
                manifest = await database.restore(opened, progress)
        except ArchiveProblem as problem:
            raise Refused(f"Nothing was imported from {file}: {problem}.") from None
    say(f"{sum(manifest.rows.values())} rows of {manifest.workspace} read from {file}.")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield progress


@contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A file that is there when it is whole, and that nobody else reads."""
    if file.exists():
        raise Refused(f"{file} is there already, and nothing is written over: name another.")
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as opened:
            try:
                yield opened
                opened.close()
                Path(opened.name).replace(file)
            finally:
                Path(opened.name).unlink(missing_ok=True)
    except OSError as problem:
        raise Refused(f"{file} cannot be written: {problem.strerror}.") from None


def _read(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as problem:
        raise Refused(f"{file} cannot be read: {problem.strerror}.") from None
