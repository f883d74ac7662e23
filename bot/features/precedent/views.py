"""How past decisions read that were searched for."""

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.text import dated, escape, quote
from bot.features.decision.views import anew_button
from bot.features.precedent.words import between, why
from rituals.precedents import Found, Nearest


def precedent(near: Nearest) -> str:
    """A decision with its reasons, in mrkdwn, and why it is offered, should it have been looked for."""
    decision = near.decision
    shared = f": {reason}" if (reason := why(near)) else ""
    replaced = " It superseded an earlier one." if decision.supersedes else ""
    return (
        f"*{between(near.teams)}*, {dated(near.decided_on)}{shared}.{replaced}\n"
        f"{quote(decision.outcome)}\n*Why*\n{quote(decision.reasons)}"
    )


def found(result: Found, asked: str) -> Message:
    """The answer to a search, or the latest; whoever decides can decide anew from here."""
    usage = f"{nsm('precedents WORDS')} finds what was decided before, by a team, an input or a subject."
    if not asked and not result.near:
        text = f"Nothing is decided here yet. {usage}"
        return Message(text, [words(text)])
    if not result.near:
        text = (
            f"No decision shares a word with “{escape(asked)}”. What two teams cannot settle goes to triage"
            f" with {nsm('escalate')}; what is decided there is found here."
        )
        return Message(text, [words(text)])
    if asked:
        head = f"Nearest to “{escape(asked)}”, of the decisions that hold:"
        note = "Found by teams, inputs and words alone. Whether one fits is for the two teams to say."
    else:
        head, note = "The latest decisions that hold, newest first:", usage
    parts = [precedent(near) for near in result.near]
    blocks: list[Block] = [words(head)]
    for near, part in zip(result.near, parts, strict=True):
        blocks += paragraphs(part)
        if result.may_change:
            blocks.append(ActionsBlock(elements=[anew_button(near.decision.id, near.decision.outcome)]))
    return Message("\n\n".join([head, *parts, note]), [*blocks, aside(note)])
