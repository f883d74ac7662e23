"""What a request of Slack's is about: one of a few kinds, and which of that kind."""

from collections.abc import Mapping
from typing import Any

KINDS = ("command", "action", "view", "event", "shortcut", "other")

_KIND_OF_TYPE = {
    "block_actions": "action",
    "event_callback": "event",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "view_closed": "view",
    "view_submission": "view",
}


def kind_of(body: Mapping[str, Any]) -> str:
    """What a request of Slack's is about."""
    return "command" if "command" in body else _KIND_OF_TYPE.get(str(body.get("type")), "other")


def name_of(body: Mapping[str, Any]) -> str:
    """The command, or the name that we or Slack gave to what was pressed, sent or has happened."""
    actions = body.get("actions")
    pressed = actions[0] if isinstance(actions, list) and actions else None
    places = (
        (body, "command"),
        (body.get("event"), "type"),
        (pressed, "action_id"),
        (body, "callback_id"),
        (body.get("view"), "callback_id"),
    )
    named = (place.get(key) for place, key in places if isinstance(place, Mapping))
    return next((name for name in named if isinstance(name, str) and name), "")
