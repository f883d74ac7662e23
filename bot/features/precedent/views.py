"""How a past decision reads, and why it is near to what is asked."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.text import dated, escape, quote
from rituals.precedents import Nearest


def why(near: Nearest) -> str:
    """What makes it near, in mrkdwn: `same two teams; shares the input Merges; words: review, weeks`."""
    reasons = []
    if near.both:
        reasons.append("same two teams")
    elif near.shared_teams:
        reasons.append(f"also {escape(near.shared_teams[0])}")
    if near.shared_inputs:
        named = " and ".join(map(escape, near.shared_inputs))
        reasons.append(f"shares the input{'s' if len(near.shared_inputs) > 1 else ''} {named}")
    if near.words:
        reasons.append(f"{'words' if len(near.words) > 1 else 'word'}: {escape(', '.join(near.words))}")
    return "; ".join(reasons)


def precedent(near: Nearest) -> str:
    """A decision with its reasons, in mrkdwn, and why it is offered."""
    decision = near.decision
    replaced = " It superseded an earlier one." if decision.supersedes else ""
    return (
        f"*{between(near.teams)}*, {dated(near.decided_on)}: {why(near)}.{replaced}\n"
        f"{quote(decision.outcome)}\n*Why*\n{quote(decision.reasons)}"
    )


def between(teams: Sequence[str]) -> str:
    """The teams a conflict was between, escaped; one alone differed with the organisation."""
    return " and ".join(map(escape, teams)) if len(teams) > 1 else f"{escape(teams[0])} and everybody"


def found(precedents: Sequence[Nearest], asked: str) -> Message:
    """The answer to a search."""
    if not asked:
        text = f"{nsm('precedents WORDS')} finds what was decided before, by a team, an input or a subject."
        return Message(text, [words(text)])
    if not precedents:
        text = (
            f"No decision shares a word with “{escape(asked)}”. What two teams cannot settle goes to triage"
            f" with {nsm('escalate')}; what is decided there is found here."
        )
        return Message(text, [words(text)])
    head = f"Nearest to “{escape(asked)}”, of the decisions that hold:"
    parts = [precedent(near) for near in precedents]
    blocks: list[Block] = [words(head), *(block for part in parts for block in paragraphs(part))]
    note = "Found by teams, inputs and words alone. Whether one fits is for the two teams to say."
    return Message("\n\n".join([head, *parts, note]), [*blocks, aside(note)])
