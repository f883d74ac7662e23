"""The window in which somebody says how Polaris may ask them, and where it may name them."""

from dataclasses import dataclass
from datetime import date, time

from pydantic import BaseModel, field_validator
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DatePickerElement,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.text import span, to_come
from bot.blocks.values import pack
from rituals.preferences import MOST_PROMPTS, Own, Wishes
from storage.records.preferences import Absence, Consent

OPEN = "preferences.open"
KEEP = "preferences.keep"
BACK = "preferences.back"
WAKE = "preferences.wake"

_CONSENT = {
    Consent.PUBLIC: "Anywhere Polaris posts",
    Consent.TEAM: "Only in my team's channel",
    Consent.NO_MENTION: "Nowhere",
}


@dataclass(frozen=True, slots=True)
class From:
    """The first day of the absence that a button takes away."""

    first: date


class PreferenceForm(BaseModel):
    consent: Consent
    quiet_from: time
    quiet_until: time
    budget: int
    country: str | None = None
    away_first: date | None = None
    away_last: date | None = None

    @field_validator("budget", mode="before")
    @classmethod
    def _number(cls, chosen: str) -> int:
        return int(chosen)

    def wishes(self) -> Wishes:
        return Wishes(**self.model_dump())


def form(own: Own) -> View:
    chosen = own.chosen
    return View(
        type="modal",
        callback_id=KEEP,
        title="How I am asked",
        submit="Keep",
        close="Cancel",
        blocks=[
            *_snoozed(own),
            aside(f"Hours and days are yours, in {own.zone}. Answers to what you type always come at once."),
            _time("quiet_from", "Ask me nothing after", chosen.quiet_from),
            _time("quiet_until", "and before", chosen.quiet_until),
            _budget(chosen.budget),
            _consent(chosen.consent),
            InputBlock(
                block_id="country",
                label="Public holidays of",
                optional=True,
                hint=_holidays(own),
                element=PlainTextInputElement(
                    action_id="country",
                    max_length=6,
                    placeholder="DE, DE-BY, US … or none",
                    initial_value=_typed(chosen.country),
                ),
            ),
            DividerBlock(),
            *[block for each in own.absences for block in _absence(each)],
            _date("away_first", "Away from"),
            _date("away_last", "to, that day included"),
        ],
    )


def kept() -> View:
    told = "Kept. It holds from now on; what waits for you is in my Home tab."
    return View(type="modal", title="How I am asked", close="Done", blocks=[words(told)])


def button() -> ButtonElement:
    """Opens the window, from wherever it stands."""
    return ButtonElement(action_id=OPEN, text="How I am asked")


def _snoozed(own: Own) -> list[Block]:
    until = own.chosen.snoozed_until
    if until is None:
        return []
    wake = ButtonElement(action_id=WAKE, text="Ask me again")
    section = words(f"You are asked nothing {to_come(until, own.zone, 'before')}.")
    return [section, ActionsBlock(elements=[wake])]


def _time(name: str, label: str, at: time) -> InputBlock:
    element = TimePickerElement(action_id=name, initial_time=f"{at:%H:%M}")
    return InputBlock(block_id=name, label=label, element=element)


def _date(name: str, label: str) -> InputBlock:
    element = DatePickerElement(action_id=name, placeholder="A day")
    return InputBlock(block_id=name, label=label, element=element, optional=True)


def _budget(chosen: int) -> InputBlock:
    options = [Option(value=str(number), text=_times(number)) for number in range(MOST_PROMPTS + 1)]
    element = StaticSelectElement(action_id="budget", options=options, initial_option=options[chosen])
    hint = "Questions beyond that wait in the Home tab."
    return InputBlock(block_id="budget", label="Ask me at most", element=element, hint=hint)


def _times(number: int) -> str:
    return {0: "never: I look myself", 1: "once a week"}.get(number, f"{number} times a week")


def _consent(chosen: Consent) -> InputBlock:
    options = {each: Option(value=each, text=label) for each, label in _CONSENT.items()}
    element = RadioButtonsElement(
        action_id="consent", options=list(options.values()), initial_option=options[chosen]
    )
    return InputBlock(block_id="consent", label="My name may stand beside a win", element=element)


def _holidays(own: Own) -> str:
    kept_now = f"Now: {own.country}." if own.country else "Now: none."
    return f"{kept_now} Left empty, it is your team's country, else that of your time zone."


def _typed(country: str | None) -> str | None:
    return "none" if country == "" else country


def _absence(absence: Absence) -> list[Block]:
    section = words(f"Away {span(absence.first, absence.last)}")
    section.accessory = ButtonElement(action_id=BACK, text="Remove", value=pack(From(absence.first)))
    return [section]
