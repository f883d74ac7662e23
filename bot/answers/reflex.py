"""What is said to somebody who may not ask the reflex question just now."""

from bot.answers.saying import answer
from rituals.reflex import AskedEnough, AskedHereToday, OthersReadHere


@answer.register
def _(_error: AskedHereToday) -> str:
    return "This thread was asked today already. Once a day is enough to make people think."


@answer.register
def _(error: AskedEnough) -> str:
    return (
        f"You asked {error.limit} threads today; the next one tomorrow, please, or nobody reads it any more."
        " In your own words you can ask whenever you like."
    )


@answer.register
def _(_error: OthersReadHere) -> str:
    return (
        "People of other organisations read here, and the question would name your inputs to them."
        " The product lead can allow this channel."
    )
