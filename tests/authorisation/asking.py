"""What Slack brings when somebody types, presses or submits something: every byte of it may be forged."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.blocks.values import pack
from tests.authorisation.people import OURS, Actor

Json = dict[str, Any]
Body = Callable[[Actor], Json]

HOME = "CHOME"


def typed(command: str, text: str = "", channel: str = HOME) -> Body:
    def body(actor: Actor) -> Json:
        return {
            "command": command,
            "text": text,
            "team_id": actor.organisation,
            "user_id": actor.user,
            "channel_id": channel,
            "trigger_id": "1.2.3",
        }

    return body


def pressed(action_id: str, value: object = None, **more: Any) -> Body:
    """A press in a message, or with `view` in a window; `value` is what the button carries."""
    view, action = more.pop("view", None), dict(more)
    if value is not None:
        action["value"] = value if isinstance(value, str) else pack(value)

    def body(actor: Actor) -> Json:
        place = {"view": view} if view else {"channel": {"id": HOME}, "message": {"ts": "1.0", "text": "x"}}
        return {
            **_common("block_actions", actor),
            **place,
            "container": {"type": "view" if view else "message", "is_ephemeral": True},
            "actions": [{"action_id": action_id, "block_id": "b", "action_ts": "1.0", **action}],
        }

    return body


def chosen(action_id: str, value: object, **more: Any) -> Body:
    """A line of a menu was chosen."""
    packed = value if isinstance(value, str) else pack(value)
    return pressed(action_id, selected_option={"value": packed}, **more)


def submitted(callback_id: str, about: object = None, **state: Any) -> Body:
    """A form was sent; `about` is what its private metadata says it is about."""
    view = window(callback_id, about, **state)
    return lambda actor: {**_common("view_submission", actor), "view": view}


def window(callback_id: str, about: object = None, **state: Any) -> Json:
    return {
        "id": "VWINDOW",
        "type": "modal",
        "callback_id": callback_id,
        "hash": "1.a",
        "root_view_id": "VROOT",
        "private_metadata": about if isinstance(about, str) else pack(about) if about else "{}",
        "state": {"values": {name: {"it": _element(value)} for name, value in state.items()}},
        "blocks": [],
    }


def used(callback_id: str) -> Body:
    """A shortcut from the menu."""
    return lambda actor: {**_common("shortcut", actor), "callback_id": callback_id, "action_ts": "1.0"}


def used_on_message(callback_id: str) -> Body:
    """A shortcut of a message."""

    def body(actor: Actor) -> Json:
        message = {"ts": "1.0", "text": "It went well", "user": actor.user}
        return {
            **_common("message_action", actor),
            "callback_id": callback_id,
            "channel": {"id": HOME},
            "message": message,
            "message_ts": "1.0",
        }

    return body


def happened(kind: str, **event: Any) -> Body:
    def body(actor: Actor) -> Json:
        return {
            "type": "event_callback",
            "team_id": actor.organisation,
            "authorizations": [{"team_id": actor.organisation, "user_id": "UPOLARIS", "is_bot": True}],
            "event_id": f"Ev{kind}{actor.name}",
            "event": {"type": kind, "user": actor.user, "event_ts": "1.0", **event},
        }

    return body


def _common(kind: str, actor: Actor) -> Json:
    return {
        "type": kind,
        "user": {"id": actor.user, "username": actor.name, "team_id": actor.organisation},
        "team": {"id": OURS, "domain": "acme"},
        "trigger_id": "1.2.3",
    }


def _element(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list):
        return {"type": "multi_users_select", "selected_users": value}
    if isinstance(value, tuple):
        return {"type": "checkboxes", "selected_options": [{"value": each} for each in value]}
    return {"type": "static_select", "selected_option": None if value is None else {"value": value}}
