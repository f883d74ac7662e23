"""What is said when somebody may not enter the dashboard, or asks a board for what it cannot be."""

from bot.answers.saying import answer
from bot.blocks.commands import nsm
from bot.blocks.text import escape, line, mention
from rituals.dashboard import DashboardOff, NoAddress, NotForGuests
from rituals.dashboard_boards import (
    NoDecision,
    NoSuchBoard,
    NotABoardMaker,
    NotAQuestion,
    OddMetrics,
    QuestionTaken,
    TooManyBoards,
    UnknownMetrics,
)


@answer.register
def _(error: DashboardOff) -> str:
    who = mention(error.product_lead) if error.product_lead else "the product lead"
    return f"The dashboard is off. {who} can switch it on with {nsm('dashboard')}."


@answer.register
def _(_error: NoAddress) -> str:
    return (
        "Polaris does not know under which address browsers reach it. Whoever runs it sets `POLARIS_URL`, as"
        " in `https://polaris.example.com`, and starts it again."
    )


@answer.register
def _(_error: NotForGuests) -> str:
    return f"The dashboard is for members. {nsm('show')} tells you the number, {nsm('tree')} what moves it."


@answer.register
def _(_error: NotAQuestion) -> str:
    return (
        "A board answers one question, so its title ends with a question mark, as in: Are onboarding prompts"
        " speeding activation?"
    )


@answer.register
def _(_error: NoDecision) -> str:
    return "Say in a few words what will be decided by it, as in: whether we keep the prompts in March."


@answer.register
def _(error: QuestionTaken) -> str:
    return (
        f"There is a board that asks “{escape(error.question)}” already: change that one, or ask otherwise."
    )


@answer.register
def _(error: OddMetrics) -> str:
    return f"Choose between one and {error.most} metrics."


@answer.register
def _(error: UnknownMetrics) -> str:
    names = ", ".join(f"“{line(name, 60)}”" for name in error.names[:3])
    return f"No metric goes by {names}. {nsm('metric')} finds them by name."


@answer.register
def _(error: TooManyBoards) -> str:
    return f"There are {error.most} boards, and nobody reads more. Retire one that is decided first."


@answer.register
def _(error: NotABoardMaker) -> str:
    lead = f", {mention(error.product_lead)}," if error.product_lead else ""
    return (
        f"Boards are made by the product lead{lead} and by those who lead a team; each changes their own."
        " Tell one of them which question you would like to see answered."
    )


@answer.register
def _(_error: NoSuchBoard) -> str:
    return f"That board is gone meanwhile. {nsm('dashboard')} shows those there are."
