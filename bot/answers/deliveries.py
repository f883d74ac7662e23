"""What is answered about messages that did not arrive."""

from bot.answers.saying import answer
from rituals.undelivered import AlreadyDecided


@answer.register
def _(_error: AlreadyDecided) -> str:
    return "That message is not waiting for this any more: somebody decided, or it has arrived meanwhile."
