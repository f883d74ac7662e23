"""What a button carries: one typed value, never a split string."""

import re
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Value = TypeVar("Value")

# As JSON writes it; behind an escaped backslash it is but the words.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class ForgedValue(Exception):
    """A button's value that none of our buttons carries."""


def pack(value: object) -> str:
    """A dataclass as the text of a button's value (at most 2,000 characters in Slack)."""
    kind: Any = type(value)
    return _adapter(kind).dump_json(value).decode()


def unpack(kind: type[Value], text: str) -> Value:
    """The dataclass a button carried. Raises ForgedValue for anything else."""
    if _NUL.search(text):
        raise ForgedValue(str(kind))
    try:
        named: Any = kind
        value: Value = _adapter(named).validate_json(text)
    except ValidationError as problem:
        raise ForgedValue(str(kind)) from problem
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
