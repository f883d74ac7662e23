"""Text fields whose words are kept while they are typed, and the way to say so."""

import json
from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    InputBlock,
    PlainTextInputElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from bot.blocks.layout import aside

KEEP = "draft.keep"
# The same field under another id: Slack holds on to what is typed as long as the id stays.
KEEP_ANEW = "draft.keep_anew"
EMPTY = "draft.empty"

_NOTE = "draft_note"
_NOTE_BUTTON = "draft_note_button"


def field(
    name: str,
    label: str,
    draft: Mapping[str, str],
    longest: int,
    *,
    initial: str = "",
    multiline: bool = False,
    optional: bool = False,
    hint: str | None = None,
    placeholder: str | None = None,
) -> InputBlock:
    """A text field that tells Polaris what is typed, so that a closed window loses nothing."""
    typed = draft.get(name, initial)[:longest]  # Slack refuses a form that starts with more
    return InputBlock(
        block_id=name,
        label=label,
        hint=hint,
        optional=optional,
        dispatch_action=True,
        element=PlainTextInputElement(
            action_id=KEEP,
            multiline=multiline,
            max_length=longest,
            placeholder=placeholder,
            initial_value=typed or None,
            dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_character_entered"]),
        ),
    )


def kept_note(draft: Mapping[str, str]) -> list[Block]:
    """Says that the form starts with a draft, and how to start without."""
    if not any(draft.values()):
        return []
    note = aside("We kept what you typed last time.")
    note.block_id = _NOTE
    button = ButtonElement(action_id=EMPTY, text="Start empty")
    return [note, ActionsBlock(block_id=_NOTE_BUTTON, elements=[button])]


def form_name(callback_id: str, about: str = "") -> str:
    """The name a draft is kept under: the form and, when it changes one thing, which thing."""
    return f"{callback_id} {about}".strip()


def form_of(view: Mapping[str, Any]) -> str:
    """The same, from a window as Slack sends it: its `private_metadata` may be JSON with an `about`."""
    return form_name(view["callback_id"], _about(view.get("private_metadata") or "{}"))


def emptied(view: Mapping[str, Any]) -> View:
    """The window without what was kept."""
    note = {_NOTE, _NOTE_BUTTON}
    blocks = [_emptied(block) for block in view["blocks"] if block.get("block_id") not in note]
    same = {
        name: view[name]
        for name in ("type", "callback_id", "title", "submit", "close", "private_metadata")
        if view.get(name)
    }
    return View(blocks=Block.parse_all(blocks), **same)


def _emptied(block: Mapping[str, Any]) -> dict[str, Any]:
    element = block.get("element", {})
    if element.get("action_id") != KEEP:
        return dict(block)
    fresh = {name: value for name, value in element.items() if name != "initial_value"}
    return {**block, "element": {**fresh, "action_id": KEEP_ANEW}}


def _about(metadata: str) -> str:
    try:
        return str(json.loads(metadata).get("about", ""))
    except (ValueError, AttributeError):
        return ""
