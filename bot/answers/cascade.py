"""What is answered about the cascade: which input moves what."""

from bot.answers.saying import answer
from bot.blocks.text import escape
from rituals.links import Circle, ServesNothing


@answer.register
def _(error: Circle) -> str:
    return (
        f"{escape(error.name)} is itself moved by this input: that would be a circle. Choose what comes next"
        " on the way to the North Star."
    )


@answer.register
def _(_error: ServesNothing) -> str:
    return "That input has been retired in the meantime. Choose another, or the North Star itself."
