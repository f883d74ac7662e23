"""A workspace from a zip back into a database: all of it or nothing."""

import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from io import TextIOWrapper
from itertools import islice
from typing import IO, Any, NoReturn, TextIO
from zipfile import BadZipFile, ZipFile

from pydantic import ValidationError
from sqlalchemy import Column, Table, insert, select
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.archive.about import FORMAT, MANIFEST, Manifest
from storage.archive.cells import Unreadable, from_cell, from_json
from storage.archive.contents import columns_of, exported, file_of, is_nested, left_out
from storage.archive.writing import Progress
from storage.engine import known_revisions

_BATCH = 1_000

# Characters: a few kilobytes of zip could unfold into more than any memory holds. The longest that Polaris
# writes is what a form held, or a message with its blocks.
_LONGEST_CELL = 2_000_000
_LONGEST_MANIFEST = 1_000_000


class ArchiveProblem(Exception):
    """Nothing was restored; the text says why."""


async def restore(engine: AsyncEngine, file: IO[bytes], progress: Progress) -> Manifest:
    """Write the workspace of an export into a database that does not know it; gives what was restored.

    Raises ArchiveProblem, and leaves the database as it was.
    """
    try:
        with ZipFile(file) as archive:
            manifest = _manifest(archive)
            async with engine.begin() as connection:
                await _require_empty(connection, manifest.workspace)
                done, total = 0, sum(manifest.rows.values())
                for table in exported():
                    if table.name in manifest.rows:
                        rows = _rows(archive, table, manifest.rows[table.name])
                        for batch in _batches(_parents_first(table, rows)):
                            await _insert(connection, manifest.workspace, table, batch)
                            done += len(batch)
                            progress(done, total)
                return manifest
    except (BadZipFile, zlib.error, EOFError) as problem:
        raise ArchiveProblem(f"it is not a whole zip file: {problem}") from None
    except StatementError as problem:
        why = (
            str(problem.orig).strip().partition("\n")[0]
            if isinstance(problem, DBAPIError)
            else "wrong values"
        )
        raise ArchiveProblem(f"the database refuses what is in it: {why}") from None


def _manifest(archive: ZipFile) -> Manifest:
    try:
        with _entry(archive, MANIFEST) as entry:
            told = json.loads(_no_longer_than(_LONGEST_MANIFEST, entry.read(_LONGEST_MANIFEST + 1)))
        if told["format"] > FORMAT:
            _refuse_newer()
        manifest = Manifest.model_validate(told)
    except (Unreadable, ValueError, KeyError, TypeError, ValidationError):
        raise ArchiveProblem(f"{MANIFEST} is not what `polaris export` writes") from None
    if manifest.revision not in known_revisions() or manifest.rows.keys() - {
        table.name for table in exported()
    }:
        _refuse_newer()
    return manifest


def _refuse_newer() -> NoReturn:
    raise ArchiveProblem("a newer Polaris has written it; import it with that one")


def _entry(archive: ZipFile, name: str) -> TextIO:
    try:
        return TextIOWrapper(archive.open(name), "utf-8", newline="")
    except KeyError:
        raise ArchiveProblem(f"there is no {name} in it") from None
    except RuntimeError as problem:  # a password is asked for, or a way to compress that nobody knows
        raise ArchiveProblem(str(problem)) from None


async def _require_empty(connection: AsyncConnection, workspace: str) -> None:
    for table in (*exported(), *left_out()):
        mine = select(table.c.workspace).where(table.c.workspace == workspace).limit(1)
        if (await connection.execute(mine)).first() is not None:
            raise ArchiveProblem(
                f"workspace {workspace} has books in this database already ({table.name}), and nothing is "
                "written over; import into an empty database, before the first `polaris run`"
            )


async def _insert(
    connection: AsyncConnection, workspace: str, table: Table, rows: Sequence[dict[str, Any]]
) -> None:
    await connection.execute(insert(table), [{"workspace": workspace, **row} for row in rows])


def _rows(archive: ZipFile, table: Table, told: int) -> Iterator[dict[str, Any]]:
    """The rows of a table's file, of which the manifest tells how many there are."""
    name, read = file_of(table), _lines if is_nested(table) else _cells
    columns = {column.name: column for column in columns_of(table)}
    line = 0
    with _entry(archive, name) as entry:
        try:
            for at, row in read(entry, columns):
                yield row
                line, told = at, told - 1
        except UnicodeDecodeError:
            raise ArchiveProblem(f"{name} is not UTF-8") from None
        except (Unreadable, csv.Error, ValueError) as fault:
            raise ArchiveProblem(f"{name}, after line {line}: {fault}") from None
    if told:
        raise ArchiveProblem(
            f"{name} has {abs(told)} rows {'fewer' if told > 0 else 'more'} than {MANIFEST} tells"
        )


def _cells(entry: TextIO, columns: dict[str, Column[Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(_pieces(entry), strict=True)
    names = next(reader, [])
    _require_known(names, columns)
    for cells in reader:
        if len(cells) != len(names):
            raise Unreadable(f"{len(cells)} cells, and {len(names)} columns")
        yield (
            reader.line_num,
            {name: from_cell(columns[name], cell) for name, cell in zip(names, cells, strict=True)},
        )


def _lines(entry: TextIO, columns: dict[str, Column[Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_pieces(entry), 1):
        row = json.loads(line, parse_constant=_no_number)
        if not isinstance(row, dict):
            raise Unreadable("not a JSON object")
        _require_known(row, columns)
        yield number, {name: from_json(columns[name], value) for name, value in row.items()}


def _pieces(entry: TextIO) -> Iterator[str]:
    """The lines of a file, none of them held before it is known not to be too long."""
    return iter(lambda: _no_longer_than(_LONGEST_CELL, entry.readline(_LONGEST_CELL + 1)), "")


def _no_longer_than(most: int, text: str) -> str:
    if len(text) > most:
        raise Unreadable(f"more than {most:,} characters in one piece")
    return text


def _require_known(names: Iterable[str], columns: dict[str, Column[Any]]) -> None:
    if unknown := [name for name in names if name not in columns]:
        raise Unreadable(f"there is no column {unknown[0]!r}")


def _no_number(constant: str) -> NoReturn:
    raise Unreadable(f"{constant} is not a number")


def _parents_first(table: Table, rows: Iterator[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Rows that refer to others of their own table after these; few tables do, and they are short."""
    inner = [
        (key.column.name, key.parent.name)
        for key in table.foreign_keys
        if key.column.table is table and key.parent.name != "workspace"
    ]
    if not inner:
        return rows
    ((id_, parent),) = inner
    by_id = {row[id_]: row for row in rows}
    graph = {name: {row[parent]} & by_id.keys() for name, row in by_id.items()}
    try:
        return [by_id[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError:
        raise ArchiveProblem(f"the rows of {file_of(table)} refer to each other in a circle") from None


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch
