"""The message of the posting bench: twelve blocks, as a long pulse has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from bot.blocks.layout import Message, aside, words

MESSAGES = 2_000


@dataclass(frozen=True, slots=True)
class Dozen:
    kind: ClassVar[str] = "dozen"
    team: str
    lines: tuple[str, ...]
    fields: tuple[str, ...]


def contents(number: int) -> Iterator[tuple[str, Dozen]]:
    """So many channels, and what is said in each."""
    for each in range(number):
        lines = tuple(f"*Metric {n}* was *{each + n}* last week, within its usual range." for n in range(7))
        fields = tuple(f"*Field {n}*\n{each * n}" for n in range(6))
        yield f"C{each:05d}", Dozen(f"Team {each}", lines, fields)


def view(facts: Dozen) -> Message:
    blocks = [
        HeaderBlock(text=facts.team),
        *(words(line) for line in facts.lines),
        DividerBlock(),
        SectionBlock(fields=[MarkdownTextObject(text=each) for each in facts.fields]),
        aside("Usual range: from 8 to 64"),
        ActionsBlock(
            elements=[
                ButtonElement(text="Commit", action_id="commit", value=facts.team),
                ButtonElement(text="Ask", action_id="ask", value=facts.team),
            ]
        ),
    ]
    return Message("\n".join(facts.lines), blocks)
