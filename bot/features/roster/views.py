"""How a team's people look: the form to add or leave out somebody, the news, the question who leads now."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, UserMultiSelectElement, UserSelectElement
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import channel, escape, mention, pickable, some
from bot.blocks.values import pack
from bot.features.nsm.fields import other
from bot.features.team.views import PEOPLE, About
from rituals.lead_left import LeadLeft
from rituals.roster import Roster, RosterNews

ARRANGE = "roster.arrange"
NEW_LEAD = "roster.new_lead"

# What a message names before it counts.
_NAMED = 60


@dataclass(frozen=True, slots=True)
class LeadOf:
    """The team that a choice of a new lead is about; it stands in the block's id."""

    lead_of: str


def arrange(roster: Roster) -> View:
    return View(
        type="modal",
        callback_id=ARRANGE,
        title="The team's people",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(roster.team.id)),
        blocks=[
            words(
                f"*{escape(roster.team.name)}* counts the people of {channel(roster.team.channel)}, but no"
                f" bots and nobody of another organisation: {_names(roster.people) or 'nobody yet'}."
            ),
            other(
                "added",
                "Add",
                UserMultiSelectElement(initial_users=pickable(roster.added)),
                hint="People who belong to the team without being in its channel.",
                optional=True,
            ),
            other(
                "left_out",
                "Leave out",
                UserMultiSelectElement(initial_users=pickable(roster.left_out)),
                hint="People who only listen in the channel. They are asked nothing.",
                optional=True,
            ),
        ],
    )


def arranged(roster: Roster) -> View:
    text = f"*{escape(roster.team.name)}*: {_names(roster.people) or 'nobody yet'}."
    return View(type="modal", title="The team's people", close="Done", blocks=[words(text)])


def news(told: RosterNews) -> Message:
    """Who came and who left, with a way to correct it."""
    lines = [f"The people of *{escape(told.team)}* changed with {channel(told.channel)}:"]
    if told.joined:
        lines.append(f"• new: {_names(told.joined)}")
    if told.left:
        lines.append(f"• no longer: {_names(told.left)}")
    text = "\n".join(lines)
    press = ButtonElement(action_id=PEOPLE, text="Add or leave out", value=pack(About(told.team_id)))
    return Message(text, [words(text), ActionsBlock(elements=[press])])


def who_leads_now(asked: LeadLeft) -> Message:
    text = (
        f"{mention(asked.former)} is no member any more, and led *{escape(asked.team)}*. Who leads the"
        " team now? Nothing else changes: its inputs, people and history stay."
    )
    select = UserSelectElement(action_id=NEW_LEAD, placeholder="Choose a lead")
    choose = ActionsBlock(block_id=pack(LeadOf(asked.team_id)), elements=[select])
    return Message(text, [words(text), choose, aside(f"You can also do this later: {nsm('team')}.")])


def leads_now(team: str, lead: str) -> Message:
    text = f"{mention(lead)} leads *{escape(team)}* now. Thank you."
    return Message(text, [words(text)])


def _names(users: Sequence[str]) -> str:
    return some([mention(user) for user in users], _NAMED)
