"""The handful of shapes our messages are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)

# Slack takes 3,000 characters in a section.
_PARAGRAPH = 2900


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart that is drawn and uploaded at delivery; `facts` is what `bot.charts` draws from."""

    facts: Any
    title: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. `text` is the whole message in words: screen readers get nothing else.

    With a picture, `blocks` hold a place for it at `picture_at`; `without_picture` stand there should
    the picture fail.
    """

    text: str
    blocks: Sequence[Block]
    picture: Picture | None = None
    picture_at: int = 0
    without_picture: Sequence[Block] = ()


def words(mrkdwn: str) -> SectionBlock:
    """A paragraph. The caller has escaped what people wrote; names in it are never parsed."""
    return SectionBlock(text=MarkdownTextObject(text=mrkdwn, verbatim=True))


def paragraphs(mrkdwn: str) -> list[SectionBlock]:
    """As many paragraphs as it takes to lose nothing of a long text; quotations go on as quotations."""
    parts: list[str] = []
    for line in mrkdwn.split("\n"):
        for piece in _pieces(line):
            if parts and len(parts[-1]) + 1 + len(piece) <= _PARAGRAPH:
                parts[-1] += f"\n{piece}"
            else:
                parts.append(piece)
    return [words(part) for part in parts if part.strip()]


def _pieces(line: str) -> Iterator[str]:
    mark = ">" if line.startswith(">") else ""
    while len(line) > _PARAGRAPH:
        # Never through an entity; the longest, &amp;, has five characters.
        entity = line.rfind("&", _PARAGRAPH - 5, _PARAGRAPH)
        cut = _PARAGRAPH if entity < 0 else entity
        yield line[:cut]
        line = mark + line[cut:]
    yield line


def aside(mrkdwn: str) -> ContextBlock:
    """Small grey print."""
    return ContextBlock(elements=[MarkdownTextObject(text=mrkdwn, verbatim=True)])
