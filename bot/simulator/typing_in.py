"""From what a test or a script says plainly to the value object Slack keeps for a field."""

from typing import Any

from bot.simulator import state
from bot.simulator.cannot import CannotError
from bot.simulator.records import Json


def typed_value(element: Json, plain: Any) -> Json:
    """Give the state of an element after somebody chose or typed `plain`; options go by text or value."""
    kind = element["type"]
    name = state.value_name(kind)
    if name is None:
        raise CannotError(f"Nothing can be filled into a {kind}.")
    if plain is None or kind.endswith("_input"):
        return {"type": kind, name: plain if plain is None else str(plain)}
    if name == "selected_option":
        return {"type": kind, name: _option(element, plain)}
    if name == "selected_options":
        return {"type": kind, name: [_option(element, each) for each in plain]}
    return {"type": kind, name: plain}


def _option(element: Json, plain: Any) -> Json:
    if isinstance(plain, dict):
        return plain
    groups = element.get("option_groups", [])
    options = element.get("options", [each for group in groups for each in group["options"]])
    for option in options:
        if plain in (option["text"]["text"], option.get("value")):
            found: Json = option
            return found
    raise CannotError(f"There is no option {plain!r}.")
