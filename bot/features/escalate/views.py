"""How a conflict is raised: the form that says who will read it, and what they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import Block, Option, OptionGroup, StaticSelectElement
from slack_sdk.models.views import View

from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.text import escape, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.input.views import shown
from bot.features.nsm.fields import choice, other
from rituals.conflicts import LONGEST, ConflictRaised, Raising, Sides

RAISE = "escalate.raise"

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


@dataclass(frozen=True, slots=True)
class Speaking:
    """For whom the form was opened, where there is no choice (its `private_metadata`)."""

    team: str | None


class EscalateForm(BaseModel):
    """What somebody filled in; the rules are `rituals.conflicts`'."""

    text: _Text
    team: str | None = None
    other_team: str
    input: str | None = None
    tried: _Text

    def raising(self, speaking: Speaking) -> Raising:
        return Raising(self.text, self.tried, self.team or speaking.team, self.other_team, self.input)


def form(sides: Sides, draft: Mapping[str, str], text: str, who: str) -> View:
    """`text` is what was typed after the command; it goes before what was kept of it."""
    kept = {name: typed for name, typed in draft.items() if not (text and name == "text")}
    return View(
        type="modal",
        callback_id=RAISE,
        title="Settle a conflict",
        submit="Send",
        close="Cancel",
        private_metadata=pack(Speaking(sides.own[0].id if len(sides.own) == 1 else None)),
        blocks=[
            *kept_note(kept),
            field(
                "text",
                "What could you not settle?",
                kept,
                LONGEST,
                initial=text,
                multiline=True,
                placeholder="We need the same two weeks of the same people",
                hint="Two teams pulling at one thing is nobody's fault.",
            ),
            *_teams(sides),
            *_inputs(sides),
            field(
                "tried",
                "What did you try together first?",
                kept,
                LONGEST,
                multiline=True,
                hint="Most things settle once each side says which input it moves, how much and by when.",
            ),
            aside(_readers(sides, who)),
        ],
    )


def sent(told: ConflictRaised) -> View:
    text = (
        f"Thank you for bringing it up. It is on its way by direct message to {_mentions(told.readers)},"
        " and to nobody else."
    )
    return View(type="modal", title="On its way", close="Done", blocks=[words(text)])


def raised(told: ConflictRaised) -> Message:
    """A question for those who can help, without a side of its own."""
    other_team = escape(told.other_team)
    between = f"between {escape(told.team)} and {other_team}" if told.team else f"with {other_team}"
    what = f"*Something to settle {between}.* {mention(told.by)} asks for your help.\n{quote(told.text)}"
    tried = f"*What they tried together first*\n{quote(told.tried)}"
    touches = [f"It touches *{escape(told.input)}*."] if told.input else []
    question = (
        "It is nobody's fault: both sides want to move the North Star. *What would settle it?*"
        f" Talk it over with {mention(told.by)}."
    )
    note = f"Only {_mentions(told.readers)} can read this."
    parts = [what, tried, *touches, question]
    text = "\n".join(parts)
    return Message(f"{text}\n{note}", [*paragraphs(text), aside(note)])


def _teams(sides: Sides) -> list[Block]:
    own = {team.id: shown(team.name) for team in sides.own}
    others = {team.id: shown(team.name) for team in sides.others}
    only = sides.others[0].id if len(others) == 1 else None
    speaking = [choice("team", "For which team do you speak?", own, None)] if len(own) > 1 else []
    return [*speaking, choice("other_team", "With which other team?", others, only)]


def _inputs(sides: Sides) -> list[Block]:
    groups = [
        OptionGroup(
            label=shown(team.name),
            options=[Option(value=each.id, text=shown(each.metric.name)) for each in sides.inputs[team.id]],
        )
        for team in sides.own
        if sides.inputs[team.id]
    ]
    if not groups:
        return []
    select = StaticSelectElement(option_groups=groups, placeholder="None, or not sure")
    return [other("input", "Which input of yours does it touch?", select, optional=True)]


def _readers(sides: Sides, who: str) -> str:
    lead = "" if who == sides.product_lead else f"{mention(sides.product_lead)}, the product lead, and "
    return f"Read by {lead}the other team's lead, by direct message with your name; by nobody else."


def _mentions(users: tuple[str, ...]) -> str:
    return " and ".join(mention(user) for user in users)
