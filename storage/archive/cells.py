"""One value of a table as it stands in a file, and back, alike for every database."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import Any

from sqlalchemy import JSON, Column

Value = Any

_MOST = 2**31 - 1
"""The largest whole number that every database keeps."""


class Unreadable(Exception):
    """A value is not what its column holds; the text says what it is."""


def to_json(value: Value) -> Value:
    """What JSON knows stays as it is; days and instants are written as ISO 8601 has them."""
    if isinstance(value, float):
        return value + 0.0  # SQLite knows no negative zero, so none is written
    return value.isoformat() if isinstance(value, date | time) else value


def to_cell(column: Column[Any], value: Value) -> str:
    """A cell of CSV. Text is never changed for the sake of a spreadsheet, whatever it begins with.

    In a column that may be empty, an empty cell is nothing at all, and a backslash goes before text that is
    empty or begins with one.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"\\{value}" if column.nullable and (not value or value.startswith("\\")) else value
    return str(to_json(value))


def from_cell(column: Column[Any], cell: str) -> Value:
    """Read a cell of CSV. Raises Unreadable."""
    if column.nullable:
        if not cell:
            return None
        if column.type.python_type is str:
            cell = cell.removeprefix("\\")
    return _parsed(column, cell)


def from_json(column: Column[Any], value: Value) -> Value:
    """Read a value of a JSON line. Raises Unreadable."""
    if isinstance(column.type, JSON) or (value is None and column.nullable):
        return value
    if isinstance(value, str):
        return _parsed(column, value)
    # A bool is an int to Python, and not to us.
    if type(value) is not column.type.python_type or (isinstance(value, int) and abs(value) > _MOST):
        raise _unreadable(column, value)
    return value


def _parsed(column: Column[Any], text: str) -> Value:
    try:
        text.encode()  # half a character is none, and no database takes it
        return _PARSERS[column.type.python_type](text)
    except (ValueError, KeyError):
        raise _unreadable(column, text) from None


def _unreadable(column: Column[Any], value: Value) -> Unreadable:
    return Unreadable(f"{column.name} cannot be {str(value)[:40]!r}")


def _whole(text: str) -> int:
    value = int(text)
    if abs(value) > _MOST:
        raise ValueError
    return value


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError
    return value


def _instant(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError
    return value


_PARSERS: Mapping[type, Callable[[str], Value]] = {
    str: str,
    int: _whole,
    float: _number,
    bool: {"true": True, "false": False}.__getitem__,
    date: date.fromisoformat,
    time: time.fromisoformat,
    datetime: _instant,
}
