"""The form a win is told and corrected with: it says where the win will stand, and who will be named."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints
from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    InputInteractiveElement,
    Option,
    OptionGroup,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot import forms
from bot.blocks.layout import aside, words
from bot.blocks.limits import shorten
from bot.blocks.phrases import amounts, period
from bot.blocks.text import channel, pickable
from bot.blocks.values import pack, unpack
from bot.features.draft.views import field, kept_note
from bot.features.win.views import author, company, unnamed
from rituals.win_numbers import Pair
from rituals.win_telling import LONGEST_MEANING, LONGEST_STORY, MOST_PEOPLE, MOST_TEAMS, Stage, Telling

TELL = "win.tell"
CORRECT = "win.correct"
INPUT = "win.input"
PEOPLE = "win.people"

_CHOSEN = "form.chosen"
_NO_NUMBERS = "none"
_OPTION = 75


@dataclass(frozen=True, slots=True)
class Origin:
    """What a form remembers of how it was opened (its `private_metadata`).

    `about` is what its draft is kept under besides the form's name.
    """

    about: str = ""
    win: str | None = None  # the one it corrects
    commitment: str | None = None  # the one it is made of
    private: bool = False  # shared from where not everybody reads along

    @property
    def is_plain(self) -> bool:
        return not (self.win or self.commitment)


@dataclass(frozen=True, slots=True)
class _Stretch:
    before: date
    after: date


def _words(typed: str | None) -> str:
    return typed or ""


def _stretch(chosen: str | None) -> tuple[date, date] | None:
    if chosen is None or chosen == _NO_NUMBERS:
        return None
    found = unpack(_Stretch, chosen)
    return found.before, found.after


def _many(chosen: list[str] | None) -> tuple[str, ...]:
    return tuple(chosen or ())


class WinForm(BaseModel):
    """What somebody filled in; only the words are needed."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_STORY)]
    people: Annotated[tuple[str, ...], BeforeValidator(_many)] = ()
    teams: Annotated[tuple[str, ...], BeforeValidator(_many)] = ()
    input: str | None = None
    numbers: Annotated[tuple[date, date] | None, BeforeValidator(_stretch)] = None
    meaning: Annotated[str, BeforeValidator(_words), Field(max_length=LONGEST_MEANING)] = ""

    def telling(self, origin: Origin) -> Telling:
        return Telling(
            self.text,
            self.input,
            self.meaning,
            self.numbers,
            self.people,
            self.teams,
            origin.commitment,
        )


def filled(view: Mapping[str, Any]) -> Telling:
    """A form as it stands half-way, whatever is missing in it."""
    so_far = {"text": "", **{name: value for name, value in forms.state(view).items() if value is not None}}
    return WinForm.model_construct(
        text=so_far["text"],
        people=_many(so_far.get("people")),
        teams=_many(so_far.get("teams")),
        input=so_far.get("input"),
        numbers=_stretch(so_far.get("numbers")),
        meaning=so_far.get("meaning", ""),
    ).telling(origin_of(view))


def origin_of(view: Mapping[str, Any]) -> Origin:
    return unpack(Origin, view["private_metadata"])


def callback(origin: Origin) -> str:
    return CORRECT if origin.win else TELL


def form(stage: Stage, telling: Telling, draft: Mapping[str, str], origin: Origin) -> View:
    star = f"our {stage.star}" if stage.star else "our customers"
    private = (
        "That was said in private, so the form starts empty: tell in your own words what everybody may read."
    )
    return View(
        type="modal",
        callback_id=callback(origin),
        title="Correct a win" if origin.win else "Celebrate a win",
        submit="Correct it" if origin.win else "Post it",
        close="Cancel",
        private_metadata=pack(origin),
        blocks=[
            *kept_note(draft),
            *([words(private)] if origin.private else []),
            aside(_place(stage, origin)),
            field(
                "text",
                "Who did what?",
                draft,
                LONGEST_STORY,
                initial=telling.text,
                multiline=True,
                placeholder="Bo and Kofi rewrote the first-steps guide",
            ),
            _people(telling),
            *_appearing(stage),
            *_teams(stage, telling),
            *_inputs(stage, telling),
            *_numbers(stage, telling),
            field(
                "meaning",
                "What does it mean?",
                draft,
                LONGEST_MEANING,
                initial=telling.meaning,
                multiline=True,
                optional=True,
                hint=shorten(f"How it contributed to {star}, as far as you can tell.", 150),
            ),
        ],
    )


