"""How an output metric is told: its month in one line, and how it stands."""

from collections.abc import Sequence

from bot.blocks.caveats import note, value_note
from bot.blocks.phrases import amounts, say
from bot.blocks.text import bold, escape
from bot.features.pulse.figures import judged
from rituals.month_line import MonthLine
from rituals.outputs import OutputScore
from rituals.signals import Kind
from storage.records.metrics import Cadence


def on_monday(lines: Sequence[MonthLine]) -> str:
    """A line for each; "" on a Monday on which there is nothing to tell."""
    if not lines:
        return ""
    head = "*Outputs, month by month* · they follow the North Star"
    return "\n".join([head, *(f"• {month(each)}" for each in lines)])


def month(line: MonthLine) -> str:
    """The direction first: `*Churn* rose in February, to *2.6 %* from 2.1 %: routine variation.`."""
    metric, name = line.metric, bold(line.metric.name)
    if line.value is None:
        return f"{name}: no number for {line.month:%B} yet."
    both = [line.value, *([line.before] if line.before is not None else [])]
    now, *before = (escape(each) for each in amounts(both, metric))
    value = f"*{now}*{_each(line)}"
    if line.before is None:
        told = f"{name} was at {value} in {line.month:%B}"
    elif line.before == line.value:
        told = f"{name} stayed at {value} in {line.month:%B}"
    else:
        moved = "rose" if line.value > line.before else "fell"
        told = f"{name} {moved} in {line.month:%B}, to {value} from {before[0]}"
    return f"{told}{_judged(line)}.{escape(value_note(line.caveats, metric))}"


def standing(each: OutputScore) -> str:
    """How an output stands, for below its name: most verdicts say the name themselves."""
    return escape(say(each.score.verdict, each.metric).verdict + note(each.score))


def _each(line: MonthLine) -> str:
    cadence = line.metric.cadence
    return "" if cadence is Cadence.MONTH else f" a {cadence} on average"


def _judged(line: MonthLine) -> str:
    """Whether it is a signal; of a week or a day, that of the last one."""
    if line.verdict.kind is Kind.MISSING:
        return ""
    said = escape(judged(line.verdict, line.metric))
    if line.metric.cadence is Cadence.MONTH:
        return f": {said}"
    return f"; the last {line.metric.cadence} by itself: {said}"
