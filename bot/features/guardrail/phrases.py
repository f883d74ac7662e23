"""How a metric stands in half a sentence, and the line of a breach."""

from bot.blocks.caveats import value_remark
from bot.blocks.commands import nsm
from bot.blocks.phrases import judged_value, usual_range
from bot.blocks.text import bold, escape
from rituals.breaches import Breach
from rituals.signals import Kind, Rule, Verdict
from storage.records.metrics import Metric

_UP = {Kind.UP, Kind.SHIFTED_UP}
_PLAIN = {Kind.STEADY, Kind.SETTLING, Kind.TOO_LITTLE}


def line(breach: Breach) -> str:
    """What got worse beside what: `*Refund rate* is above its usual range … while *Checkout speed* …`."""
    beside = f"{bold(breach.input.name)} ({escape(breach.team_name)})"
    return (
        f"{bold(breach.metric.name)} {stands(breach.verdict, breach.metric)}"
        f"{escape(value_remark(breach.caveats, breach.metric))} while"
        f" {beside} {briefly(breach.input_verdict, breach.input)}"
    )


def stands(verdict: Verdict, metric: Metric) -> str:
    """How it stands, with what it is compared with: `is above its usual range (9 %, usual is 2 to 4 %)`."""
    if verdict.kind in _PLAIN or verdict.value is None:
        return briefly(verdict, metric)
    return f"{briefly(verdict, metric)} ({against(verdict, metric)})"


def against(verdict: Verdict, metric: Metric) -> str:
    """A value and what it is compared with: `9 %, usual is 2 to 4 %`."""
    if verdict.value is None or verdict.usual is None:
        return briefly(verdict, metric)
    return f"{escape(judged_value(verdict, metric))}, usual is {escape(usual_range(verdict, metric))}"


def briefly(verdict: Verdict, metric: Metric) -> str:
    """How it stands in a few words: `is steady at 27`."""
    if verdict.value is None:
        return "has no number yet"
    if verdict.is_signal:
        return _signal(verdict, metric)
    value = escape(judged_value(verdict, metric))
    return {
        Kind.STEADY: f"is steady at {value}",
        Kind.SETTLING: f"is at {value}, where a new level settles",
        Kind.STILL_UP: "is still above its former level",
        Kind.STILL_DOWN: "is still below its former level",
    }.get(verdict.kind, f"is at {value}, too early to call")


def _signal(verdict: Verdict, metric: Metric) -> str:
    up = verdict.kind in _UP
    match verdict.rule:
        case Rule.EIGHT_IN_A_ROW:
            return f"is at a {'higher' if up else 'lower'} level for eight {metric.cadence}s now"
        case Rule.THREE_OF_FOUR:
            return f"is {'higher' if up else 'lower'} than usual lately"
        case _:
            return f"is {'above' if up else 'below'} its usual range"


def on_monday(breaches: tuple[Breach, ...]) -> str:
    """The lines of the Monday update; "" without a breach."""
    if not breaches:
        return ""
    lines = [f"*Guardrail:* {line(each)}. What changed?" for each in breaches]
    hint = f"_Where two teams pull at one thing, {nsm('escalate')} brings it to triage._"
    return "\n".join([*lines, hint])
