"""What is answered about the cascade: which input moves what, and who is what."""

from bot.answers.saying import answer
from bot.blocks.text import escape
from rituals.links import Circle, ServesNothing
from rituals.roles import CannotTakeRole


@answer.register
def _(error: Circle) -> str:
    return (
        f"{escape(error.name)} is itself moved by this input: that would be a circle. Choose what comes next"
        " on the way to the North Star."
    )


@answer.register
def _(_error: ServesNothing) -> str:
    return "That input has been retired in the meantime. Choose another, or the North Star itself."


@answer.register
def _(_error: CannotTakeRole) -> str:
    return "A role is held by a member of this organisation: no bot, no guest, and nobody who has left."
