"""A shift that stands, as it is offered to whoever answers for the metric, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import ActionsBlock, ButtonElement
from slack_sdk.models.views import View

from bot.blocks.layout import Message, aside, words
from bot.blocks.phrases import amount, period, usual_range
from bot.blocks.text import escape, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, form_name, kept_note
from rituals.shifts import LONGEST, ShiftAnswered, ShiftOffer
from rituals.signals import FEWEST, WINDOW, Verdict
from storage.records.metrics import Metric
from storage.records.shifts import AcceptedShift

ACCEPT = "shift.accept"
ACCEPTED = "shift.accepted"
NOT_YET = "shift.not_yet"
TAKE_BACK = "shift.take_back"


@dataclass(frozen=True, slots=True)
class About:
    """Which metric a button or the form is about."""

    about: str

    @property
    def draft(self) -> str:
        """The name its draft is kept under."""
        return form_name(ACCEPTED, self.about)


@dataclass(frozen=True, slots=True)
class Level:
    """Which accepted level a button takes back."""

    metric: str
    since: date


class AcceptForm(BaseModel):
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)] | None = None


def offer(facts: ShiftOffer) -> Message:
    told = f"*Is this the new normal?* {_standing(facts.verdict, facts.metric)}"
    rest = f"{_consequence(facts.verdict, facts.metric)} With *Not yet* the limits stay what they are."
    value = pack(About(facts.metric.key))
    press = [
        ButtonElement(action_id=ACCEPT, text="Accept as the new level", value=value, style="primary"),
        ButtonElement(action_id=NOT_YET, text="Not yet", value=value),
    ]
    return Message(f"{told}\n{rest}", [words(told), ActionsBlock(elements=press), aside(rest)])


def card_buttons(metric: Metric, verdict: Verdict, levels: Sequence[AcceptedShift]) -> list[ButtonElement]:
    """What whoever answers for a metric can do about its level, from its card."""
    press = []
    if verdict.accepts is not None:
        value = pack(About(metric.key))
        press.append(ButtonElement(action_id=ACCEPT, text="Accept as the new level", value=value))
    if levels:
        value = pack(Level(metric.key, levels[-1].since))
        press.append(ButtonElement(action_id=TAKE_BACK, text="Take the level back", value=value))
    return press


def answered(facts: ShiftAnswered) -> Message:
    name, since = escape(facts.metric.name), period(facts.since, facts.metric)
    if facts.accepted:
        text = f"Accepted: from {since} on *{name}* is at a level of its own, with limits of its own."
        text += f"\n{quote(facts.why)}" if facts.why else ""
        value = pack(Level(facts.metric.key, facts.since))
        press = ButtonElement(action_id=TAKE_BACK, text="Take it back", value=value)
    else:
        text = f"The limits of *{name}* stay what they are, for as long as nobody accepts another level."
        value = pack(About(facts.metric.key))
        press = ButtonElement(action_id=ACCEPT, text="Accept it after all", value=value)
    return Message(text, [words(text), ActionsBlock(elements=[press])])


def form(facts: ShiftOffer, draft: Mapping[str, str]) -> View:
    return View(
        type="modal",
        callback_id=ACCEPTED,
        title="The new normal?",
        submit="Accept",
        close="Cancel",
        private_metadata=pack(About(facts.metric.key)),
        blocks=[
            *kept_note(draft),
            words(f"{_standing(facts.verdict, facts.metric)}\n{_consequence(facts.verdict, facts.metric)}"),
            field(
                "why",
                "What is different now?",
                draft,
                LONGEST,
                multiline=True,
                optional=True,
                hint="It stands in the audit trail, with your name. You can leave it empty.",
            ),
        ],
    )


def _standing(verdict: Verdict, metric: Metric) -> str:
    """Where the number was, and where it is."""
    assert verdict.latest is not None
    assert verdict.usual is not None
    assert verdict.since is not None
    usual = verdict.usual
    values = f"{amount(usual.mean, metric)} on average, {usual_range(verdict, metric)} as a rule"
    return (
        f"*{escape(metric.name)}* has left its former level in {period(verdict.since, metric)}. Until then it"
        f" was {escape(values)}; in {period(verdict.latest.period_start, metric)} it was"
        f" {escape(amount(verdict.latest.value, metric))}."
    )


def _consequence(verdict: Verdict, metric: Metric) -> str:
    assert verdict.accepts is not None
    moved = "" if verdict.accepts == verdict.since else ", where it moved last"
    return (
        f"Once you accept, limits are worked out from {period(verdict.accepts, metric)} on{moved}; they take"
        f" {FEWEST} {metric.cadence}s at least, and stay as they are after {WINDOW}. You can take it back."
    )
