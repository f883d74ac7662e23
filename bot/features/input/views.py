"""How inputs look: ids, the proposal, the list, the answer to a fourth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import escape, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import kept_note
from bot.features.input.fields import input_fields
from bot.features.nsm.fields import choice
from rituals.inputs import TeamInputs, TooManyInputs
from rituals.north_star import Refused, Worry, concerns
from rituals.proposed import InputProposed
from storage.records.metrics import Input, Metric
from storage.records.teams import Team

PROPOSE = "input.propose"
PROPOSAL = "input.proposal"
EDIT = "input.edit"
CHANGE = "input.change"
AGREE = "input.agree"
INSTEAD = "input.instead"
MOVE = "input.move"
MOVED = "input.moved"
RETIRE = "input.retire"
GUARD = "input.guard"


@dataclass(frozen=True, slots=True)
class About:
    """Which input a button or window is about; who may touch it is looked up anew each time."""

    about: str


def propose(
    inputs: Sequence[TeamInputs],
    draft: Mapping[str, str],
    *,
    team: str | None = None,
    name: str = "",
    why: str = "",
    metric: Metric | None = None,
) -> View:
    """The proposal; `why` is said on top when somebody did not come for it.

    It starts with a `name`, or with all the words of a `metric` that is not connected yet.
    """
    teams = [each.team for each in inputs]
    return View(
        type="modal",
        callback_id=PROPOSAL,
        title="Propose an input",
        submit="Propose",
        close="Cancel",
        private_metadata="{}",
        blocks=[
            *([words(why)] if why else []),
            *kept_note(draft),
            choice("team", "Team", {each.id: shown(each.name) for each in teams}, team or teams[0].id),
            *input_fields(None, draft, inputs, name=name, metric=metric),
            aside("The team's lead decides whether to agree; nobody else can."),
        ],
    )


def edit(an_input: Input, draft: Mapping[str, str], inputs: Sequence[TeamInputs]) -> View:
    return View(
        type="modal",
        callback_id=CHANGE,
        title="Change an input",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(an_input.id)),
        blocks=[*kept_note(draft), *input_fields(an_input, draft, inputs)],
    )


def instead_of_a_star(refused: Refused, teams: Sequence[TeamInputs]) -> View:
    """One North Star at a time: what a second one is offered instead."""
    why = (
        f"*{escape(refused.active.metric.name)}* is the North Star already, and there is one at a time:"
        " several would each lose their pull. I have written down that you asked for"
        f" *{escape(refused.asked_for)}*."
    )
    if any(each.worry is Worry.FINANCIAL for each in concerns(refused.asked_for, "")):
        why += f" If it follows from it, as money does, {nsm('output')} keeps it as an output metric."
    if teams:
        hint = " If it moves the North Star, propose it as an input of a team:"
        return propose(teams, {}, name=refused.asked_for, why=why + hint)
    hint = f" Once there is a team, {nsm('input')} proposes it as one of the team's inputs."
    return View(type="modal", title="One North Star", close="Close", blocks=[words(why + hint)])


def instead(chosen: Input, team: Team, full: TooManyInputs, active: Sequence[Input]) -> View:
    """A fourth input: which one to retire for it."""
    return View(
        type="modal",
        callback_id=INSTEAD,
        title="Three at most",
        submit="Agree and retire",
        close="Cancel",
        private_metadata=pack(About(chosen.id)),
        blocks=[
            words(
                f"{escape(full.team)} looks at {len(full.active)} inputs already; with a fourth, none is"
                f" really seen. Which one makes room for *{escape(chosen.metric.name)}*?"
            ),
            choice("instead_of", "Retire", {each.id: shown(each.metric.name) for each in active}, None),
            aside(f"Its readings and its history at {escape(team.name)} stay."),
        ],
    )


def move(an_input: Input, teams: Sequence[Team]) -> View:
    return View(
        type="modal",
        callback_id=MOVED,
        title="Move an input",
        submit="Move",
        close="Cancel",
        private_metadata=pack(About(an_input.id)),
        blocks=[
            words(
                f"*{escape(an_input.metric.name)}* keeps its history. The new team's lead has to agree to it."
            ),
            choice("team", "To", {each.id: shown(each.name) for each in teams}, None),
        ],
    )


def agreed(an_input: Input, team: Team) -> Message:
    text = f"Agreed: {escape(team.name)} looks at *{escape(an_input.metric.name)}* from now on."
    return Message(text, [words(text)])


def for_the_lead(news: InputProposed) -> Message:
    """Asks a team's lead whether the team agrees to a proposal."""
    text = (
        f"{mention(news.by)} proposes an input to {escape(news.team)}: *{escape(news.name)}*\n"
        f"{_why(news.hypothesis)}\nYou decide; it counts once you agree. {nsm('input')} shows it any time."
    )
    press = [
        ButtonElement(action_id=action, text=label, value=pack(About(news.input_id)), style=style)
        for action, label, style in ((AGREE, "Agree", "primary"), (EDIT, "Edit first", None))
    ]
    return Message(text, [words(text), ActionsBlock(elements=press)])


def _why(hypothesis: str) -> str:
    return quote(hypothesis) if hypothesis else "_Nobody has said yet why it should move anything._"


def proposed(an_input: Input, team: Team) -> View:
    text = (
        f"*{escape(an_input.metric.name)}* is proposed to {escape(team.name)}. {mention(team.lead)} decides:"
        f" {nsm('input')} shows it with the button _Agree_."
    )
    return View(type="modal", title="Proposed", close="Done", blocks=[words(text)])


def kept_under(an_input: Input) -> str:
    return f"*{escape(an_input.metric.name)}* is saved; its readings stay with it."


def said(title: str, sentence: str) -> View:
    return View(type="modal", title=title, close="Done", blocks=[words(sentence)])


def shown(name: str, longest: int = 75) -> str:
    """A name where Slack has little room."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
