"""A value of a table as it stands without somebody."""

import json
from collections.abc import Callable, Mapping
from typing import Any

Rewrite = Callable[[str], str]
"""Gives a text as it is to stand without somebody."""

IsOwn = Callable[[Mapping[str, Any], str], bool]
"""Whether in something that a message or a question tells, a field of this name is words of theirs alone."""

ERASED = "(erased)"
"""What stands for words that were only somebody's own."""


def nobodys(_told: Mapping[str, Any], _name: str) -> bool:
    """Where no words are erased."""
    return False


def rewritten(value: Any, rewrite: Rewrite, is_own: IsOwn) -> Any:
    """JSON in depth, also where it stands in a column of text. The names of its fields are ours."""
    if isinstance(value, dict):
        return {
            name if name.islower() else rewrite(name): ERASED
            if is_own(value, name)
            else rewritten(inner, rewrite, is_own)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [rewritten(inner, rewrite, is_own) for inner in value]
    if not isinstance(value, str):
        return value
    if value[:1] in {"{", "["}:
        try:
            inner = json.loads(value)
        except ValueError:
            return rewrite(value)
        new = rewritten(inner, rewrite, is_own)
        return value if new == inner else json.dumps(new, ensure_ascii=False, separators=(",", ":"))
    return rewrite(value)
