"""What is said when a decision is not for somebody, or not any more."""

from bot.answers.saying import answer, members_alone
from bot.blocks.commands import nsm
from bot.blocks.text import mention, quote
from rituals.deciding import CannotDecide, DecidedAlready, NoSuchDecision, ReviewInThePast
from rituals.meeting import MeetingOver, NowhereToMeet
from rituals.reviewing import AnsweredAlready
from rituals.rights import NotADecider


@answer.register
def _(error: NotADecider) -> str:
    named = [
        f"{mention(user)}, the {role}"
        for user, role in ((error.product_lead, "product lead"), (error.sponsor, "sponsor"))
        if user
    ]
    if not named:
        return f"There is no product lead yet who could decide. {nsm('setup')} makes somebody that."
    return f"Decisions of triage are for {' or '.join(named)}. Talk it over with them in the thread."


@answer.register
def _(_error: NoSuchDecision) -> str:
    return f"That decision is not there. {nsm('precedents')} finds those there are."


@answer.register
def _(error: DecidedAlready) -> str:
    return f"Somebody was quicker; this was decided in the meantime:\n{quote(error.outcome)}"


@answer.register
def _(_error: ReviewInThePast) -> str:
    return "Choose a day from tomorrow on."


@answer.register
def _(_error: CannotDecide) -> str:
    return members_alone("Members of this organisation decide")


@answer.register
def _(_error: AnsweredAlready) -> str:
    return "That is settled in the meantime."


@answer.register
def _(_error: NowhereToMeet) -> str:
    return f"There is no triage channel yet. Name one first: {nsm('escalate channel')}."


@answer.register
def _(_error: MeetingOver) -> str:
    return "That meeting is over, or was called off before."
