"""How a metric is changed: what it means from a day on, and who answers for it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, StringConstraints
from slack_sdk.models.blocks import (
    ButtonElement,
    CheckboxesElement,
    DatePickerElement,
    Option,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.text import dated, line, picked
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.metric.views import About
from bot.features.nsm.fields import RENAMED, MeaningForm, Words, meaning_fields, other
from rituals.dictionary import Card
from rituals.redefining import Meaning
from rituals.versions import Change
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Metric

CHANGE = "metric.change"
CHANGED = "metric.changed"
DESCRIBE = "metric.describe"
DESCRIBED = "metric.described"

_APART = "apart"
_LONGEST_SOURCE, _LONGEST_DEPARTMENT = 300, 60

Optional = Annotated[str, StringConstraints(strip_whitespace=True, max_length=_LONGEST_SOURCE)]


class ChangeForm(MeaningForm):
    """What the window holds; the field names are its block ids."""

    reason: Words
    effective_from: date
    apart: Annotated[bool, BeforeValidator(bool)] = False

    def meaning(self) -> Meaning:
        return Meaning(self.name, self.definition, self.counted_in, self.direction)

    def why(self) -> Change:
        return Change(self.reason, self.effective_from, comparable=not self.apart)


class DescribeForm(BaseModel):
    owner: str | None = None
    source: Optional | None = None
    department: Optional | None = None


def buttons(card: Card) -> list[ButtonElement]:
    """What whoever may change a metric can press below its card."""
    if not card.can_change:
        return []
    about = pack(About(card.metric.key))
    return [
        ButtonElement(action_id=CHANGE, text="Change what it means", value=about),
        ButtonElement(action_id=DESCRIBE, text="Owner and source", value=about),
    ]


def change(metric: Metric, today: date, draft: Mapping[str, str]) -> View:
    cannot = Option(value=_APART, text="The numbers before and after cannot be compared")
    return View(
        type="modal",
        callback_id=CHANGED,
        title="What it means",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(metric.key)),
        blocks=[
            *kept_note(draft),
            *meaning_fields(metric, draft, hint=RENAMED),
            other(
                "effective_from",
                "From which day on?",
                DatePickerElement(initial_date=today.isoformat()),
                hint="For the periods that start from that day on; it may be long past.",
            ),
            field(
                "reason",
                "Why?",
                draft,
                1500,
                multiline=True,
                hint="Whoever wonders about the numbers reads it in the metric's history, with your name.",
            ),
            other(
                "apart",
                "Before and after",
                CheckboxesElement(options=[cannot]),
                hint="Then limits and verdicts begin anew on that day. In another unit they always do.",
                optional=True,
            ),
            aside("What was read before stays, and so do the words it was counted by."),
        ],
    )


def changed(metric: Metric, version: MetricVersion | None) -> View:
    name = line(metric.name, 80)
    if version is None:
        said = f"No word of *{name}* differs from before: nothing was written down."
    else:
        apart = "" if version.comparable else " Numbers before and after are not held against each other."
        said = (
            f"*{name}*: version {version.number} holds from {dated(version.effective_from)} on. What was read"
            f" before keeps the words it was counted by.{apart}"
        )
    return View(type="modal", title="Saved", close="Done", blocks=[words(said)])


def describe(card: Card, draft: Mapping[str, str]) -> View:
    entry = card.entry
    return View(
        type="modal",
        callback_id=DESCRIBED,
        title="Owner and source",
        submit="Save",
        close="Cancel",
        private_metadata=pack(About(card.metric.key)),
        blocks=[
            *kept_note(draft),
            other(
                "owner",
                "Who answers for it?",
                UserSelectElement(initial_user=picked(entry.owner or card.listed.owner)),
                hint="They may change what it means. Unnamed, it is the team's lead or the product lead.",
                optional=True,
            ),
            field(
                "source",
                "Where does the number come from?",
                draft,
                _LONGEST_SOURCE,
                initial=card.source,
                optional=True,
                placeholder="The warehouse, table sessions; Ana writes it down on Mondays",
            ),
            field(
                "department",
                "Department",
                draft,
                _LONGEST_DEPARTMENT,
                initial=entry.department,
                optional=True,
                placeholder="Sales",
            ),
        ],
    )


def described(metric: Metric) -> View:
    said = f"*{line(metric.name, 80)}* is saved."
    return View(type="modal", title="Saved", close="Done", blocks=[words(said)])
