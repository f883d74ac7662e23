"""Meaning, not trees: what a person reads in blocks, and what they can press."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.layout import Message


def reads(shown: Any) -> str:
    """Every text of a message, a view or a list of blocks, line by line, as it is written in mrkdwn."""
    return "\n".join(text for block in _blocks(shown) for text in _texts(block))


def buttons(shown: Any) -> list[str]:
    """The labels of what can be pressed or chosen from."""
    return [
        element.get("text", {}).get("text") or element["action_id"]
        for block in _blocks(shown)
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if "action_id" in element
    ]


def fields(view: Any) -> dict[str, Any]:
    """What each input of a form starts with, by block: text, or the label of what is chosen."""
    return {
        block["block_id"]: _initial(block["element"]) for block in _blocks(view) if block["type"] == "input"
    }


def choices(view: Any, name: str) -> list[str]:
    """The labels one may choose from in a field."""
    element = next(block["element"] for block in _blocks(view) if block.get("block_id") == name)
    groups = element.get("option_groups") or [element]
    return [option["text"]["text"] for group in groups for option in group["options"]]


def _blocks(shown: Any) -> list[dict[str, Any]]:
    if isinstance(shown, View):
        shown = limits.view(shown)
    if isinstance(shown, Message):
        return limits.message(shown.blocks)
    if isinstance(shown, Mapping):
        return list(shown["blocks"])
    return limits.message(shown) if shown and not isinstance(shown[0], Mapping) else list(shown)


def _initial(element: Mapping[str, Any]) -> Any:
    chosen = element.get("initial_option")
    return chosen["text"]["text"] if chosen else element.get("initial_value")


def _texts(part: Any) -> Iterator[str]:
    """Texts in reading order, those of buttons and options left out."""
    if isinstance(part, Mapping):
        if part.get("type") in {"mrkdwn", "plain_text"}:
            yield part["text"]
            return
        for name, inner in part.items():
            if name in {"text", "fields", "label", "hint"} or (
                name == "elements" and part["type"] == "context"
            ):
                yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
