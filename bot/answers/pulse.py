"""What is said about a team's standup pulse: its hours, its questions, its silence."""

from bot.answers.saying import answer
from bot.blocks.commands import nsm
from bot.blocks.limits import shorten
from bot.blocks.text import day, escape, named_day
from rituals.pulse_changes import NoPulse, PauseOutOfRange, PulseIsOver
from rituals.pulse_hours import HourMissing, QuestionTooLong, TooManyQuestions


@answer.register
def _(_error: HourMissing) -> str:
    return "At what time does it start? I join it then."


@answer.register
def _(error: QuestionTooLong) -> str:
    return (
        f"“{escape(shorten(error.question, 40))}” has {len(error.question)} characters;"
        f" {error.longest} can be read aloud in a breath."
    )


@answer.register
def _(error: TooManyQuestions) -> str:
    return f"They take turns, one a pulse: {error.most} are enough to begin with."


@answer.register
def _(error: PauseOutOfRange) -> str:
    return f"Choose a day from {day(error.first)} to {day(error.last)}."


@answer.register
def _(error: NoPulse) -> str:
    return (
        f"{escape(error.team) or 'That team'} has no standup pulse now."
        f" Its lead says which ritual it should join: {nsm('team')}."
    )


@answer.register
def _(error: PulseIsOver) -> str:
    return (
        f"That is the pulse of {named_day(error.day)}, and it stays as it is. The menu of the newest one"
        f" skips a day to come, and so does the one in {nsm('team')}."
    )
