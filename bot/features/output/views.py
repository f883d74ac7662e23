"""How output metrics look: the list for everybody, and the forms in which one is filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import bold, escape, mention, picked
from bot.blocks.values import pack
from bot.features.draft.views import kept_note
from bot.features.input.views import shown
from bot.features.metric.form import CHANGE, DESCRIBE
from bot.features.nsm.fields import CADENCES, MetricForm, choice, meaning_fields, other
from bot.features.output.lines import standing
from rituals.outputs import MOST, OutputScore, OutputSheet
from storage.records.metrics import Cadence, Metric

ADD = "output.add"
CHOSEN = "output.chosen"
NEW = "output.new"
REMOVE = "output.remove"

SOMETHING_NEW = "output:new"
"""Stands where a metric's key might stand."""

_OFFERED = 99
_WHAT = (
    "Revenue, retention and churn follow the value people get. They are worth watching, and nobody here can"
    " move them this week: so they stand below the North Star and never in its place."
)


class NewForm(MetricForm):
    owner: str | None = None


class ChoiceForm(BaseModel):
    known: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Which output a button is about."""

    about: str


def listing(sheet: OutputSheet) -> Message:
    """How each stands; with buttons for the product lead."""
    head = "*Output metrics*"
    blocks: list[Block] = [words(head), aside(_WHAT)]
    lines = []
    for each in sheet.scores:
        told = _one(each)
        lines.append(told)
        blocks.append(words(told))
        if sheet.may_change:
            blocks.append(ActionsBlock(elements=_buttons(each.metric)))
    if not sheet.scores:
        lines.append("_None yet._ The product lead names one to three.")
        blocks.append(words(lines[0]))
    if sheet.may_change:
        blocks.append(DividerBlock())
        if len(sheet.scores) < MOST:
            add = ButtonElement(action_id=ADD, text="Add an output", style="primary")
            blocks.append(ActionsBlock(elements=[add]))
    return Message("\n".join([head, _WHAT, *lines]), blocks)


def choose(known: Sequence[Metric]) -> View:
    """Which metric: one that is known, or a new one."""
    options = {SOMETHING_NEW: "A metric that is not here yet …"}
    options |= {each.key: shown(each.name) for each in known[:_OFFERED]}
    return View(
        type="modal",
        callback_id=CHOSEN,
        title="An output metric",
        submit="Next",
        close="Cancel",
        blocks=[choice("known", "Which one?", options, SOMETHING_NEW), _owner(), aside(_WHAT)],
    )


def new(draft: Mapping[str, str], metric: Metric | None = None, *, owner: str | None = None) -> View:
    """Something to be counted from now on; `metric` is what is known of it."""
    return View(
        type="modal",
        callback_id=NEW,
        title="An output metric",
        submit="File it",
        close="Back" if metric else "Cancel",
        private_metadata="{}",
        blocks=[words(_WHAT), *kept_note(draft), *_fields(draft, metric), _owner(owner)],
    )


def filed(metric: Metric, *, on_top: bool = False) -> View:
    """What becomes of it; `on_top` of the North Star's own form, the way back to that."""
    text = (
        f"*{escape(metric.name)}* is filed as an output metric: {nsm('tree')} shows it below the North Star,"
        f" and the first Monday of a month tells its line. {nsm('log')}, a file, a source or a push bring its"
        " readings."
    )
    if on_top:
        text += "\nClose this window to go back: which number moves *before* it does?"
    return View(type="modal", title="Filed", close="Done", blocks=[words(text)])


def _fields(draft: Mapping[str, str], metric: Metric | None) -> list[Block]:
    """Those of any metric; what is known of this one is no history yet that could be changed."""
    return [
        *meaning_fields(metric, draft, example="Monthly churn"),
        choice("cadence", "Counted", CADENCES, metric.cadence if metric else Cadence.MONTH),
    ]


def _owner(owner: str | None = None) -> Block:
    return other(
        "owner",
        "Who answers for its numbers?",
        UserSelectElement(initial_user=picked(owner)),
        hint="Left empty, you do.",
        optional=True,
    )


def _one(each: OutputScore) -> str:
    owner = f"kept by {mention(each.owner)}" if each.owner else "kept by nobody yet"
    definition = f"\n{escape(each.metric.definition)}" if each.metric.definition else ""
    counted = f"_Counted every {each.metric.cadence}, {owner}_"
    return f"{bold(each.metric.name)}\n{standing(each)}\n{counted}{definition}"


def _buttons(metric: Metric) -> list[ButtonElement]:
    about = pack(About(metric.key))
    labels = ((CHANGE, "Change what it means"), (DESCRIBE, "Owner and source"))
    return [
        *(
            ButtonElement(
                action_id=action,
                text=label,
                value=about,
                accessibility_label=shown(f"{label}: {metric.name}"),
            )
            for action, label in labels
        ),
        _remove(metric),
    ]


def _remove(metric: Metric) -> ButtonElement:
    sure = ConfirmObject(
        title="Remove this output?",
        text="It is shown as an output no more. Its readings stay, and it can come back.",
        confirm="Remove",
        deny="Keep",
    )
    return ButtonElement(
        action_id=REMOVE,
        text="Remove",
        value=pack(About(metric.key)),
        confirm=sure,
        accessibility_label=shown(f"Remove {metric.name}"),
    )
