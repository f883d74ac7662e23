"""`polaris load`: the readings of a long CSV file, all of them or none."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from bot import connections
from bot.workspaces import chosen
from rituals import loading, writers
from rituals.clock import Clock
from rituals.weeks import local_day
from storage.records.metrics import Metric

# Shorter files are loaded before a bar could be read.
_LONG = 5_000
_SHOWN = 20


class LoadProblem(Exception):
    """Nothing was loaded; the text says what to mend, line by line."""


async def load_file(
    file: Path, database_url: str, workspace: str | None, clock: Clock, say: Callable[[str], None]
) -> None:
    """Load a file's readings into the books of a workspace (of the only one, when none is named).

    Raises LoadProblem, WhichWorkspace, or SettingsProblem when the database cannot be used.
    """
    async with connections.opened_database(database_url, existing=True) as database:
        ledger = database.ledger(chosen(await database.workspaces(), workspace))
        async with ledger.open() as books:
            zone, metrics = await books.workspaces.zone(), await books.metrics.all()
        loaded = _read(file, metrics, local_day(clock.now(), zone))
        rows = loaded.rows
        with click.progressbar(length=len(rows), label="Writing", hidden=len(rows) < _LONG) as bar:
            done = await loading.load(
                ledger, clock, rows, writers.LOAD, progress=lambda done: bar.update(done - bar.pos)
            )
    metric_count = len({row.metric for row in rows})
    say(f"{_count(done, 'reading')} of {_count(metric_count, 'metric')} loaded from {file.name}.")
    if loaded.doubts:
        say("\n".join(["Worth a look, and shown with a word beside them:", *_lines(loaded.doubts)]))


def _read(file: Path, metrics: Sequence[Metric], today: date) -> loading.Loaded:
    try:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as problem:
        raise LoadProblem(f"{file} cannot be read: {problem}.") from None
    with click.progressbar(lines, label="Reading", hidden=len(lines) < _LONG) as bar:
        loaded = loading.parse(bar, metrics, today)
    if loaded.problems:
        raise LoadProblem("\n".join([f"Nothing was loaded from {file.name}:", *_lines(loaded.problems)]))
    return loaded


def _lines(told: Sequence[tuple[int, str]]) -> list[str]:
    shown = [f"line {line}: {words}" for line, words in told[:_SHOWN]]
    if len(told) > _SHOWN:
        shown.append(f"… and {len(told) - _SHOWN} more lines")
    return shown


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
