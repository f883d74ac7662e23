"""What is kept for a while only: once a day, what has had its time goes.

Keys stay. That something was sent or asked is what keeps it from being sent or asked twice; of what it said
nobody has any use after a while.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from rituals.clock import Clock
from storage.ledger import Ledger


@dataclass(frozen=True, slots=True)
class LongAgo:
    """Stands in the place of a question whose words are kept no longer."""

    kind: ClassVar[str] = "long_ago"


@dataclass(frozen=True, slots=True)
class Terms:
    """How many days each thing is kept."""

    messages: int
    questions: int
    drafts: int
    audit: int


class Retention:
    def __init__(self, ledger: Ledger, clock: Clock, terms: Terms) -> None:
        self._ledger, self._clock, self._terms = ledger, clock, terms

    async def keep(self) -> None:
        """Let go of what has had its time."""
        now, terms = self._clock.now(), self._terms
        async with self._ledger.open() as books:
            ageing = books.ageing
            done = await ageing.empty_messages(now - timedelta(days=terms.messages))
            done += await ageing.empty_questions(now - timedelta(days=terms.questions), LongAgo.kind)
            done += await ageing.drop_drafts(now - timedelta(days=terms.drafts))
            done += await ageing.drop_audit(now - timedelta(days=terms.audit))
        if done:
            await self._ledger.settle()
