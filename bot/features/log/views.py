"""How a reading is written down: ids, the form, what is said back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints, field_validator
from slack_sdk.models.blocks import Block, DatePickerElement
from slack_sdk.models.views import View

from bot.blocks import phrases
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import escape, when
from bot.blocks.writers import writer
from bot.features.draft.views import field, kept_note
from bot.features.input.views import shown
from bot.features.nsm.fields import choice, other
from rituals.recording import Recorded
from storage.records.metrics import Metric

LOG = "log.reading"

_REVISIONS = 3


class LogForm(BaseModel):
    metric: str
    value: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    period: date
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""

    @field_validator("note", mode="before")
    @classmethod
    def _left_empty(cls, note: str | None) -> str:
        return note or ""


def form(metrics: Sequence[Metric], day: date, draft: Mapping[str, str]) -> View:
    """`metrics` are those the person answers for; `day` lies in the last period that is over."""
    return View(
        type="modal",
        callback_id=LOG,
        title="Write down a reading",
        submit="Write down",
        close="Cancel",
        private_metadata="{}",
        blocks=[
            *kept_note(draft),
            choice("metric", "Metric", {each.key: _offered(each) for each in metrics[:100]}, metrics[0].key),
            field("value", "Value", draft, 40, placeholder="27"),
            other(
                "period",
                "Period",
                DatePickerElement(initial_date=day.isoformat()),
                hint="Any day of the day, week or month that the value is for. It has to be over.",
            ),
            field("note", "Note", draft, 300, optional=True, hint="What readers should know about it."),
        ],
    )


def said(told: Recorded) -> Message:
    """What now stands there, and what stood there before."""
    metric, reading = told.metric, told.reading
    name, period = escape(metric.name), phrases.period(reading.period_start, metric)
    value = escape(phrases.amount(reading.value, metric))
    if told.before is None:
        text = f"Written down: *{name}*, {period}: *{value}*."
    elif told.before.value == reading.value:
        text = f"*{name}*, {period}, was *{value}* already."
    else:
        value, before = map(escape, phrases.amounts((reading.value, told.before.value), metric))
        text = f"Corrected: *{name}*, {period}: *{value}*; it was {before} until now."
    if reading.note:
        text += f"\n>{escape(reading.note)}"
    return Message(text, [words(text), *_earlier(told)])


def _earlier(told: Recorded) -> list[Block]:
    """The last values that were corrected, newest first."""
    last = told.revisions[: -_REVISIONS - 1 : -1]
    lines = [
        f"{escape(phrases.amount(each.value, told.metric))}, written by {writer(each.recorded_by)},"
        f" {when(each.replaced_at, 'UTC', 'until')}"
        for each in last
    ]
    if len(told.revisions) > len(last):
        lines.append(f"… and {len(told.revisions) - len(last)} before")
    return [aside("\n".join(["Kept from before:", *lines]))] if lines else []


def written(told: Recorded) -> View:
    return View(type="modal", title="Written down", close="Done", blocks=said(told).blocks)


def nothing_to_log() -> Message:
    text = (
        "You answer for no metric, so there is nothing to write down: the product lead does it for the North"
        " Star, and a team's lead for the team's inputs."
    )
    return Message(text, [words(text)])


def _offered(metric: Metric) -> str:
    return shown(f"{metric.name} ({metric.unit}, every {metric.cadence})")
