"""How an owner is asked: for a late reading, for a sentence, for what they know about a number."""

from collections.abc import Mapping
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, ButtonElement
from slack_sdk.models.views import View

from bot.blocks.caveats import notes
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.phrases import period, say
from bot.blocks.text import bold, day, escape, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.sentence.about import About, Memory
from bot.features.sentence.views import write_button
from rituals.sentence import LONGEST
from rituals.unusual import Unusual, UnusualTold
from rituals.upkeep import ReadingLate, SentenceOld
from storage.records.metrics import Metric

EXPLAIN = "upkeep.explain"
SUBMIT = "upkeep.explained"


def late(facts: ReadingLate) -> Message:
    metric, cadence = facts.metric, facts.metric.cadence
    newest = period(facts.newest, metric, facts.period)
    missing = f"last {cadence}'s has" if facts.periods == 1 else f"{facts.periods} {cadence}s since then have"
    told = f"The newest reading of {bold(metric.name)} is for {newest}; {missing} not come yet."
    rest = (
        f"{nsm('log')} writes it down; {nsm('source')} shows where it should come from by itself. If nobody"
        " looks at this number any more, it may go."
    )
    return Message(f"{told}\n{rest}", [words(told), aside(rest)])


def sentence(facts: SentenceOld) -> Message:
    metric = facts.metric
    since = f"The last sentence is from {day(facts.written_on)}" if facts.written_on else "There is none yet"
    told = (
        f"What would you say about {escape(metric.name)} in {period(facts.period, metric, facts.period)}?"
        f" {since}; a number without one leaves people to guess."
    )
    button = ActionsBlock(elements=[write_button("Write it", metric, facts.period)])
    return Message(told, [words(told), button])


def unusual(facts: Unusual) -> Message:
    metric = facts.metric
    told = f"{say(facts.verdict, metric).verdict}{notes(facts)}"
    question = f"{bold(told)}\nWhat do you know about it?"
    if facts.is_star:
        button = write_button("Write a sentence", metric, facts.period)
        where = "Your words become the sentence about it, for everybody to read."
    else:
        button = _explain("Say what you know", metric, facts.period)
        where = "Your words stand beside the reading. Nothing is wrong with not knowing."
    rest = f"{where} Should the number be wrong, {nsm('log')} corrects it. Only you are asked."
    return Message(f"{question}\n{rest}", [words(question), ActionsBlock(elements=[button]), aside(rest)])


def told(facts: UnusualTold) -> Message:
    what = f"{escape(facts.metric.name)}, {period(facts.period, facts.metric, facts.period)}"
    text = f"Thank you. Kept for {what}:\n{quote(facts.text)}"
    return Message(text, [words(text)])


def form(about: About, metric: Metric, draft: Mapping[str, str], said: str) -> View:
    return View(
        type="modal",
        callback_id=SUBMIT,
        title="What do you know?",
        submit="Keep",
        close="Cancel",
        private_metadata=pack(Memory(about, about.about)),
        blocks=[
            *kept_note(draft),
            field(
                "text",
                "What should readers of this number know?",
                draft,
                LONGEST,
                initial=said,
                multiline=True,
                hint=f"It stands beside {metric.name[:80]}, {period(about.period, metric)}.",
            ),
        ],
    )


def _explain(label: str, metric: Metric, start: date) -> ButtonElement:
    value = pack(About(metric.key, start))
    return ButtonElement(action_id=EXPLAIN, text=label, value=value, style="primary")
