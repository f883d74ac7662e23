"""What is answered about the dictionary: which metrics there are, and what they mean."""

from bot.answers.saying import answer
from bot.blocks.commands import nsm
from bot.blocks.text import dated
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
