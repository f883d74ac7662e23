"""What is answered about quiet hours, days off and shutdowns."""

from bot.answers.saying import answer
from bot.blocks.text import escape
from rituals.days_off import UnknownCountry
from rituals.pauses import BackBeforeStart, OverAlready, TooFarAhead, TooLongAway
from rituals.preferences import AwayBackwards, AwaySince


@answer.register
def _(error: UnknownCountry) -> str:
    return f"I know no holidays of “{escape(error.typed)}”. Type a code such as DE, DE-BY or US, or none."


@answer.register
def _(_error: AwaySince) -> str:
    return "From which day on are you away?"


@answer.register
def _(_error: AwayBackwards) -> str:
    return "The last day away comes before the first, or is over already."


@answer.register
def _(_error: BackBeforeStart) -> str:
    return "The last day comes before the first."


@answer.register
def _(_error: OverAlready) -> str:
    return "That is over already. Choose a day to come."


@answer.register
def _(_error: TooFarAhead) -> str:
    return "That is more than two years away. Is the year right?"


@answer.register
def _(error: TooLongAway) -> str:
    return f"A shutdown has {error.longest} days at most. Is the year right?"
