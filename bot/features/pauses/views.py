"""The notes before and after a shutdown."""

from bot.blocks.layout import Message, words
from bot.blocks.text import day, span
from rituals.pauses import ShutdownNote


def note(facts: ShutdownNote) -> Message:
    if facts.is_over:
        told = "Welcome back. Polaris is awake again: pulses, commitments and wins go on where they stopped."
        return Message(told, [words(told)])
    days = day(facts.first) if facts.first == facts.last else span(facts.first, facts.last)
    told = (
        f"*We are off on {days}.* Polaris keeps quiet too: no pulse, no questions, nothing to catch up on."
        " Commitments, wins and readings can be typed all the same."
    )
    return Message(told, [words(told)])
