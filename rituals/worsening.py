"""Whether a metric got worse by its own signals, and since when; what guardrails and outputs share.

A number that comes late is not waited for in silence: while the last full period has no reading yet, the one
before it is looked at.
"""

from datetime import date

from rituals import scoreboard
from rituals.scoreboard import Score
from rituals.signals import Kind
from storage.ledger import Books
from storage.records.metrics import Direction, Metric

_LONGEST = 104
"""Periods that are looked back on one by one."""


async def latest(books: Books, metric: Metric, day: date) -> Score:
    """How a metric stands by its last full period or, while that has no reading, by the one before."""
    return await with_a_reading(books, await scoreboard.score(books, metric, day))


async def with_a_reading(books: Books, score: Score) -> Score:
    """The same where the score by the last full period is known."""
    if score.verdict.kind is not Kind.MISSING:
        return score
    return await scoreboard.score(books, score.metric, score.verdict.period)


def is_worse(score: Score) -> bool:
    """Whether it has a signal that nobody is glad of, or stands at a worse level that nobody has accepted."""
    verdict = score.verdict
    still = Kind.STILL_DOWN if score.metric.direction is Direction.UP else Kind.STILL_UP
    return verdict.kind is still or (verdict.is_signal and verdict.good is False)


async def since(books: Books, score: Score) -> date:
    """The first of the periods, one after the other, in which it was worse.

    Of a level that has been worse for more than `_LONGEST` periods it is where that level begins.
    """
    first = score.verdict.period
    for _ in range(_LONGEST):
        before = await scoreboard.score(books, score.metric, first)
        if not is_worse(before):
            return first
        first = before.verdict.period
    return score.verdict.since or first
