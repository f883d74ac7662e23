"""How guardrails look: naming one, and the question to a team's lead when it is breached."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from slack_sdk.models.blocks import ActionsBlock, ButtonElement
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import escape
from bot.blocks.values import pack
from bot.features.draft.views import kept_note
from bot.features.guardrail.phrases import line
from bot.features.input.views import GUARD, About, shown
from bot.features.nsm.fields import choice, metric_fields
from rituals.breaches import Breach, BreachAnswered, BreachAsk
from rituals.guardrails import GuardrailSheet
from storage.records.metrics import Input, Metric

NAME = GUARD
CHOSEN = "guardrail.chosen"
NEW = "guardrail.new"
TO_TRIAGE = "guardrail.to_triage"
AMONG_US = "guardrail.among_us"

SOMETHING_NEW, NOTHING = "guardrail:new", "guardrail:none"
"""Stand where a metric's key might stand."""

_OFFERED = 98


class ChoiceForm(BaseModel):
    guardrail: str


@dataclass(frozen=True, slots=True)
class Question:
    """Which breach a button answers for."""

    about: str


def choose(sheet: GuardrailSheet) -> View:
    """What is watched beside an input: nothing, something known, or something new."""
    options = {SOMETHING_NEW: "A metric that is not here yet …"}
    if sheet.named is not None:
        options[NOTHING] = "Nothing any more"
    options |= {each.key: shown(each.name) for each in sheet.known[:_OFFERED]}
    chosen = sheet.named.key if sheet.named else None
    return View(
        type="modal",
        callback_id=CHOSEN,
        title="A guardrail",
        submit="Next",
        close="Cancel",
        private_metadata=pack(About(sheet.input.id)),
        blocks=[
            words(
                f"While your team pushes *{escape(sheet.input.metric.name)}*, what must not get worse?"
                " Name the number that would tell you that you push too hard."
            ),
            choice("guardrail", "Must not get worse", options, chosen),
            aside(
                "When it leaves its usual range in its bad direction, Monday's pulse asks what changed, and"
                " you are asked whether it is one for triage."
            ),
        ],
    )


def new(an_input: Input, draft: Mapping[str, str]) -> View:
    return View(
        type="modal",
        callback_id=NEW,
        title="A new guardrail",
        submit="Watch it",
        close="Back",
        private_metadata=pack(About(an_input.id)),
        blocks=[
            *kept_note(draft),
            *metric_fields(None, draft, example="Refund rate"),
            aside(f"You answer for its readings: {nsm('log')}, a file, a source or a push bring them."),
        ],
    )


def named(an_input: Input, metric: Metric | None) -> View:
    name = escape(an_input.metric.name)
    text = f"Nothing is watched beside *{name}* any more."
    if metric is not None:
        text = f"*{escape(metric.name)}* is watched beside *{name}* from now on."
    return View(type="modal", title="Saved", close="Done", clear_on_close=True, blocks=[words(text)])


def ask(facts: BreachAsk) -> Message:
    """Asks a team's lead what to do about it."""
    text = (
        f"*A guardrail to look at.* {line(facts.breach)}. What changed?\n"
        "If another team pulls at the same thing, settle it with its lead first; triage helps if you cannot."
    )
    press = [
        ButtonElement(action_id=action, text=label, value=pack(Question(facts.about)))
        for action, label in ((TO_TRIAGE, "Take it to triage"), (AMONG_US, "We look at it ourselves"))
    ]
    return Message(text, [words(text), ActionsBlock(elements=press)])


def answered(facts: BreachAnswered) -> Message:
    what = "You look at it among yourselves."
    if facts.goes_to_triage:
        what = f"You are taking it up with the other team. {nsm('escalate')} opens the form again."
    text = f"*A guardrail to look at.* {line(facts.breach)}.\n{what}"
    return Message(text, [words(text)])


def conflict(breach: Breach) -> str:
    """What /escalate's form begins with."""
    return f"{shown(breach.metric.name, 60)} got worse while we push {shown(breach.input.name, 60)}"
