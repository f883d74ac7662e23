"""The SDK's block models as JSON, and every check of theirs made, without looking for the checks each time.

The SDK asks each of some thirty objects in a message for all it has, to find its validators; that took longer
than the post itself.
"""

from dataclasses import dataclass
from typing import Any

from slack_sdk.models.basic_objects import JsonObject

# Of these the SDK keeps empty parts.
_KEEPS_EMPTY = "rich_text"

_JSON = {str, bool, int, float, dict}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is the same for all objects of one class: the SDK works it out from the class alone."""

    validators: tuple[str, ...]
    attributes: tuple[str, ...]


_KINDS: dict[type, _Kind] = {}


def as_json(thing: Any) -> Any:
    """What `to_dict` gives. Raises SlackObjectFormationError for what Slack would refuse."""
    kind = _KINDS.get(type(thing))
    if kind is None:
        if isinstance(thing, list | tuple):
            return [as_json(each) for each in thing]
        if not isinstance(thing, JsonObject):
            return thing
        if type(thing).to_dict is not JsonObject.to_dict or _keeps_empty(thing):
            return thing.to_dict()
        kind = _KINDS[type(thing)] = _kind_of(thing)
    for validate in kind.validators:
        getattr(thing, validate)()
    found = {}
    for name in kind.attributes:
        value = getattr(thing, name, None)
        if value is not None and not (hasattr(value, "__len__") and len(value) == 0):
            found[name] = value if type(value) in _JSON else as_json(value)
    return found


def _keeps_empty(thing: JsonObject) -> bool:
    return str(getattr(thing, "type", "")).startswith(_KEEPS_EMPTY)


def _kind_of(thing: JsonObject) -> _Kind:
    named = (name for name in dir(type(thing)) if not name.startswith("__"))
    validators = (name for name in named if hasattr(getattr(type(thing), name, None), "validator"))
    return _Kind(tuple(validators), tuple(sorted(thing.attributes)))
