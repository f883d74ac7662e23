"""Modal state -> typed form; faults -> words under the field.

A form is a pydantic model whose field names are the block ids of the modal.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Form = TypeVar("Form", bound=BaseModel)

# Where each kind of element keeps what was chosen (view.state.values).
_PLAIN = (
    "value",
    "selected_user",
    "selected_channel",
    "selected_conversation",
    "selected_date",
    "selected_time",
    "selected_users",
    "selected_channels",
    "selected_conversations",
    "files",
)


def read(form: type[Form], view: Mapping[str, Any]) -> Form:
    """The form a modal was filled with. Raises pydantic.ValidationError; see `complaints`."""
    return form.model_validate(state(view))


def state(view: Mapping[str, Any]) -> dict[str, Any]:
    """What each block holds, by block id: text, a chosen value, or a list of chosen values. Empty is None."""
    blocks = view.get("state", {}).get("values", {})
    return {block: _chosen(element) for block, elements in blocks.items() for element in elements.values()}


def _chosen(element: Mapping[str, Any]) -> Any:
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        option = element["selected_option"]
        return None if option is None else option["value"]
    return next((element[place] for place in _PLAIN if element.get(place) is not None), None)


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """Only what was typed by hand, by block id: what must never be lost."""
    blocks = view.get("state", {}).get("values", {})
    return {
        block: element["value"]
        for block, elements in blocks.items()
        for element in elements.values()
        if element.get("value")
    }


def complaints(problem: ValidationError) -> dict[str, str]:
    """The words to show under each field, by block id."""
    return {str(fault["loc"][0]): _words(dict(fault)) for fault in problem.errors() if fault["loc"]}


def _words(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault.get("input") is None or fault["type"] in {"missing", "string_too_short"}:
        return "Please fill this in."
    if fault["type"] == "string_too_long":
        limit = fault["ctx"]["max_length"]
        over = len(str(fault["input"])) - limit
        return f"{over} characters too long; {limit} fit here."
    return f"{fault['msg']}."
