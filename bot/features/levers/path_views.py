"""How the search for an indirect way looks: three questions, what they lead to, and asking again later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DatePickerElement, RadioButtonsElement
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import day, escape, line
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.input.fields import STAR, Way, served
from bot.features.levers.views import only, which
from bot.features.nsm.fields import choice, other
from rituals.inputs import TeamInputs
from rituals.unconnected import LookAgain, LookedAgain, Search
from storage.records.levers import Finding, Unconnected
from storage.records.metrics import Lever
from storage.records.teams import Team

PATH = "levers.path"
LOOK = "levers.look"
NOT_YET = "levers.not_yet"

_FINDINGS = {
    Finding.CONNECTED: "There is a way: write it down as an enabling input",
    Finding.NOT_YET: "Not yet: ask me again",
    Finding.TOO_NARROW: "The North Star is too narrow to see our work",
    Finding.INCOMPLETE: "A step between us and the North Star is missing",
    Finding.OUTSIDE: "Our work is truly outside of it",
}

Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True)
class Work:
    """Some work that is asked about again."""

    work: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What the window remembers: work that is looked at again, and the team where there is no choice.

    `about` tells its draft from others'.
    """

    work: str | None
    team: str
    about: str


class PathForm(BaseModel):
    team: str | None = None  # where there is a choice
    work: Answer
    needed_by: Answer
    effect: Answer
    serves: str
    finding: Finding
    revisit_on: date | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None

    def search(self) -> Search:
        return Search(
            self.work, self.needed_by, self.effect, self.finding, self.reason or "", self.revisit_on
        )

    def way(self) -> Way:
        """The indirect way as the beginning of a causal link."""
        why = f"If {self.work} goes well, it helps {self.needed_by}: {self.effect}"
        return Way(Lever.ENABLING, None if self.serves == STAR else self.serves, why)


def path(
    teams: Sequence[Team],
    inputs: Sequence[TeamInputs],
    draft: Mapping[str, str],
    known: Unconnected | None = None,
) -> View:
    """The three questions; `known` is work that was asked about before."""
    answers = (known.work, known.needed_by, known.effect) if known else ("", "", "")
    team = only(teams)
    remembered = Searched(known.id, team, known.id) if known else Searched(None, team, team)
    finding = RadioButtonsElement(
        options=[Option(value=each, text=label) for each, label in _FINDINGS.items()]
    )
    return View(
        type="modal",
        callback_id=PATH,
        title="An indirect way",
        submit="Go on",
        close="Back",
        private_metadata=pack(remembered),
        blocks=[
            *kept_note(draft),
            words(
                "That is a fair thing to say: few teams move the North Star with their own hands. Uptime,"
                " tools, hiring and trust reach it by way of others. Three questions:"
            ),
            *which(teams),
            _question("work", "What is the work?", draft, answers[0], "Keeping deployments safe"),
            _question(
                "needed_by",
                "1. Who could not do theirs without it?",
                draft,
                answers[1],
                "The engine and docs teams",
            ),
            _question(
                "effect",
                "2. What do they do better, sooner or more often because of it?",
                draft,
                answers[2],
                "They ship small changes every day",
            ),
            choice("serves", "3. Which number would show that first?", served(inputs, None), STAR),
            other("finding", "Where does that leave you?", finding),
            other(
                "revisit_on",
                "If not yet: ask again on",
                DatePickerElement(),
                hint="Left empty: in four weeks.",
                optional=True,
            ),
            field(
                "reason",
                "If there is no way: why?",
                draft,
                500,
                multiline=True,
                optional=True,
                hint="It is kept for the quarterly review, and stands in the tree. Nobody is blamed for it.",
            ),
        ],
    )


def kept(work: Unconnected) -> View:
    return View(type="modal", title="An indirect way", close="Done", blocks=[words(_found(work))])


def look_again(asked: LookAgain) -> Message:
    text = (
        f"On {day(asked.said_on)} you saw no way yet from _{line(asked.work, 200)}_ ({escape(asked.team)})"
        " to the North Star. Is there one by now?"
    )
    value = pack(Work(asked.work_id))
    press = [
        ButtonElement(action_id=LOOK, text="Look again", value=value, style="primary"),
        ButtonElement(action_id=NOT_YET, text="Not yet", value=value),
    ]
    return Message(text, [words(text), ActionsBlock(elements=press)])


def looked_again(told: LookedAgain) -> Message:
    work = f"_{line(told.work, 200)}_ ({escape(told.team)})"
    if told.finding is Finding.CONNECTED:
        text = f"There is a way now from {work} to the North Star. {nsm('tree')} shows it."
    elif told.revisit_on is not None:
        text = f"Not yet, then: I ask about {work} again on {day(told.revisit_on)}."
    else:
        text = f"Kept about {work}: {NO_WAYS[told.finding]}."
    return Message(text, [aside(text)])


NO_WAYS = {
    Finding.NOT_YET: "no way seen yet",
    Finding.TOO_NARROW: "the North Star may be too narrow to see it",
    Finding.INCOMPLETE: "a step between it and the North Star is missing",
    Finding.OUTSIDE: "it is outside of the North Star",
}


def _found(work: Unconnected) -> str:
    if work.revisit_on is not None:
        return f"*Not yet, then.* I ask you again on {day(work.revisit_on)}, by direct message."
    return (
        f"*Kept*: {NO_WAYS[work.finding]}. {nsm('tree')} shows it beside your team, and it is read again in"
        " the quarterly review. Good work need not move this number."
    )


def _question(name: str, label: str, draft: Mapping[str, str], known: str, example: str) -> Block:
    return field(name, label, draft, 500, initial=known, multiline=True, placeholder=example)
