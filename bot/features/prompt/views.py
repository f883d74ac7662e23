"""One message with what one person is asked, and the way to put it off."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    Option,
    OverflowMenuElement,
    SectionBlock,
)

from bot.blocks.layout import Message, aside, words
from bot.blocks.text import to_come
from bot.blocks.values import ForgedValue
from rituals.prompts import Asked
from rituals.retention import LongAgo
from storage.records.prompts import ANSWERABLE, PromptState

LATER = "prompt.later"

_FOOTER = "Not now? It waits in my Home tab."


class Later(StrEnum):
    """What the menu offers."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    PREFERENCES = "preferences"


_LABELS = {
    Later.TOMORROW: "Ask me tomorrow",
    Later.NEXT_WEEK: "Not this week",
    Later.PREFERENCES: "How I am asked …",
}


def later(value: str) -> Later:
    """What was chosen in the menu. Raises ForgedValue."""
    try:
        return Later(value)
    except ValueError as problem:
        raise ForgedValue(value) from problem


def long_ago(_facts: LongAgo) -> Message:
    text = "_Asked so long ago that its words are kept no longer._"
    return Message(text, [words(text)])


def asked(facts: Asked, parts: Sequence[Message]) -> Message:
    """`parts` are the facts' own, drawn one by one."""
    if facts.snoozed_until is not None and any(part.state in ANSWERABLE for part in facts.parts):
        until = to_come(facts.snoozed_until, "UTC", "until")
        told = f"Put off {until} at the earliest. Until then it waits in my Home tab."
        return Message(told, [aside(told)])
    drawn = [
        message if part.state in ANSWERABLE or part.state is PromptState.ANSWERED else _settled(message)
        for part, message in zip(facts.parts, parts, strict=True)
    ]
    blocks = list(_divided([message.blocks for message in drawn]))
    if any(part.state in ANSWERABLE for part in facts.parts):
        blocks.append(_footer())
    return Message("\n\n".join(message.text for message in drawn), blocks)


def put_off(before: str) -> Message:
    told = f"I ask you nothing {before}. What waits can be answered in my Home tab at any time."
    return Message(told, [words(told)])


def _settled(message: Message) -> Message:
    """What nobody wants to know any more: its words without anything to press."""
    words_only = (each for each in message.blocks if isinstance(each, SectionBlock) and not each.accessory)
    note = "There is nothing left to answer."
    return Message(f"{message.text}\n{note}", [*words_only, aside(note)])


def _divided(parts: Iterable[Sequence[Block]]) -> Iterable[Block]:
    taken: set[str] = set()
    for number, blocks in enumerate(parts):
        if number:
            yield DividerBlock()
        for block in blocks:
            if block.block_id in taken:  # Slack takes each id once a message
                block.block_id = None
            elif block.block_id is not None:
                taken.add(block.block_id)
            yield block


def _footer() -> SectionBlock:
    menu = OverflowMenuElement(
        action_id=LATER, options=[Option(value=each, text=_LABELS[each]) for each in Later]
    )
    section = words(_FOOTER)
    section.accessory = menu
    return section
