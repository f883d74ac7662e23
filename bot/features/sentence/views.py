"""The Friday question to the product lead, the form behind it, and the answer said back."""

from collections.abc import Mapping
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, ButtonElement
from slack_sdk.models.views import View

from bot.blocks.layout import Message, aside, words
from bot.blocks.phrases import period
from bot.blocks.text import day, escape, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.sentence.about import About, Memory
from rituals.sentence import LONGEST, Annotation, SentenceAsk, SentenceKept
from storage.records.metrics import Metric

WRITE = "sentence.write"
SUBMIT = "sentence.submit"


def ask(facts: SentenceAsk) -> Message:
    told = (
        f"What would you say about {_what(facts.metric, facts.period)}? "
        f"One sentence in your own words goes into the pulse of {day(facts.monday)}."
    )
    rest = "Without one, the pulse says so in an automatic line. You can write it later too."
    return Message(
        f"{told}\n{rest}", [words(told), _button("Write it", facts.metric, facts.period), aside(rest)]
    )


def kept(facts: SentenceKept) -> Message:
    told = f"Kept for {_what(facts.metric, facts.period)}:\n{quote(facts.text)}"
    return Message(told, [words(told), _button("Change it", facts.metric, facts.period)])


def annotation(facts: Annotation) -> str:
    """What stands beside a number: the sentence with its author, or that it wants one, and of whom."""
    what = period(facts.period, facts.metric, facts.period)
    if facts.said is None:
        of_whom = f": {mention(facts.owner)} is asked for it" if facts.owner else ""
        return f"_It needs a sentence about {what}_{of_whom}."
    about = facts.said.period_start
    earlier = f", about {period(about, facts.metric, facts.period)}" if about != facts.period else ""
    return f"{quote(facts.said.text)}\n— {mention(facts.said.written_by)}{earlier}"


def form(about: About, draft: Mapping[str, str], written: str) -> View:
    return View(
        type="modal",
        callback_id=SUBMIT,
        title="One sentence",
        submit="Keep",
        close="Cancel",
        private_metadata=pack(Memory(about, about.about)),
        blocks=[
            *kept_note(draft),
            field(
                "text",
                "What should everybody know?",
                draft,
                LONGEST,
                initial=written,
                multiline=True,
                hint="What happened, what changed, what you make of it. Everybody reads it, with your name.",
            ),
        ],
    )


def _what(metric: Metric, start: date) -> str:
    return f"{escape(metric.name)} in {period(start, metric, start)}"


def write_button(label: str, metric: Metric, start: date) -> ButtonElement:
    """Opens the form for the sentence about a period."""
    value = pack(About(metric.key, start))
    return ButtonElement(action_id=WRITE, text=label, value=value, style="primary")


def _button(label: str, metric: Metric, start: date) -> ActionsBlock:
    return ActionsBlock(elements=[write_button(label, metric, start)])
