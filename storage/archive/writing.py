"""Everything a workspace owns, from the database into a zip; the same rows make the same bytes."""

import csv
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO, Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import ColumnElement, Select, String, Table, func, literal, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.archive.about import FORMAT, MANIFEST, Manifest
from storage.archive.cells import to_cell, to_json
from storage.archive.contents import columns_of, exported, file_of, is_nested
from storage.one_file import Manner
from storage.seat_dialect import next_is
from storage.tables.columns import key_of

Row = Mapping[str, Any]
Progress = Callable[[int, int], object]
"""Hears how many rows are done, of how many."""

_BATCH = 2_000


async def write(
    engine: AsyncEngine, workspace: str, beside: Mapping[str, str], file: IO[bytes], progress: Progress
) -> int:
    """Write a workspace as it is at this moment; gives the number of rows. Nobody who writes is held up.

    `beside` are the texts of more files, by their names.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    async with engine.connect() as connection:
        next_is(Manner.READING, connection)
        tables = exported()
        rows = {table.name: await _count(connection, workspace, table) for table in tables}
        revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
        manifest = Manifest(format=FORMAT, revision=revision, workspace=workspace, rows=rows)
        done, total = 0, sum(rows.values())
        with ZipFile(file, "w") as archive:
            described = {MANIFEST: f"{json.dumps(manifest.model_dump(), indent=2)}\n"}
            for name, words in {**beside, **described}.items():
                with _entry(archive, name) as entry:
                    entry.write(words)
            for table in tables:
                with _entry(archive, file_of(table)) as entry:
                    put = _lines(entry, table) if is_nested(table) else _cells(entry, table)
                    async for batch in _batches(connection, workspace, table):
                        put(batch)
                        done += len(batch)
                        progress(done, total)
    return done


@contextmanager
def _entry(archive: ZipFile, name: str) -> Iterator[TextIO]:
    """A file in the zip, without the hour it was made at."""
    info = ZipInfo(name)
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    # How long it becomes is not known before: leave room for more than 2 GiB.
    with (
        archive.open(info, "w", force_zip64=True) as binary,
        TextIOWrapper(binary, "utf-8", newline="") as entry,
    ):
        yield entry


def _cells(entry: TextIO, table: Table) -> Callable[[Sequence[Row]], None]:
    columns, writer = columns_of(table), csv.writer(entry, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    return lambda rows: writer.writerows(
        [to_cell(column, row[column.name]) for column in columns] for row in rows
    )


def _lines(entry: TextIO, table: Table) -> Callable[[Sequence[Row]], None]:
    names = [column.name for column in columns_of(table)]
    return lambda rows: entry.writelines(
        f"{json.dumps({name: to_json(row[name]) for name in names})}\n" for row in rows
    )


async def _count(connection: AsyncConnection, workspace: str, table: Table) -> int:
    count = select(func.count()).select_from(table).where(table.c.workspace == workspace)
    return int((await connection.execute(count)).scalar_one())


async def _batches(connection: AsyncConnection, workspace: str, table: Table) -> AsyncIterator[Sequence[Row]]:
    """The rows of a table by their key, a few thousand at a time."""
    key, last = key_of(table), None
    while True:
        query = _sorted(connection, select(table).where(table.c.workspace == workspace), table, last)
        found = [
            {str(name): value for name, value in row.items()}
            for row in (await connection.execute(query.limit(_BATCH))).mappings()
        ]
        if found:
            yield found
        if len(found) < _BATCH:
            return
        last = [found[-1][column.name] for column in key]


def _sorted(
    connection: AsyncConnection, query: Select[Any], table: Table, last: Sequence[Any] | None
) -> Select[Any]:
    key = key_of(table)
    places: list[ColumnElement[Any]] = [
        # Left to itself, PostgreSQL sorts as its locale does; SQLite sorts by bytes.
        column.collate("C")
        if connection.dialect.name == "postgresql" and isinstance(column.type, String)
        else column
        for column in key
    ]
    if last is not None:
        after = [literal(value, column.type) for column, value in zip(key, last, strict=True)]
        query = query.where(tuple_(*places) > tuple_(*after))
    return query.order_by(*places)
