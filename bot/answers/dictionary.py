"""What is answered about the dictionary: which metrics there are, and what they mean."""

from bot.answers.saying import answer, members_alone
from bot.blocks.commands import nsm
from bot.blocks.text import dated, line
from rituals.dictionary import MetricGone, OnlyProposed
from rituals.kpi_filing import KpiRefused, TeamMissing
from rituals.kpis import MOST, NAME, UNIT, Fault, FaultyKpis, NoKpis, TooManyKpis, TooMuchAtOnce
from rituals.redefining import CannotOwn
from rituals.versions import ChangedMeanwhile, EffectiveWhen


@answer.register
def _(error: EffectiveWhen) -> str:
    latest = f"{dated(error.latest)}, the first day of the coming period, at the latest"
    if error.earliest is None:
        return f"Choose {latest}: a plan for later is agreed to when its time has come."
    return f"Choose a day from {dated(error.earliest)}, when it last changed, on; {latest}."


@answer.register
def _(_error: ChangedMeanwhile) -> str:
    return f"Somebody else changed this metric at the same moment. {nsm('metric')} shows how it stands now."


@answer.register
def _(_error: MetricGone) -> str:
    return f"That metric is not there any more. {nsm('metric')} shows those there are."


@answer.register
def _(_error: OnlyProposed) -> str:
    return f"Nobody has agreed to that input yet: its proposal is changed with {nsm('input')}."


@answer.register
def _(_error: CannotOwn) -> str:
    return members_alone("A metric is answered for by a member of this organisation")


_FAULTS = {
    Fault.NAMELESS: "“{}” names nothing that is counted",
    Fault.LONG_NAME: f"the name in “{{}}” is longer than {NAME} characters",
    Fault.LONG_UNIT: f"the unit in “{{}}” is longer than {UNIT} characters",
    Fault.WAY: "“{}” should end in up or down, for which way is better",
    Fault.TWICE: "“{}” is in the list already",
    Fault.KNOWN: "there is a metric called “{}” already, perhaps a retired one",
}
_TOLD = 4


@answer.register
def _(_error: NoKpis) -> str:
    return "Paste one KPI to a line; a name is enough."


@answer.register
def _(error: TooManyKpis) -> str:
    return (
        f"{error.number} lines are more than one window holds: {MOST} at a time. Take over these first, then"
        " open it again for the rest."
    )


@answer.register
def _(_error: TooMuchAtOnce) -> str:
    return "That is more text than one window carries on. Take over half of the lines first, then the rest."


@answer.register
def _(error: FaultyKpis) -> str:
    told = [
        f"line {number}: {_FAULTS[fault].format(line(text, 60))}"
        for number, fault, text in error.faults[:_TOLD]
    ]
    more = len(error.faults) - len(told)
    said = "; ".join([*told, *([f"and {more} more"] if more else [])])
    return f"{said[:1].upper()}{said[1:]}."


@answer.register
def _(_error: TeamMissing) -> str:
    return "An input is proposed to a team: choose one."


@answer.register
def _(error: KpiRefused) -> str:
    return answer(error.because)
