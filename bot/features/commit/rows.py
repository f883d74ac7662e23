"""One's own commitment with its buttons: in the list, in App Home, and where its owner is asked about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    InteractiveElement,
    Option,
    OverflowMenuElement,
)

from bot.blocks.commands import nsm
from bot.blocks.layout import words
from bot.blocks.limits import shorten
from bot.blocks.text import escape, quote, span
from bot.blocks.values import ForgedValue, pack
from bot.features.win.views import make_button
from rituals.commitments import last_week
from storage.records.commitments import Commitment, CommitmentState

EDIT = "commit.edit"
ADD_LINE = "commit.add_line"
ANSWER = "commit.answer"
CARRY = "commit.carry"
LEAVE = "commit.leave"
SETTLE = {
    CommitmentState.DONE: "commit.done",
    CommitmentState.MOVED: "commit.moved",
    CommitmentState.NOT_YET: "commit.not_yet",
    CommitmentState.DROPPED: "commit.dropped",
}
SETTLED_BY = {action_id: state for state, action_id in SETTLE.items()}

_BUTTONS = {
    CommitmentState.DONE: "Done",
    CommitmentState.MOVED: "Moved",
    CommitmentState.NOT_YET: "Not yet",
    CommitmentState.DROPPED: "Drop",
}
STATES = {
    CommitmentState.OPEN: "Open",
    CommitmentState.DONE: "Done",
    CommitmentState.MOVED: "Moved: it is on its way",
    CommitmentState.NOT_YET: "Not yet",
    CommitmentState.DROPPED: "Dropped",
}
_WORTH_TELLING = {CommitmentState.DONE, CommitmentState.MOVED}
_CAN_GO_ON = {CommitmentState.MOVED, CommitmentState.NOT_YET}


class Place(StrEnum):
    """Where something was pressed, and so what shows the change."""

    ANSWER = "answer"
    LIST = "list"
    MODAL = "modal"
    HOME = "home"
    BESIDE = "beside"  # a message that stays as it is
    ASKED = "asked"  # a message that is edited by itself


@dataclass(frozen=True, slots=True)
class Press:
    """What a button or an option of a commitment carries."""

    id: str
    on: Place
    to: str | None = None  # the input, team or answer that was chosen


def row(
    one: Commitment, on: Place, belongings: Sequence[str] = (), carried_to: date | None = None
) -> list[Block]:
    """The words, how it stands, and the taps that change that; `belongings` are its team and its input."""
    facts = belongings if on is Place.ASKED else [f"*{STATES[one.state]}*", weeks(one), *belongings]
    return [
        words(told(one, facts, carried_to)),
        ActionsBlock(elements=_buttons(one, on, carried_to)),
    ]


def told(one: Commitment, facts: Sequence[str] = (), carried_to: date | None = None) -> str:
    """A commitment in words: what was promised, how it stands, and the line its owner added."""
    facts = [*facts, *([_times(one.carried)] if one.carried else [])]
    lines = [quote(one.text), *([" · ".join(facts)] if facts else [])]
    if one.line:
        lines.append(escape(one.line))
    if carried_to is not None:
        lines.append(f"Goes on in the week of {span(carried_to, carried_to + timedelta(days=6))}.")
    return "\n".join(lines)


def no_pulse() -> str:
    """Where commitments stand until there is a North Star, and with it a pulse that counts them."""
    return f"It is in {nsm('commit list')}. No pulse counts it before {nsm('setup')} has chosen a North Star."


def weeks(one: Commitment) -> str:
    return span(one.week, last_week(one) + timedelta(days=6))


def _times(carried: int) -> str:
    return {1: "carried over once", 2: "carried over twice"}.get(carried, f"carried over {carried} times")


def state_of(action_id: str, press: Press) -> CommitmentState:
    """What was answered, by a button or in the menu. Raises ForgedValue for what is no answer of ours."""
    if action_id in SETTLED_BY:
        return SETTLED_BY[action_id]
    chosen = next((state for state in _BUTTONS if state == press.to), None)
    if chosen is None:
        raise ForgedValue(action_id)
    return chosen


def _buttons(one: Commitment, on: Place, carried_to: date | None) -> list[InteractiveElement]:
    if one.state is CommitmentState.OPEN:
        answers: list[InteractiveElement] = [
            _button(one, on, SETTLE[state], label) for state, label in _BUTTONS.items()
        ]
        return answers if on is Place.ASKED else [*answers, _button(one, on, EDIT, "Edit")]
    # First, where the pressed button was: a second press too many asks for a line, and changes nothing.
    line = _button(one, on, ADD_LINE, "Change the line" if one.line else "Add a line")
    return [line, *_next(one, on, carried_to), _another_answer(one, on)]


def _next(one: Commitment, on: Place, carried_to: date | None) -> list[InteractiveElement]:
    """What may follow from an answer: going on with it, and telling others of it."""
    elements: list[InteractiveElement] = []
    if carried_to is not None:
        elements.append(_button(one, on, LEAVE, "Don't carry over"))
    elif one.state in _CAN_GO_ON:
        elements.append(_button(one, on, CARRY, "Carry over"))
    if one.state in _WORTH_TELLING:
        elements.append(make_button(one.id))
    return elements


def _another_answer(one: Commitment, on: Place) -> OverflowMenuElement:
    options = [
        Option(value=pack(Press(one.id, on, state)), text=f"{label} instead")
        for state, label in _BUTTONS.items()
        if state is not one.state
    ]
    return OverflowMenuElement(action_id=ANSWER, options=options)


def _button(one: Commitment, on: Place, action_id: str, label: str) -> ButtonElement:
    return ButtonElement(
        action_id=action_id,
        text=label,
        value=pack(Press(one.id, on)),
        accessibility_label=shorten(f"{label}: {one.text}", 75),
    )
