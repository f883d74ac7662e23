"""What is answered about sources and files of readings."""

from bot.answers.saying import answer
from bot.blocks.commands import nsm
from bot.blocks.text import escape, some
from rituals.feeding import NothingToFeed, NotYoursToFeed
from rituals.pulling import NoSuchSource, UnderWay
from rituals.quarter import NoLongerAsked
from rituals.source_desk import OperatorsSource, SourceNameTaken, TooManySources


@answer.register
def _(_error: NothingToFeed) -> str:
    return (
        "You answer for no metric, so there is nothing to bring numbers for: the product lead does it for"
        " every metric, and a team's lead for the team's inputs."
    )


@answer.register
def _(error: NotYoursToFeed) -> str:
    named = some([f"“{escape(name)}”" for name in error.metrics], 3)
    return (
        f"Others answer for {named}: a team's lead brings the numbers of the team's own inputs, and the"
        " product lead those of all."
    )


@answer.register
def _(error: NoSuchSource) -> str:
    return f"No source is called “{escape(error.name)}” any more. {nsm('source')} lists those there are."


@answer.register
def _(error: UnderWay) -> str:
    return f"“{escape(error.name)}” is being pulled right now. {nsm('source')} tells in a minute how it went."


@answer.register
def _(error: SourceNameTaken) -> str:
    where = "in the operator's file, which wins" if error.by_operator else "among the sources"
    return f"“{escape(error.name)}” is taken: one of that name stands {where}. Choose another name."


@answer.register
def _(_error: NoLongerAsked) -> str:
    return f"That question is settled, or somebody else's. {nsm('links')} shows what moved with what."


@answer.register
def _(error: TooManySources) -> str:
    return f"{error.most} sources are added here already. Remove one, or ask whoever runs Polaris for a file."


@answer.register
def _(error: OperatorsSource) -> str:
    return (
        f"“{escape(error.name)}” stands in the operator's file, and is changed there by whoever runs Polaris."
    )
