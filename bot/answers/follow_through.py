"""What is said when a commitment cannot go on into another week."""

from bot.answers.saying import answer
from rituals.commitments import NothingToCarry


@answer.register
def _(_error: NothingToCarry) -> str:
    return "There is nothing to carry over: it is done or dropped, or goes on in another week already."
