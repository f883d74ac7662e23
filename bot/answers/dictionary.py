"""What is answered about the dictionary: which metrics there are, and what they mean."""

from bot.answers.saying import answer
from bot.blocks.commands import nsm
from bot.blocks.text import dated
from rituals.dictionary import MetricGone, OnlyProposed
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
    return "A metric is answered for by a member of this organisation: no bot, no guest, nobody who has left."
