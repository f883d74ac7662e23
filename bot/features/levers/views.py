"""How co-creation looks: the talk about levers, the choice of one, its causal link, and what was agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, StringConstraints
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, CheckboxesElement, Option
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.text import escape, line, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.input.fields import Way, input_fields
from bot.features.input.views import PROPOSE, shown
from bot.features.nsm.fields import choice, other
from rituals.inputs import TeamInputs
from rituals.levers import CANDIDATES, LeversAsked, Start
from storage.records.levers import Talk
from storage.records.metrics import Input
from storage.records.teams import Team

TALK = "levers.talk"
CHOOSE = "levers.choose"
AGREE = "levers.agree"
NEXT = "levers.next"
NO_WAY = "levers.no_way"

_ASK = "ask"


@dataclass(frozen=True, slots=True)
class OfTeam:
    """The team a window is about; whether the person leads it is looked up anew each time."""

    about: str
    work: str | None = None  # for which a way was found


class TalkForm(BaseModel):
    outcome: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    candidates: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1500)]
    ask_team: Annotated[bool, BeforeValidator(bool)] = False
    team: str | None = None  # where there is a choice


def only(teams: Sequence[Team]) -> str:
    """The team that is meant where there is no choice; "" where there is one."""
    return teams[0].id if len(teams) == 1 else ""


def which(teams: Sequence[Team]) -> list[Block]:
    """The choice of a team, for those who lead several."""
    if only(teams):
        return []
    return [choice("team", "Team", {each.id: shown(each.name) for each in teams[:100]}, teams[0].id)]


def talk(start: Start, draft: Mapping[str, str]) -> View:
    """The beginning: what the team answers for already, and which levers it pulls."""
    notes = start.notes if len(start.teams) == 1 else None
    return View(
        type="modal",
        callback_id=TALK,
        title="Your team's levers",
        submit="Choose one",
        close="Later",
        private_metadata=pack(OfTeam(only(start.teams))),
        blocks=[
            *kept_note(draft),
            words(f"*{escape(start.star.metric.name)}*\n{quote(start.why)}"),
            *which(start.teams),
            field(
                "outcome",
                "Which outcome do you already answer for?",
                draft,
                300,
                initial=notes.outcome if notes else "",
                hint="Begin with what you care about anyway. It is the first link of the chain.",
                placeholder="Customers are up and running in their first week",
            ),
            field(
                "candidates",
                "What levers does your team pull?",
                draft,
                1500,
                initial="\n".join(notes.candidates) if notes else "",
                multiline=True,
                hint=f"One to a line, {CANDIDATES} at most: numbers that change when you do your work well.",
                placeholder="Reviews within a day\nTime to a first result",
            ),
            _ask_the_team(),
            ActionsBlock(
                elements=[ButtonElement(action_id=NO_WAY, text="We can't influence that", value="{}")]
            ),
            aside("Half an hour with your team is well spent here. What you type is kept if you close this."),
        ],
    )


def choose(notes: Talk, left: Sequence[str]) -> View:
    """Which candidate becomes an input now."""
    options = {shown(each): shown(each) for each in left}
    return View(
        type="modal",
        callback_id=CHOOSE,
        title="Choose a lever",
        submit="Write its link",
        close="Later",
        private_metadata=pack(OfTeam(notes.team)),
        blocks=[
            words(
                f"You answer for: _{line(notes.outcome, 200)}_\nWhich of your levers would you feel first if"
                " it moved? Begin with that one; one to three are enough."
            ),
            choice("candidate", "Lever", options, shown(left[0])),
        ],
    )


def all_chosen() -> View:
    text = f"Each of your levers is an input already. {nsm('tree')} shows how they hang together."
    return View(type="modal", title="Your team's levers", close="Done", blocks=[words(text)])


def link(
    team: OfTeam,
    star: str,
    inputs: Sequence[TeamInputs],
    draft: Mapping[str, str],
    *,
    name: str = "",
    way: Way | None = None,
) -> View:
    """The causal sentence and how it is measured; submitting it is the agreement."""
    return View(
        type="modal",
        callback_id=AGREE,
        title="How does it move it?",
        submit="Agree",
        close="Later",
        private_metadata=pack(team),
        blocks=[
            *kept_note(draft),
            words(
                f"_If *{line(name, 80) if name else 'this'}* changes, *{line(star, 80)}* changes, because … ,"
                " after about … weeks._\nComplete that sentence below, and say how it is measured."
            ),
            *input_fields(None, draft, inputs, name=shown(name, 80), way=way),
            aside("Your team looks at it from now on. You can change or retire it at any time."),
        ],
    )


def agreed(an_input: Input, left: Sequence[str]) -> View:
    text = f"*Agreed.* Your team looks at *{escape(an_input.metric.name)}* from now on."
    blocks: list[Block] = [words(text), words(f"{nsm('tree')} shows it in its place.")]
    if left:
        more = ButtonElement(action_id=NEXT, text="Another lever", value=pack(OfTeam(an_input.team)))
        blocks += [ActionsBlock(elements=[more]), aside(f"Not inputs yet: {_named(left)}")]
    return View(type="modal", title="Agreed", close="Done", blocks=blocks)


def asked(told: LeversAsked) -> Message:
    """To the team's channel: a question, with the thread for the answers."""
    bullets = "\n".join(f"• {line(each, 150)}" for each in told.candidates)
    text = (
        f"*Which levers does {escape(told.team)} pull?* {mention(told.by)} answers for"
        f" _{line(told.outcome, 300)}_, and thinks of these to move *{escape(told.star)}*:\n{bullets}\n"
        "Which would you bet on, and what is missing? Say so in this thread; nothing is decided yet."
    )
    press = ButtonElement(action_id=PROPOSE, text="Propose another")
    return Message(text, [*paragraphs(text), ActionsBlock(elements=[press])])


def _named(left: Sequence[str]) -> str:
    return ", ".join(line(each, 60) for each in left)


def _ask_the_team() -> Block:
    option = Option(value=_ASK, text="Ask my team in its channel what it thinks of them")
    return other("ask_team", "The team", CheckboxesElement(options=[option]), optional=True)
