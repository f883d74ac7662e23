"""What is answered about wins."""

from bot.answers.saying import answer
from bot.blocks.text import escape
from rituals.win_telling import NamedInWords, NowhereToTell, NoWords, NumbersGone
from rituals.wins import AlreadyAWin, NoSuchWin, NotNamed, NotYourWin


@answer.register
def _(_error: NowhereToTell) -> str:
    return (
        "There is no company channel yet where everybody would read it."
        " The product lead chooses it when the North Star Metric is set up."
    )


@answer.register
def _(error: NamedInWords) -> str:
    return f"{escape(error.name)} asked not to be named where everybody reads it. Tell it without the name."


@answer.register
def _(_error: NoWords) -> str:
    return "Say in words who did what: emoji and punctuation alone do not tell it."


@answer.register
def _(_error: NumbersGone) -> str:
    return "One of these two readings is not there any more. Choose another, or none."


@answer.register
def _(_error: NoSuchWin) -> str:
    return "That win has been withdrawn."


@answer.register
def _(_error: NotNamed) -> str:
    return "Your name does not stand beside that win."


@answer.register
def _(_error: NotYourWin) -> str:
    return "That win is somebody else's: its author, or the product lead, can correct or withdraw it."


@answer.register
def _(_error: AlreadyAWin) -> str:
    return "That commitment is a win already: in the list of your wins you can correct or withdraw it."
