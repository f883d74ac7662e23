"""The limits slack_sdk does not check, kept by shortening politely.

Called where content leaves the house (`bot.delivery`, `bot.door`), so that a view cannot forget them.
Source: Slack's Block Kit reference, 2026.
"""

import re
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock
from slack_sdk.models.blocks.basic_components import TextObject
from slack_sdk.models.views import View

from bot.blocks.plain import as_json

_MESSAGE_BLOCKS = 50
_VIEW_BLOCKS = 100
_SECTION_TEXT = 3000
_FIELD_TEXT = 2000
_MESSAGE_TEXT = 4000
ALT_TEXT = 2000

# A cut must not leave half a mention (<@U1) or half an entity (&am) behind.
_TORN = re.compile(r"(<[^>]*|&[a-z]*)$")


# Left open in somebody's name, the first would turn round all that follows it in a line, and the second
# make a listing of it; nothing of ours has them.
_DISORDER = str.maketrans(dict.fromkeys(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]), ""))
_LISTING = "`" * 3


def shorten(words: str, limit: int) -> str:
    """At most `limit` characters of mrkdwn, ending in an ellipsis where something was left out."""
    return words if len(words) <= limit else _TORN.sub("", words[: limit - 1]).rstrip() + "…"


def without(parts: Sequence[str], leaving: Sequence[int], limit: int) -> str:
    """Parts of a text as one of at most `limit` characters, with how many were left out in their place.

    Those at the places of `leaving` go, in its order, until the rest has room; if that is not enough the
    first part is shortened.
    """
    for gone in range(len(leaving) + 1):
        out = {*leaving[:gone]}
        kept = [part for place, part in enumerate(parts) if place not in out]
        if gone:
            several = "detail is" if gone == 1 else "details are"
            kept.insert(min(out), f"{gone} more {several} left out here.")
        if len(" ".join(kept)) <= limit:
            break
    first, *rest = kept
    over = max(0, len(" ".join(kept)) - limit)
    return shorten(" ".join([shorten(first, max(1, len(first) - over)), *rest]), limit)


def text(words: str) -> str:
    """The top-level text of a message; Slack recommends at most 4,000 characters."""
    return shorten(_orderly(words), _MESSAGE_TEXT)


def message(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks of a message as JSON, within Slack's limits."""
    return [as_json(block) for block in _within(blocks, _MESSAGE_BLOCKS)]


def view(view: View) -> dict[str, Any]:
    """A modal or App Home as JSON, within Slack's limits."""
    view.blocks = _within(view.blocks or [], _VIEW_BLOCKS)
    return view.to_dict()


def _within(blocks: Sequence[Block], limit: int) -> list[Block]:
    for block in blocks:
        _shorten_texts(block)
    if len(blocks) <= limit:
        return list(blocks)
    more = ContextBlock(elements=[TextObject(type="mrkdwn", text=f"… and {len(blocks) - limit + 1} more")])
    # The last one stays: that is where a list says what to do next.
    return [*blocks[: limit - 2], more, blocks[-1]]


def _shorten_texts(block: Block) -> None:
    match block.type:  # to ask each for its class goes through `abc`, and takes longer than all else here
        case SectionBlock.type:
            assert isinstance(block, SectionBlock)
            _shorten(block.text, _SECTION_TEXT)
            for field in block.fields or []:
                _shorten(field, _FIELD_TEXT)
        case ContextBlock.type:
            assert isinstance(block, ContextBlock)
            for element in block.elements:
                _shorten(element, _SECTION_TEXT)


def _shorten(thing: object, limit: int) -> None:
    if isinstance(thing, TextObject) and thing.text is not None:
        thing.text = shorten(_orderly(thing.text), limit)


def _orderly(words: str) -> str:
    in_line = words if words.isascii() else words.translate(_DISORDER)
    return in_line.replace(_LISTING, "ˋ" * 3)
