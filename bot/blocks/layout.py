"""The handful of shapes our messages are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)


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


def aside(mrkdwn: str) -> ContextBlock:
    """Small grey print."""
    return ContextBlock(elements=[MarkdownTextObject(text=mrkdwn, verbatim=True)])
