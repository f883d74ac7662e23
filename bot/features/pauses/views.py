"""Shutdowns: the window in which one is planned, and the notes before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel
from slack_sdk.models.blocks import ButtonElement, DatePickerElement, InputBlock, SectionBlock
from slack_sdk.models.views import View

from bot.blocks.layout import Message, aside, words
from bot.blocks.text import day, span
from bot.blocks.values import pack
from rituals.pauses import ShutdownNote
from storage.records.pauses import Shutdown

OPEN = "pauses.open"
SHUT_DOWN = "pauses.shut_down"
CALL_OFF = "pauses.call_off"

_TITLE = "Company shutdown"


@dataclass(frozen=True, slots=True)
class From:
    """The first day of the shutdown that a button calls off."""

    first: date


class ShutdownForm(BaseModel):
    first: date
    last: date


def form(planned: Sequence[Shutdown]) -> View:
    return View(
        type="modal",
        callback_id=SHUT_DOWN,
        title=_TITLE,
        submit="Keep quiet",
        close="Cancel",
        blocks=[
            *[_planned(each) for each in planned],
            words(
                "On these days Polaris posts nothing and asks nobody. One note in the company channel says so"
                " before, and one when it is over."
            ),
            _date("first", "First day"),
            _date("last", "Last day"),
            aside("Commitments, wins and readings can be typed all the same."),
        ],
    )


def kept(shutdown: Shutdown) -> View:
    days = _days(shutdown.first, shutdown.last)
    told = f"Polaris keeps quiet on {days}. You can call it off in the same place."
    return View(type="modal", title=_TITLE, close="Done", blocks=[words(told)])


def note(facts: ShutdownNote) -> Message:
    if facts.is_over:
        told = "Welcome back. Polaris is awake again: pulses, commitments and wins go on where they stopped."
        return Message(told, [words(told)])
    told = (
        f"*We are off on {_days(facts.first, facts.last)}.* Polaris keeps quiet too: no pulse, no questions,"
        " nothing to catch up on. Commitments, wins and readings can be typed all the same."
    )
    return Message(told, [words(told)])


def button() -> ButtonElement:
    """Opens the window, from wherever it stands."""
    return ButtonElement(action_id=OPEN, text=_TITLE)


def _date(name: str, label: str) -> InputBlock:
    element = DatePickerElement(action_id=name, placeholder="A day")
    return InputBlock(block_id=name, label=label, element=element)


def _planned(shutdown: Shutdown) -> SectionBlock:
    section = words(f"Planned: {_days(shutdown.first, shutdown.last)}")
    section.accessory = ButtonElement(action_id=CALL_OFF, text="Call off", value=pack(From(shutdown.first)))
    return section


def _days(first: date, last: date) -> str:
    return day(first) if first == last else span(first, last)
