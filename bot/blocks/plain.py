"""The SDK's block models as JSON, and every check of theirs made, without looking for the checks each time.

The SDK asks each of some thirty objects in a message for all it has, to find its validators; that took longer
than the post itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from inspect import unwrap
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Option

# Of these the SDK keeps empty parts.
_KEEPS_EMPTY = "rich_text"

_SINGLE = {bool, int, float}
_LONG = {str, dict}


_Check = tuple[Callable[[JsonObject], object], Callable[[JsonObject], None]]
"""Whether all is well, and who complains when it is not."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is the same for all objects of one class: the SDK works it out from the class alone."""

    checks: tuple[_Check, ...]
    attributes: tuple[str, ...]


_KINDS: dict[type, _Kind] = {}


def as_json(thing: Any) -> Any:
    """What `to_dict` gives. Raises SlackObjectFormationError for what Slack would refuse."""
    kind = _KINDS.get(type(thing))
    if kind is not None:
        return _parts(thing, kind)
    if isinstance(thing, list | tuple):
        return [as_json(each) for each in thing]
    if not isinstance(thing, JsonObject):
        return thing
    if type(thing).to_dict is not JsonObject.to_dict or _keeps_empty(thing):
        return thing.to_dict()
    kind = _KINDS[type(thing)] = _kind_of(thing)
    return _parts(thing, kind)


class PlainOption(Option):
    """An option that is its text, in plain print, and its value: each pulse has a menu of them."""

    def to_dict(self, option_type: str = "block") -> dict[str, Any]:  # noqa: ARG002 - the SDK's signature
        _require_well(self, _checks(type(self)))
        return {"text": {"type": "plain_text", "text": self.text, "emoji": True}, "value": self.value}


def _parts(thing: JsonObject, kind: _Kind) -> dict[str, Any]:
    _require_well(thing, kind.checks)
    found = {}
    for name in kind.attributes:
        value = getattr(thing, name, None)
        if value is None:
            continue
        its = type(value)
        if its in _SINGLE:
            found[name] = value
        elif its in _LONG:
            if value:
                found[name] = value
        elif its in _KINDS or not hasattr(value, "__len__") or len(value) > 0:
            found[name] = as_json(value)
    return found


def _keeps_empty(thing: JsonObject) -> bool:
    return str(getattr(thing, "type", "")).startswith(_KEEPS_EMPTY)


def _require_well(thing: JsonObject, checks: tuple[_Check, ...]) -> None:
    for is_well, complain in checks:
        if not is_well(thing):
            complain(thing)


def _kind_of(thing: JsonObject) -> _Kind:
    return _Kind(_checks(type(thing)), tuple(sorted(thing.attributes)))


@cache
def _checks(kind: type[JsonObject]) -> tuple[_Check, ...]:
    named = (getattr(kind, name, None) for name in dir(kind) if not name.startswith("__"))
    complaints = (each for each in named if each is not None and hasattr(each, "validator"))
    return tuple((unwrap(complain), complain) for complain in complaints)
