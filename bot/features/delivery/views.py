"""The alarm: what did not arrive, and how to mend it."""

from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ConfirmObject

from bot.blocks import values
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, words
from bot.blocks.text import channel, mention
from bot.features.delivery.mends import how_to_mend
from rituals.alarms import Alarm
from rituals.sharing import SHARED

RETRY = "delivery.retry"
ALLOW = "delivery.allow"


@dataclass(frozen=True, slots=True)
class Addressees:
    """What the button carries: to whom the messages go that are tried again."""

    to: tuple[str, ...]


def alarm(facts: Alarm) -> Message:
    places = ", ".join(_place(to) for to in facts.to)
    if facts.uncertain:
        told = (
            f"I cannot tell whether my last message reached {places}: Slack's answer got lost. "
            "I leave it at that rather than post twice; please have a look."
        )
        return Message(told, [words(told)])
    if facts.why == SHARED:
        return _shared(facts, places)
    told = f"I could not post to {places}: Slack says `{facts.why}`."
    where = places if len(facts.to) == 1 else "each of them"
    mend = how_to_mend(facts.why, where, nsm("team"))
    again = ButtonElement(
        text="Try again", action_id=RETRY, value=values.pack(Addressees(facts.to)), style="primary"
    )
    return Message(f"{told} {mend}", [words(told), words(mend), ActionsBlock(elements=[again])])


def _shared(facts: Alarm, places: str) -> Message:
    one = len(facts.to) == 1
    told = (
        f"I posted nothing in {places}: people of other organisations are in {'it' if one else 'them'}, and"
        " would read our numbers and names."
    )
    ask = "As the product lead you can let me post there all the same. Otherwise choose another channel with"
    mend = f"{ask} {nsm('team')} or {nsm('setup')}."
    sure = ConfirmObject(
        title="Post there?",
        text="Everybody in it will read what I post, from now on. It is written into the audit trail.",
        confirm="Post there",
        deny="Cancel",
    )
    allow = ButtonElement(
        text="Post there all the same",
        action_id=ALLOW,
        value=values.pack(Addressees(facts.to)),
        confirm=sure,
    )
    return Message(f"{told} {mend}", [words(told), words(mend), ActionsBlock(elements=[allow])])


def _place(to: str) -> str:
    return mention(to) if to[0] in "UW" else channel(to)


def on_its_way(letters: int) -> Message:
    """The answer to the button."""
    told = "Thank you. It is on its way again." if letters else "Nothing is waiting for another try."
    return Message(told, [words(told)])
