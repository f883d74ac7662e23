"""Two workspaces in one database: nothing that is asked of one's books reads or changes the other's."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from storage.engine import open_engine
from storage.ledger import Books, Ledger
from storage.shelf import Shelf
from storage.tables import whole
from storage.taken import Taken
from tests.everywhere import everything, mark
from tests.making import MONDAY_NINE

KEY, SECRET = "key", "what the neighbour keeps"

_PLAIN = {
    str: KEY,
    int: 1,
    float: 1.0,
    bool: True,
    date: MONDAY_NINE.date(),
    datetime: MONDAY_NINE,
    time: MONDAY_NINE.time(),
    timedelta: timedelta(days=1),
}


def made(wanted: Any) -> Any:
    """A value of a type; wherever there is text, it is what the neighbour's rows are found by."""
    if wanted in _PLAIN:
        return _PLAIN[wanted]
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return made(next(each for each in inner if each is not NoneType))
    if origin is tuple:
        return (made(inner[0]),) if inner[-1] is ... else tuple(made(each) for each in inner)
    if origin in (list, set, frozenset):
        return origin([made(inner[0])])
    if origin is Callable:
        return lambda given: given
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {made(inner[0]): made(inner[1])}
    if inspect.isclass(origin) and issubclass(origin, Iterable):
        return [made(inner[0])]
    if inspect.isclass(wanted) and issubclass(wanted, Enum):
        return next(iter(wanted))
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        make: Any = wanted
        return make(**{each.name: made(hints[each.name]) for each in fields(wanted) if each.init})
    raise LookupError(wanted)


def methods(books: Books) -> Iterator[tuple[str, Any]]:
    """Everything that a shelf can be asked."""
    for name in sorted(dir(books)):
        shelf = getattr(books, name)
        if name.startswith("_") or not isinstance(shelf, Shelf):
            continue
        for verb, method in inspect.getmembers(shelf, inspect.iscoroutinefunction):
            if not verb.startswith("_"):
                yield f"{name}.{verb}", method


async def asked(method: Any) -> Any:
    """What it answers to a question about what the neighbour's rows are found by."""
    hints, places, names = get_type_hints(method), [], {}
    for name, each in inspect.signature(method).parameters.items():
        if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD, each.VAR_POSITIONAL):
            places.append(made(hints[name]))
        elif each.kind is each.KEYWORD_ONLY:
            names[name] = made(hints[name])
    return await method(*places, **names)


@pytest.fixture
async def engine(migrated_url):
    """Two workspaces have a row in every table, one of them a bare one, and another has none."""
    engine = open_engine(migrated_url)
    await mark(engine, "T2", SECRET, KEY)
    await mark(engine, "T3", SECRET, KEY, bare=True)
    yield engine
    await engine.dispose()


@pytest.fixture
def heard(engine):
    """The statements that are executed."""
    statements: set[str] = set()

    def hear(_connection, _cursor, statement, *_rest):
        statements.add(" ".join(statement.split()))

    event.listen(engine.sync_engine, "before_cursor_execute", hear)
    return statements


async def test_nothing_of_a_neighbour_is_read_or_changed_by_anything_books_can_be_asked(engine, heard):
    ledger = Ledger(engine, "T1")
    before = [await everything(engine, neighbour) for neighbour in ("T2", "T3")]
    heard.clear()
    async with ledger.open() as books:
        names = [name for name, _ in methods(books)]
    seen: list[str] = []
    for name in names:
        with suppress(IntegrityError, Taken):  # of what the workspace itself lacks, or has already
            async with ledger.open() as books:
                if SECRET in repr(await asked(dict(methods(books))[name])):
                    seen.append(name)
    spoken = {statement for statement in heard if _tables(statement)}
    touched = {table for statement in spoken for table in _tables(statement)}
    after = [await everything(engine, neighbour) for neighbour in ("T2", "T3")]

    assert len(names) > 250
    assert seen == []
    assert [statement for statement in spoken if not _SCOPED.search(statement)] == []
    assert {table.name for table in whole().sorted_tables} - touched == set()
    assert after == before
    assert all(all(rows.values()) for rows in before)


_SCOPED = re.compile(r"\bworkspace = |^INSERT INTO \w+ \(workspace\b")
_TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+\"?(\w+)")


def _tables(statement: str) -> set[str]:
    """The tables of ours that a statement is about."""
    return {*_TABLE.findall(statement)} & {table.name for table in whole().sorted_tables}
