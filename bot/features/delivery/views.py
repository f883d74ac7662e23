"""The alarm: what did not arrive, and how to mend it."""

from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.blocks import values
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, words
from bot.blocks.text import channel, mention
from rituals.alarms import Alarm

RETRY = "delivery.retry"

_MENDS = {
    "not_in_channel": "Invite me there: type `/invite @polaris` in {place}.",
    "channel_not_found": "It may be a private channel I am not in: type `/invite @polaris` there, "
    "or choose another channel with {team}.",
    "is_archived": "The channel is archived: bring it back, or choose another one with {team}.",
    "missing_scope": "The app lacks a permission: reinstall it with the scopes in its manifest.",
    "user_disabled": "That account is deactivated: somebody else may take over with {team}.",
    "restricted_action": "Posting there is restricted: a workspace admin can allow me to.",
}
_OTHERWISE = "An operator finds it with `polaris deliveries`."


@dataclass(frozen=True, slots=True)
class Addressee:
    """What the button carries: to whom the messages go that are tried again."""

    to: str


def alarm(facts: Alarm) -> Message:
    place = mention(facts.to) if facts.to[0] in "UW" else channel(facts.to)
    if facts.uncertain:
        told = (
            f"I cannot tell whether my last message reached {place}: Slack's answer got lost. "
            "I leave it at that rather than post twice; please have a look."
        )
        return Message(told, [words(told)])
    told = f"I could not post to {place}: Slack says `{facts.why}`."
    mend = _MENDS.get(facts.why, _OTHERWISE).format(place=place, team=nsm("team"))
    again = ButtonElement(
        text="Try again", action_id=RETRY, value=values.pack(Addressee(facts.to)), style="primary"
    )
    return Message(f"{told} {mend}", [words(told), words(mend), ActionsBlock(elements=[again])])


def on_its_way(letters: int) -> Message:
    """The answer to the button."""
    told = "Thank you. It is on its way again." if letters else "Nothing is waiting for another try."
    return Message(told, [words(told)])
