"""The form a commitment is made and changed with, and the one for a line on how it went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    OptionGroup,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside
from bot.blocks.limits import shorten
from bot.blocks.text import channel, span
from bot.blocks.values import pack
from bot.features.commit.rows import Place, no_pulse
from bot.features.draft.views import field, kept_note
from rituals.commitments import LONGEST, LONGEST_LINE, Promise, usual_visibility
from rituals.committing import Choices
from storage.records.commitments import Commitment, Visibility

NEW = "commit.new"
CHANGE = "commit.change"
LINE = "commit.line"

_NONE = "none"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a form must remember of the place it was opened from (its `private_metadata`)."""

    about: str = ""  # the commitment it changes
    team: str | None = None  # for whom, where there is no choice
    on: Place = Place.MODAL
    answer_at: str = ""  # the response URL of the message that shows the commitment


class CommitForm(BaseModel):
    """What somebody filled in; the rules are `rituals.commitments`'."""

    text: str = Field(min_length=1, max_length=LONGEST)
    team: str | None = None
    input: Annotated[str | None, BeforeValidator(lambda chosen: None if chosen == _NONE else chosen)] = None
    weeks: int = Field(ge=1, le=2)
    visibility: Visibility

    def promise(self, origin: Origin) -> Promise:
        return Promise(self.text, self.team or origin.team, self.input, self.weeks, self.visibility)


class LineForm(BaseModel):
    line: str | None = None


def form(choices: Choices, draft: Mapping[str, str], origin: Origin) -> View:
    """What, which input, how long, who reads it; prefilled with the commitment that is changed."""
    one = choices.commitment
    only = choices.home.id if choices.home and len(choices.teams) <= 1 else None
    memory = Origin(origin.about, only, origin.on, origin.answer_at)
    return View(
        type="modal",
        callback_id=CHANGE if one else NEW,
        title="Change it" if one else "Make a commitment",
        submit="Save" if one else "Commit",
        close="Cancel",
        private_metadata=pack(memory),
        blocks=[
            *kept_note(draft),
            field(
                "text",
                "What will you do?",
                draft,
                LONGEST,
                initial=one.text if one else "",
                multiline=True,
                placeholder="One action that should move an input",
            ),
            *_team(choices),
            *_input(choices),
            _weeks(choices, one),
            _visibility(choices, one),
            aside(_where(choices)),
        ],
    )


def line_form(one: Commitment, draft: Mapping[str, str], origin: Origin) -> View:
    return View(
        type="modal",
        callback_id=LINE,
        title="How did it go?",
        submit="Save",
        close="Cancel",
        private_metadata=pack(origin),
        blocks=[
            *kept_note(draft),
            field(
                "line",
                "One line",
                draft,
                LONGEST_LINE,
                initial=one.line,
                optional=True,
                hint="Whoever can read your commitment can read it.",
            ),
        ],
    )


def _team(choices: Choices) -> list[Block]:
    if len(choices.teams) < 2:
        return []
    options = {team.id: Option(value=team.id, text=shorten(team.name, 75)) for team in choices.teams}
    chosen = options.get(choices.home.id) if choices.home else None
    return [
        _chosen(
            "team", "For which team?", StaticSelectElement(options=[*options.values()], initial_option=chosen)
        )
    ]


def _input(choices: Choices) -> list[Block]:
    """The teams' active inputs; with several teams each under its team's name."""
    options = {
        team.id: [
            Option(value=each.id, text=shorten(each.metric.name, 75)) for each in choices.inputs[team.id]
        ]
        for team in choices.teams
        if choices.inputs[team.id]
    }
    if not options:
        return []
    none = Option(value=_NONE, text="None of these, or not sure yet")
    chosen = choices.commitment.input if choices.commitment else None
    initial = next((each for team in options.values() for each in team if each.value == chosen), none)
    if len(choices.teams) < 2:
        select = StaticSelectElement(options=[none, *next(iter(options.values()))], initial_option=initial)
    else:
        names = {team.id: team.name for team in choices.teams}
        groups = [OptionGroup(label=shorten(names[team], 75), options=each) for team, each in options.items()]
        groups.insert(0, OptionGroup(label="Any team", options=[none]))
        select = StaticSelectElement(option_groups=groups, initial_option=initial)
    return [_chosen("input", "Which input should it move?", select)]


def _weeks(choices: Choices, one: Commitment | None) -> InputBlock:
    first = choices.week
    options = [
        Option(value="1", text=f"This week, {span(first, first + timedelta(days=6))}"),
        Option(value="2", text=f"Two weeks, {span(first, first + timedelta(days=13))}"),
    ]
    if one:
        options[0].text = f"One week, {span(first, first + timedelta(days=6))}"
    chosen = options[(one.weeks if one else 1) - 1]
    label = f"How long? (The week as it is in {choices.elsewhere})" if choices.elsewhere else "How long?"
    return _chosen("weeks", label, RadioButtonsElement(options=options, initial_option=chosen))


def _visibility(choices: Choices, one: Commitment | None) -> InputBlock:
    name = choices.home.name if choices.home and len(choices.teams) < 2 else "your team"
    options = {
        Visibility.TEAM: Option(value="team", text=shorten(f"The people of {name}", 75)),
        Visibility.EVERYONE: Option(value="everyone", text="Everyone in the organisation"),
        Visibility.ME: Option(value="me", text="Only me: it counts, nobody else reads it"),
    }
    if choices.home is None:
        del options[Visibility.TEAM]
    usual = usual_visibility(choices.home.id if choices.home else None)
    chosen = options.get(one.visibility if one else usual, options[Visibility.ME])
    element = RadioButtonsElement(options=[*options.values()], initial_option=chosen)
    return _chosen("visibility", "Who can read the words?", element)


def _where(choices: Choices) -> str:
    if choices.company_channel is None:
        return f"{no_pulse()} Only you can change it."
    line = "your team's line" if choices.teams else "the organisation's line"
    pulse = f"Monday's pulse in {channel(choices.company_channel)}"
    counts = f"It counts in {line} of {pulse}, without your name. Only you can change it."
    if not choices.teams:
        return counts
    return f"{counts} Your team's standup reads it out with your name, unless it is for you alone."


def _chosen(name: str, label: str, element: StaticSelectElement | RadioButtonsElement) -> InputBlock:
    element.action_id = name
    return InputBlock(block_id=name, label=label, element=element)
