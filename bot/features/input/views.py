"""How inputs look: ids, the proposal, the list, the answer to a fourth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    NumberInputElement,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import escape, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.nsm.fields import MetricForm, Words, choice, metric_fields, other
from rituals.inputs import InputProposed, Proposal, TeamInputs, TooManyInputs
from rituals.north_star import Refused
from storage.records.metrics import Confidence, Input, InputState, Lever
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

LEVERS = {
    Lever.BREADTH: "Breadth: more people or teams",
    Lever.DEPTH: "Depth: more from each visit",
    Lever.FREQUENCY: "Frequency: more often",
    Lever.EFFICIENCY: "Efficiency: faster, fewer steps",
    Lever.ENABLING: "Enabling: uptime, speed, tools others build on",
}


CONFIDENCES = {
    Confidence.HUNCH: "A hunch",
    Confidence.LIKELY: "Quite sure",
    Confidence.SEEN: "Sure: they moved together before",
}

STAR = "star"
"""Stands for the North Star Metric where an input's id might stand."""


@dataclass(frozen=True, slots=True)
class About:
    """Which input a button or window is about; who may touch it is looked up anew each time."""

    about: str


class InputForm(MetricForm):
    lever: Lever
    serves: str
    hypothesis: Words
    lag: Annotated[int, Field(ge=0, le=52)]
    confidence: Confidence | None = None
    source: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] | None = None
    discussion: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1500)] | None = None

    def proposal(self) -> Proposal:
        return Proposal(
            name=self.name,
            definition=self.definition,
            unit=self.counted_in,
            direction=self.direction,
            cadence=self.cadence,
            lever=self.lever,
            hypothesis=self.hypothesis,
            lag_periods=self.lag,
            serves=None if self.serves == STAR else self.serves,
            confidence=self.confidence,
            source=self.source,
            discussion=self.discussion,
        )


class ProposalForm(InputForm):
    team: str


def propose(
    inputs: Sequence[TeamInputs],
    draft: Mapping[str, str],
    *,
    team: str | None = None,
    name: str = "",
    why: str = "",
) -> View:
    """The proposal; `why` is said on top when somebody did not come for it."""
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
            *input_fields(None, draft, inputs, name=name),
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
        f"{quote(news.hypothesis)}\nYou decide; it counts once you agree. {nsm('input')} shows it any time."
    )
    press = [
        ButtonElement(action_id=action, text=label, value=pack(About(news.input_id)), style=style)
        for action, label, style in ((AGREE, "Agree", "primary"), (EDIT, "Edit first", None))
    ]
    return Message(text, [words(text), ActionsBlock(elements=press)])


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


def input_fields(
    an_input: Input | None, draft: Mapping[str, str], inputs: Sequence[TeamInputs], *, name: str = ""
) -> list[Block]:
    """What an input counts, and its way to the North Star; `inputs` are those it may move it by way of."""
    lag = NumberInputElement(
        is_decimal_allowed=False,
        min_value="0",
        max_value="52",
        initial_value=str(an_input.lag_periods) if an_input else "2",
    )
    return [
        *metric_fields(an_input.metric if an_input else None, draft, name=name),
        choice("lever", "What kind of lever is it?", LEVERS, an_input.lever if an_input else None),
        choice("serves", "It moves", _served(inputs, an_input), (an_input and an_input.serves) or STAR),
        field(
            "hypothesis",
            "Why should it move that?",
            draft,
            1500,
            initial=an_input.hypothesis if an_input else "",
            multiline=True,
            placeholder="If teams finish onboarding sooner, more are active each week, because …",
        ),
        other(
            "lag",
            "After about how many weeks?",
            lag,
            hint="Months or days, if it is counted so.",
        ),
        choice(
            "confidence",
            "How sure are you?",
            CONFIDENCES,
            an_input.confidence if an_input else None,
            optional=True,
        ),
        field(
            "source",
            "Where does the number come from?",
            draft,
            300,
            initial=(an_input and an_input.source) or "",
            optional=True,
            placeholder="The warehouse, table sessions; Ana writes it down on Mondays",
        ),
        field(
            "discussion",
            "What was said about it?",
            draft,
            1500,
            initial=(an_input and an_input.discussion) or "",
            multiline=True,
            optional=True,
            hint="Who talked it over, and what speaks for it and against it. It stays with the input.",
        ),
    ]


def _served(inputs: Sequence[TeamInputs], but: Input | None) -> dict[str, str]:
    """What an input may move: the star, or one of the first 99 inputs that are not retired."""
    living = {
        each.id: shown(f"{each.metric.name} ({of_team.team.name})")
        for state in (InputState.ACTIVE, InputState.PROPOSED)
        for of_team in inputs
        for each in of_team.having(state)
        if but is None or each.id != but.id
    }
    return {STAR: "the North Star itself", **living}