def posted(stage: Stage) -> View:
    text = (
        f"Thank you. In a moment it stands {_under(stage)} {channel(stage.channel)}."
        " My Home tab tells you how many people cheered."
    )
    return View(type="modal", title="On its way", close="Done", blocks=[words(text)])


def corrected() -> View:
    text = "Corrected, wherever it stands. Its reactions are still there."
    return View(type="modal", title="Corrected", close="Done", blocks=[words(text)])


def _people(telling: Telling) -> Block:
    select = UserMultiSelectElement(
        action_id=PEOPLE,
        initial_users=pickable(telling.people[:MOST_PEOPLE]),
        max_selected_items=MOST_PEOPLE,
        placeholder="Nobody in particular",
    )
    return _optional("people", "Whom is it about?", select, told=True)


def _teams(stage: Stage, telling: Telling) -> list[Block]:
    options = {team.id: Option(value=team.id, text=shorten(team.name, _OPTION)) for team in stage.teams[:100]}
    if not options:
        return []
    select = StaticMultiSelectElement(
        action_id=_CHOSEN,
        options=[*options.values()],
        initial_options=[options[team] for team in telling.teams if team in options][:MOST_TEAMS] or None,
        max_selected_items=MOST_TEAMS,
        placeholder="No team in particular",
    )
    return [_optional("teams", "Which teams had a hand in it?", select)]


def _inputs(stage: Stage, telling: Telling) -> list[Block]:
    options = {
        team: [Option(value=one.id, text=shorten(one.metric.name, _OPTION)) for one in inputs]
        for team, inputs in stage.inputs.items()
    }
    if not options:
        return []
    chosen = next((each for team in options.values() for each in team if each.value == telling.input), None)
    # Slack has room for a hundred teams.
    groups = [OptionGroup(label=shorten(team, 75), options=each) for team, each in options.items()][:100]
    select = StaticSelectElement(
        action_id=INPUT, option_groups=groups, initial_option=chosen, placeholder="None, or not sure"
    )
    return [_optional("input", "Which input did it move?", select, told=True)]


def _numbers(stage: Stage, telling: Telling) -> list[Block]:
    """The readings of the chosen input, to be chosen from and never typed."""
    if not stage.pairs:
        note = "It has no two readings yet, so the words speak for themselves."
        return [aside(note)] if telling.input and telling.text else []
    none = Option(value=_NO_NUMBERS, text="No numbers: the words speak for themselves")
    options = {
        (each.before, each.after): Option(value=pack(_Stretch(each.before, each.after)), text=_offered(each))
        for each in stage.pairs
    }
    # Another input's numbers are another field to Slack, or it would hold on to what was chosen before.
    select = StaticSelectElement(
        action_id=f"{_CHOSEN}.{telling.input}",
        options=[none, *options.values()],
        initial_option=options.get(telling.stretch, none) if telling.stretch else none,
    )
    label = "Which of its readings tell it?"
    hint = "Before and after, each with its date: what followed, as it was read."
    return [InputBlock(block_id="numbers", label=label, hint=hint, element=select)]


def _offered(pair: Pair) -> str:
    """A pair in the 75 characters of an option; a long unit is left out."""
    for metric in (pair.metric, replace(pair.metric, unit="count")):
        was, became = amounts((pair.was, pair.became), metric)
        before, after = (
            period(each, metric, each).removeprefix("the ") for each in (pair.before, pair.after)
        )
        text = f"{was} ({before}) → {became} ({after})"
        if len(text) <= _OPTION:
            break
    return shorten(text, _OPTION)


def _optional(name: str, label: str, element: InputInteractiveElement, *, told: bool = False) -> InputBlock:
    """A field that may stay empty; with `told`, a choice is heard before the form is sent."""
    return InputBlock(block_id=name, label=label, element=element, optional=True, dispatch_action=told)


def _place(stage: Stage, origin: Origin) -> str:
    if origin.win:
        return "It changes where it stands, and keeps its reactions."
    who = "with your name" if stage.author.users else f"told by {author(stage.author)}"
    return f"It will stand {_under(stage)} {channel(stage.channel)}, {who}, once you press Post it."


def _appearing(stage: Stage) -> list[Block]:
    """How those it is about will appear, each as they agreed to."""
    people = company(stage.people)
    lines = [*([f"It will name {people}."] if people else []), *unnamed(stage.people)]
    return [aside(" ".join(lines))] if lines else []


def _under(stage: Stage) -> str:
    return "under Monday's pulse in" if stage.pulse else "in"
