"""What fields hold: at first, after an update, and what Slack refuses to submit."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.simulator.ids import Ids
from bot.simulator.records import Json
from bot.simulator.rules.blocks import elements_of

Values = dict[str, dict[str, Json]]

# Per kind of element: the name of its value in the state, and the element's field it starts from.
_VALUE = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}


def value_name(kind: str) -> str | None:
    """Give the name under which an element of this kind keeps its value; None for buttons."""
    return _VALUE[kind][0] if kind in _VALUE else None


def with_ids(content: Json, ids: Ids) -> Json:
    """Give a copy of a view in which every block and element has an identifier, as Slack adds them."""
    copied: Json = _spelled_out(content)
    copied["blocks"] = identified(copied.get("blocks", []), ids)
    return copied


def _spelled_out(value: Any) -> Any:
    """Give a copy in which every text object says what it took for granted, as Slack shows it back."""
    if isinstance(value, list):
        return [_spelled_out(each) for each in value]
    if not isinstance(value, dict):
        return value
    taken = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}.get(str(value.get("type")), {})
    return {name: _spelled_out(each) for name, each in value.items()} | {
        name: default for name, default in taken.items() if name not in value
    }


def identified(blocks: list[Json], ids: Ids) -> list[Json]:
    """Give every block a `block_id` and every interactive element an `action_id`."""
    shown = []
    for block in _spelled_out(blocks):
        whole = {"type": block["type"], "block_id": block.get("block_id") or ids.secret(12), **block}
        shown.append(whole)
        for element in elements_of(whole):
            element.setdefault("action_id", ids.secret(12))
    return shown


def fields(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Give every element that keeps a value, with its block."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _VALUE:
                yield block, element


def start(element: Json) -> Json:
    """Give the state an element starts with."""
    name, initial_name = _VALUE[element["type"]]
    empty: Any = [] if name.endswith("s") else None
    return {"type": element["type"], name: element.get(initial_name, empty)}


def initial(blocks: list[Json]) -> Values:
    """Give the state of a view nobody has touched."""
    values: Values = {}
    for block, element in fields(blocks):
        values.setdefault(block["block_id"], {})[element["action_id"]] = start(element)
    return values


def carried(values: Values, blocks: list[Json]) -> Values:
    """Give the state after an update: fields that are still there keep what was filled in."""
    kept = initial(blocks)
    for block_id, actions in kept.items():
        for action_id, fresh in actions.items():
            before = values.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == fresh["type"]:
                actions[action_id] = before
    return kept


def faults(blocks: list[Json], values: Values) -> dict[str, str]:
    """Say, by `block_id`, what Slack itself refuses before a view is submitted."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = values.get(block["block_id"], {}).get(element["action_id"], start(element))
            fault = _fault(
                element, value.get(_VALUE[element["type"]][0]), optional=block.get("optional", False)
            )
            if fault:
                found[block["block_id"]] = fault
    return found


def _fault(element: Json, value: Any, *, optional: bool) -> str | None:
    if value in (None, "", []):
        return None if optional else "Please complete this required field."
    return _FAULTS[element["type"]](element, value) if element["type"] in _FAULTS else None


def _text_fault(element: Json, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    most = element.get("max_length", 3_000)
    return f"Must be at most {most} characters." if len(value) > most else None


def _number_fault(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return None


def _email_fault(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _url_fault(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+", value) else "Please enter a valid URL."


def _files_fault(element: Json, files: list[Json]) -> str | None:
    most, kinds = element.get("max_files", 10), element.get("filetypes", [])
    if len(files) > most:
        return f"Choose at most {most} file{'' if most == 1 else 's'}."
    wrong = [each["name"] for each in files if kinds and each["name"].rpartition(".")[2].lower() not in kinds]
    return f"{wrong[0]} is not a supported file type: {', '.join(kinds)}." if wrong else None


_FAULTS: dict[str, Callable[[Json, Any], str | None]] = {
    "file_input": _files_fault,
    "plain_text_input": _text_fault,
    "number_input": _number_fault,
    "email_text_input": _email_fault,
    "url_text_input": _url_fault,
}
