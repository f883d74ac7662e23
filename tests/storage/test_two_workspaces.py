"""Two workspaces in one database: nothing that is asked of one's books reads or changes the other's."""

import inspect
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
from tests.scoped import tables_of, unscoped

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
    # The second time there is something of its own, and what begins with that goes on.
    for name in names * 2:
        with suppress(IntegrityError, Taken):  # of what the workspace itself lacks, or has already
            async with ledger.open() as books:
                if SECRET in repr(await asked(dict(methods(books))[name])):
                    seen.append(name)
    touched = {table for statement in heard for table in tables_of(statement)}
    after = [await everything(engine, neighbour) for neighbour in ("T2", "T3")]

    assert len(names) > 250
    assert seen == []
    assert [statement for statement in heard if unscoped(statement)] == []
    assert {table.name for table in whole().sorted_tables} - touched == set()
    assert after == before
    assert all(all(rows.values()) for rows in before)


def kinds(of=Shelf):
    """Every kind of shelf that is not a part of another."""
    parts = of.__subclasses__()
    return {each for part in parts for each in kinds(part)} if parts else {of}


async def test_no_shelf_is_left_out_and_nothing_that_one_can_be_asked(ledger):
    async with ledger.open() as books:
        walked = {type(method.__self__) for _, method in methods(books)}
    asked_otherwise = {
        f"{kind.__name__}.{name}"
        for kind in walked
        for name, what in inspect.getmembers(kind, callable)
        if not name.startswith("_") and not inspect.iscoroutinefunction(what)
    }

    assert walked == kinds()
    assert asked_otherwise == {"MetricShelf.found"}  # is told what was found, and asks nothing


@pytest.mark.parametrize(
    ("statement", "loose"),
    [
        ("SELECT 1 FROM teams WHERE teams.workspace = ? AND teams.id = ?", set()),
        ("SELECT 1 FROM teams WHERE teams.id = ?", {"teams"}),
        ("SELECT 1 FROM teams AS t, people WHERE t.workspace = ?", {"people"}),
        (
            "SELECT 1 FROM teams JOIN people ON people.workspace = teams.workspace WHERE teams.workspace = ?",
            set(),
        ),
        ("SELECT 1 FROM teams JOIN people ON people.user = teams.lead WHERE teams.workspace = ?", {"people"}),
        ("SELECT 1 FROM teams JOIN people ON people.workspace = teams.workspace", {"people", "teams"}),
        (
            "SELECT 1 FROM teams WHERE teams.workspace = ? AND EXISTS (SELECT 1 FROM wins WHERE wins.id = ?)",
            {"wins"},
        ),
        (
            "SELECT (SELECT 1 FROM wins WHERE wins.workspace = ?), (SELECT 1 FROM wins WHERE wins.id = ?)",
            {"wins"},
        ),
        ("UPDATE teams SET name=? WHERE teams.id = ?", {"teams"}),
        ("DELETE FROM teams WHERE teams.id = ?", {"teams"}),
        ("DELETE FROM procrastinate_jobs WHERE id = :id", {"procrastinate_jobs"}),
        ("INSERT INTO teams (id) VALUES (?)", {"teams"}),
        ("INSERT INTO teams (workspace, id) SELECT ?, wins.id FROM wins", {"wins"}),
    ],
)
def test_a_table_that_is_not_tied_to_a_workspace_is_seen(statement, loose):
    assert unscoped(statement) == loose
