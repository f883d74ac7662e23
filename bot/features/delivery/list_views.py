"""How the messages look that did not arrive: one by one, with what to do about each."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.pages import split, turning, within
from bot.blocks.text import channel, line, mention, when
from bot.blocks.values import pack
from bot.features.delivery.mends import mend
from rituals.undelivered import Decision, decisions
from storage.records.deliveries import Delivery, DeliveryState

SEND_AGAIN = "delivery.send_again"
SETTLE = "delivery.settle"
DROP = "delivery.drop"
OLDER, NEWER = "delivery.older", "delivery.newer"

_PAGE = 8
_STANDS = {
    DeliveryState.UNKNOWN: "? Nobody knows",
    DeliveryState.REJECTED: "✕ Refused",
    DeliveryState.SENDING: "… Being sent",
    DeliveryState.PENDING: "… Waiting",
}
BUTTONS = {
    Decision.RETRY: (SEND_AGAIN, "Send again"),
    Decision.SETTLE: (SETTLE, "It has arrived"),
    Decision.DROP: (DROP, "Let it go"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a button carries: which message, and what is done about it."""

    key: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Page:
    number: int


def listed(found: Sequence[Delivery], zone: str, page: int = 0) -> Message:
    """One page of them; a page beyond the last is the last."""
    if not found:
        text = "*Everything has arrived.* No message waits, and none was refused."
        return Message(text, [words(text)])
    pages = split(found, _PAGE, lambda row: _told(row, zone))
    at = within(page, pages)
    title = f"*Messages that are not there yet: {len(found)}*"
    blocks: list[Block] = [words(title)]
    for row in pages[at]:
        blocks += [words(_told(row, zone)), *_buttons(row)]
    if len(pages) > 1:
        blocks.append(aside(f"Page {at + 1} of {len(pages)}"))
    blocks += turning(at, len(pages), (NEWER, "← Back"), (OLDER, "More →"), Page)
    return Message("\n".join([title, *(_told(row, zone) for row in pages[at])]), blocks)


def _told(row: Delivery, zone: str) -> str:
    place = mention(row.to) if row.to[0] in "UW" else channel(row.to)
    why = f" · Slack says `{line(row.error, 80)}`" if row.error else ""
    told = f"*{_STANDS[row.state]}*: `{row.kind}` to {place}, {when(row.written_at, zone, 'written')}{why}"
    how = mend(row.state, row.error, place, nsm("team"))
    return f"{told}\n{how}" if how else told


def _buttons(row: Delivery) -> list[Block]:
    buttons = [
        ButtonElement(
            action_id=BUTTONS[decision][0],
            text=BUTTONS[decision][1],
            value=pack(Decided(row.key, decision)),
            confirm=_SURE if decision is Decision.DROP else None,
        )
        for decision in decisions(row)
    ]
    return [ActionsBlock(elements=buttons)] if buttons else []


_SURE = ConfirmObject(
    title="Let it go?",
    text="It will not be sent, nor what was to stand beneath it. The audit trail says that you decided so.",
    confirm="Let it go",
    deny="Cancel",
)
