"""Whether a metric has a signal in its bad direction, and since when; what guardrails and outputs share.

A number that comes late is not waited for in silence: while the last full period has no reading yet, the one
before it is looked at.
"""

from datetime import date

from rituals import scoreboard
from rituals.scoreboard import Score
from rituals.signals import WINDOW, Kind
from storage.ledger import Books
from storage.records.metrics import Metric


async def latest(books: Books, metric: Metric, day: date) -> Score:
    """How a metric stands by its last full period or, while that has no reading, by the one before."""
    score = await scoreboard.score(books, metric, day)
    if score.verdict.kind is not Kind.MISSING:
        return score
    return await scoreboard.score(books, metric, score.verdict.period)


def is_worse(score: Score) -> bool:
    """Whether what is said of it is a signal that nobody is glad of."""
    return score.verdict.is_signal and score.verdict.good is False


async def since(books: Books, score: Score) -> date:
    """The first of the periods, one after the other, in which it was worse; at most `WINDOW` of them."""
    first = score.verdict.period
    for _ in range(WINDOW):
        before = await scoreboard.score(books, score.metric, first)
        if not is_worse(before):
            break
        first = before.verdict.period
    return first
