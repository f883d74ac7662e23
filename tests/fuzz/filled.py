"""What people fill into fields and press, by the kind of element that is before them."""

import json
from typing import Any

from tests.fuzz.hand import Hand
from tests.fuzz.people import DAYS, HOURS, Cast

Json = dict[str, Any]

_ODD: list[Any] = [None, -1, 10**18, True, [], {}, "2025-08-18", 1.5, "UNEW"]
_TYPED = {"plain_text_input", "number_input", "url_text_input", "email_text_input"}
_CHOSEN = {"static_select", "radio_buttons", "external_select", "overflow"}
_TICKED = {"checkboxes", "multi_static_select"}


def filled(hand: Hand, element: Json, cast: Cast, file: Json, *, is_press: bool = False) -> Json:
    """The value of a field, under the name Slack gives it; whoever chooses at once chooses something."""
    nothing = [] if is_press or "initial_option" in element else [None]
    kind = element["type"]
    if (begun := _begun(element)) and not hand.one_in(3):
        return begun
    options = element.get("options") or [
        one for group in element.get("option_groups", []) for one in group["options"]
    ]
    if kind in _TYPED:
        text = hand.text()[: element.get("max_length", 3_000)]
        return {"value": text or None}
    if kind in _CHOSEN:
        return {"selected_option": hand.pick([*options, *nothing])}
    if kind in _TICKED:
        return {"selected_options": hand.some(options, 3)}
    made: dict[str, Json] = {
        "users_select": {"selected_user": hand.pick([*cast.users, *nothing])},
        "channels_select": {"selected_channel": hand.pick([*cast.channels, *nothing])},
        "conversations_select": {"selected_conversation": hand.pick([*cast.channels, *nothing])},
        "multi_users_select": {"selected_users": hand.some(cast.users, 4)},
        "multi_channels_select": {"selected_channels": hand.some(cast.channels, 3)},
        "multi_conversations_select": {"selected_conversations": hand.some(cast.channels, 3)},
        "datepicker": {"selected_date": hand.pick([*DAYS, *nothing])},
        "timepicker": {"selected_time": hand.pick([*HOURS, *nothing])},
        "file_input": {"files": hand.some([file], 1)},
    }
    return made[kind]


def _begun(element: Json) -> Json:
    """What stands in a field when it opens."""
    held = [(name, value) for name, value in element.items() if name.startswith("initial_")]
    names = {"initial_value": "value"}
    return {names.get(name, name.replace("initial", "selected")): value for name, value in held}


def forged(hand: Hand, value: str, most: int) -> str:
    """Another value than the one that was put there; often one of the same shape."""
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not found or hand.one_in(2):
        return hand.text()[:most]
    name = hand.pick(sorted(found))
    return json.dumps(found | {name: hand.text() if hand.one_in(2) else hand.pick(_ODD)})[:most]
