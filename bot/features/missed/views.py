"""What the product lead reads of rituals that found nobody awake."""

from bot.blocks.layout import Message, words
from bot.blocks.text import clock_time, escape
from bot.features.home.views import RITUALS
from rituals.missed import Missed, MissedOne

NAMES = {
    **RITUALS,
    "sentence": "Question for Monday's sentence",
    "upkeep": "Questions about numbers to their owners",
    "halfway": "Question halfway through a pledge",
    "digest-draft": "Draft of the wins digest",
}

_MOST = 20


def note(facts: Missed) -> Message:
    """Which, and when each was due; nothing is posted late."""
    told = (
        "*I was not awake when these were due.* They would come too late now, so I have left them out;"
        " the next ones come at their hours."
    )
    lines = [_line(one, facts.zone) for one in facts.rituals[:_MOST]]
    if len(facts.rituals) > _MOST:
        lines.append(f"… and {len(facts.rituals) - _MOST} more")
    listed = "\n".join(lines)
    return Message(f"{told}\n{listed}", [words(told), words(listed)])


def _line(one: MissedOne, zone: str) -> str:
    whose = f" of {escape(one.team)}" if one.team else ""
    return f"• {NAMES.get(one.ritual, one.ritual)}{whose}: {clock_time(one.due_at, zone)}"
