"""What was decided before over much the same, offered with a button that ends a conflict with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, MarkdownTextObject, SectionBlock

from bot.blocks.layout import Message, words
from bot.blocks.limits import shorten
from bot.blocks.text import dated, quote
from bot.blocks.values import pack
from bot.features.precedent.words import between, why
from rituals.precedents import Nearest
from rituals.settling import PrecedentsOffered

SETTLE_BY = "escalate.settle_by"
SETTLE_BEFORE = "escalate.settle_before"

NEAR = "near_"
"""What the ids of blocks with past decisions begin with."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """What "This settles it" carries; `conflict` is empty while it is still being written."""

    decision: str
    conflict: str = ""


def precedents(offered: PrecedentsOffered) -> Message:
    """What was decided before over much the same, for both leads to look at."""
    head = "*Decided before, nearest first.* If one of these settles it, a lead can end it here."
    parts = [near_in_words(each) for each in offered.near]
    return Message("\n".join([head, *parts]), [words(head), *offers(offered.near, offered.conflict)])


def offers(found: Sequence[Nearest], conflict: str = "") -> list[Block]:
    """Past decisions, each with a button that ends the conflict with it."""
    return [
        SectionBlock(
            block_id=f"{NEAR}{each.decision.id}",
            text=MarkdownTextObject(text=near_in_words(each), verbatim=True),
            accessory=ButtonElement(
                action_id=SETTLE_BY if conflict else SETTLE_BEFORE,
                text="This settles it",
                accessibility_label=shorten(f"This settles it: {each.decision.outcome}", 75),
                value=pack(Precedent(each.decision.id, conflict)),
                confirm=ConfirmObject(
                    title="Settled by this?",
                    text="It ends here. Both leads are told, and can still say otherwise.",
                    confirm="It settles it",
                    deny="Not quite",
                ),
            ),
        )
        for each in found
    ]


def near_in_words(near: Nearest) -> str:
    """What was decided, and why it is offered."""
    decided = f"*{between(near.teams)}*, {dated(near.decided_on)}"
    return f"{decided}\n{quote(near.decision.outcome)}\nNear: {why(near)}"
