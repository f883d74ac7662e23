"""Modals and the App Home: views.open, views.push, views.update, views.publish."""

from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.rules.views import check_view
from bot.simulator.views import View
from bot.simulator.web_api.method import Call, invalid, method

_TRIGGER = ("trigger_id", "interactivity_pointer")


def _content(call: Call, *kinds: str) -> Json:
    view = call.json("view")
    if not isinstance(view, dict):
        raise invalid("must be an object", "view")
    check_view(view, call.world.files.complaint, call.world.granted, *kinds)
    return view


def _answer(call: Call, view: View) -> Json:
    return {"view": call.world.views.shape(view)}


def _trigger(call: Call) -> str:
    trigger = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger:
        raise invalid("missing required field: trigger_id", "trigger_id")
    return call.world.triggers.redeem(trigger)


@method("views.open", required=("view",), optional=_TRIGGER)
async def open_(call: Call) -> Json:
    """Open a modal for the person whose trigger it is."""
    content = _content(call, "modal")
    return _answer(call, call.world.views.open(_trigger(call), content))


@method("views.push", required=("view",), optional=_TRIGGER)
async def push(call: Call) -> Json:
    """Put a modal on top of the one the trigger came from."""
    content = _content(call, "modal")
    return _answer(call, call.world.views.push(_trigger(call), content))


@method("views.update", required=("view",), optional=("external_id", "hash", "view_id"))
async def update(call: Call) -> Json:
    """Replace an open view."""
    content = _content(call, "modal", "home")
    if not (call.text("view_id") or call.text("external_id")):
        raise invalid("missing required field: view_id", "view_id")
    view = call.world.views.find(call.text("view_id"), call.text("external_id"))
    if view.content["type"] != content["type"]:
        raise invalid("the type of a view cannot change", "view/type")
    return _answer(call, call.world.views.update(view, content, call.text("hash") or None))


@method("views.publish", required=("user_id", "view"), optional=("hash",))
async def publish(call: Call) -> Json:
    """Show somebody their App Home."""
    content = _content(call, "home")
    if not call.world.manifest.home_tab:
        raise SlackError("not_enabled")
    user = call.world.workspace.users.get(call.text("user_id"))
    if user is None or user.is_bot:
        raise invalid("invalid `user_id`", "user_id")
    return _answer(call, call.world.views.publish(user.id, content, call.text("hash") or None))
