"""What is answered about the cascade: which input moves what, and who is what."""

from bot.answers.saying import answer, members_alone
from bot.blocks.commands import nsm
from bot.blocks.text import escape, mention
from rituals.launch import NotTheOwner, NowhereToLaunch, QuestionGone
from rituals.levers import LeadsNoTeam, NoCandidates, TooManyCandidates
from rituals.links import Circle, ServesNothing
from rituals.narrative import NoSuchAudience, NotAnotherFunction, NotAskedOfYou
from rituals.roles import CannotTakeRole
from rituals.topics import TooManyChannels
from rituals.unconnected import ReasonMissing, RevisitWhen, WorkGone


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
    return members_alone("A role is held by a member of this organisation")


@answer.register
def _(_error: LeadsNoTeam) -> str:
    return (
        "A team's levers are named by its own lead, and you lead no team."
        f" To suggest one all the same, propose an input: {nsm('input')}."
    )


@answer.register
def _(_error: NoCandidates) -> str:
    return "Name one lever at least: a number that changes when your team does its work well."


@answer.register
def _(error: TooManyCandidates) -> str:
    return f"{error.number} are a list, not a choice. Which twelve would you talk about first?"


@answer.register
def _(_error: ReasonMissing) -> str:
    return "A word about why: whoever reads it in the quarterly review was not here today."


@answer.register
def _(_error: RevisitWhen) -> str:
    return "Choose a day from tomorrow on, within a year."


@answer.register
def _(_error: WorkGone) -> str:
    return f"That has been settled in the meantime. {nsm('tree')} shows how it stands."


@answer.register
def _(error: TooManyChannels) -> str:
    return f"{error.limit} channels at most: Slack lets me change only a few topics a minute."


@answer.register
def _(_error: NoSuchAudience) -> str:
    return "There is no such audience. Choose one of the list."


@answer.register
def _(_error: NotAnotherFunction) -> str:
    return "Choose a member who shares no team with you: whoever does knows the story already."


@answer.register
def _(_error: NotAskedOfYou) -> str:
    return "That has been settled in the meantime, or was asked of somebody else. Thank you all the same."


@answer.register
def _(_error: NowhereToLaunch) -> str:
    return f"There is no company channel yet where everybody would read it. {nsm('setup')} chooses one."


@answer.register
def _(_error: QuestionGone) -> str:
    return f"That question has its answer already. {nsm('questions')} shows it."


@answer.register
def _(error: NotTheOwner) -> str:
    return f"{mention(error.owner)} owns the answer to that one. You can say what you know in the thread."
