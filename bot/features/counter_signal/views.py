"""How a counter-signal is told: as a question, on Monday and to the product lead."""

from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.blocks.caveats import value_remark
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, words
from bot.blocks.phrases import in_a_sentence, period
from bot.blocks.text import escape
from bot.blocks.values import pack
from bot.features.guardrail.phrases import against
from rituals.counter_signal import CounterSignal, CounterSignalAnswered, CounterSignalAsk
from rituals.signals import Kind, Verdict
from storage.records.metrics import Cadence, Metric

PUT = "counter_signal.put"
LEAVE = "counter_signal.leave"

_MOVED = {
    Kind.UP: "rose",
    Kind.SHIFTED_UP: "rose",
    Kind.STILL_UP: "stayed higher",
    Kind.STILL_DOWN: "stayed lower",
}


@dataclass(frozen=True, slots=True)
class About:
    """Which question a button answers."""

    about: str


def question(signal: CounterSignal) -> str:
    """What is asked, in plain words: `Active teams rose … while churn rose too …`."""
    star, output = signal.star, signal.output
    rose, fell = _moved(signal.star_verdict), _moved(signal.output_verdict)
    too = " too" if rose == fell else ""
    return (
        f"{star.name} {rose} {_when(signal.star_verdict, star)} while {in_a_sentence(output.name)}"
        f" {fell}{too} {_when(signal.output_verdict, output)}. Is it the same customers?"
    )


def on_monday(signals: tuple[CounterSignal, ...]) -> str:
    """The questions of the Monday update; "" when nothing speaks against the North Star."""
    return "\n".join(f"*A question:* {escape(question(each))}\n_{_behind(each)}_" for each in signals)


def ask(facts: CounterSignalAsk) -> Message:
    """Asks the product lead whether triage should talk it over."""
    text = (
        f"*A question for you.* {escape(question(facts.signal))}\n_{_behind(facts.signal)}_\n"
        "Both can be true of different customers. Triage could look at it for a few minutes: nothing is"
        " decided over it, and nobody is asked to answer for it."
    )
    press = [
        ButtonElement(action_id=action, text=label, value=pack(About(facts.about)))
        for action, label in ((PUT, "Put it on triage's agenda"), (LEAVE, "Not for triage"))
    ]
    return Message(text, [words(text), ActionsBlock(elements=press)])


def answered(facts: CounterSignalAnswered) -> Message:
    what = "You left it there."
    if facts.goes_to_triage:
        what = f"The next triage talks it over; {nsm('triage')} shows it."
        if not facts.has_place:
            what += f" Triage has no channel yet: {nsm('escalate channel')} names one."
    text = f"{escape(question(facts.signal))}\n_{_behind(facts.signal)}_\n{what}"
    return Message(text, [words(text)])


def _behind(signal: CounterSignal) -> str:
    """Both numbers with what they are compared with."""
    remark = escape(value_remark(signal.caveats, signal.output))
    risen = escape(value_remark(signal.star_caveats, signal.star))
    return (
        f"{escape(signal.star.name)}: {against(signal.star_verdict, signal.star)}{risen} ·"
        f" {escape(signal.output.name)}: {against(signal.output_verdict, signal.output)}{remark}"
    )


def _moved(verdict: Verdict) -> str:
    return _MOVED.get(verdict.kind, "fell")


def _when(verdict: Verdict, metric: Metric) -> str:
    return (
        f"{'on' if metric.cadence is Cadence.DAY else 'in'} {period(verdict.period, metric, verdict.period)}"
    )
