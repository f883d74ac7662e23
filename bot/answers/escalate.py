"""What is answered about conflicts between teams."""

from bot.answers.saying import answer, members_alone
from bot.blocks.commands import nsm
from bot.blocks.text import clock_time, mention
from rituals.conflicts import (
    CannotSponsor,
    ForTheLeads,
    InNoTeam,
    NoProductLead,
    NoSuchConflict,
    NoSuchPrecedent,
    NoTeamBeside,
    NotOpenAnyMore,
    NotTheRaiser,
    SameTeam,
    WaitForTheOther,
)
from storage.records.conflicts import ConflictState

_STANDS = {
    ConflictState.ASKING: "It is with both leads again.",
    ConflictState.UP: "It is with triage already.",
    ConflictState.SETTLED: "It is settled already.",
    ConflictState.DECIDED: "It is decided already; a new decision supersedes it.",
    ConflictState.WITHDRAWN: "It was taken back in the meantime.",
}


@answer.register
def _(_error: NoProductLead) -> str:
    return (
        "There is no product lead at the moment who could help to settle it."
        f" Whoever sets the North Star up with {nsm('setup')} becomes that."
    )


@answer.register
def _(_error: NoTeamBeside) -> str:
    return (
        "This is for what two teams cannot settle, and there is no other team yet."
        f" The product lead adds teams with {nsm('team')}."
    )


@answer.register
def _(_error: InNoTeam) -> str:
    return (
        "This is for the people of a team, and none counts you yet."
        " Join a team's channel, or ask its lead to add you."
    )


@answer.register
def _(_error: SameTeam) -> str:
    return "That is the team you speak for. Choose the other one."


@answer.register
def _(_error: CannotSponsor) -> str:
    return members_alone("A sponsor is a member of this organisation")


@answer.register
def _(_error: NoSuchConflict) -> str:
    return "That conflict is not there any more."


@answer.register
def _(_error: NoSuchPrecedent) -> str:
    return f"That decision does not hold any more: another one superseded it. {nsm('precedents')} finds it."


@answer.register
def _(error: ForTheLeads) -> str:
    if not error.leads:
        return "That is for the leads of the two teams, and neither has one at the moment."
    leads = " and ".join(mention(lead) for lead in error.leads)
    return f"That is for {leads}, who lead the two sides. What you know helps them: write it in the thread."


@answer.register
def _(error: NotTheRaiser) -> str:
    return f"{mention(error.raised_by)} brought it up, and is the one who can take it back."


@answer.register
def _(error: NotOpenAnyMore) -> str:
    return f"{_STANDS[error.state]} Nothing was changed."


@answer.register
def _(error: WaitForTheOther) -> str:
    return (
        f"The other lead has until {clock_time(error.until, error.zone)} to answer; from then on you can"
        " bring it up alone. A word in the thread is often quicker."
    )
