"""What somebody typed and nothing was made of, on its way back to them until Slack takes it."""

from dataclasses import dataclass
from typing import ClassVar

from rituals.clock import Clock
from rituals.ids import Ids
from rituals.letters import Letter, post
from storage.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Returned:
    """`text` is what they are told, their own words included, escaped."""

    kind: ClassVar[str] = "returned"

    text: str


class Returning:
    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger, self._clock, self._ids = ledger, clock, ids

    async def keep(self, user: str, text: str) -> None:
        """Have it delivered like any letter: twice is better than never."""
        async with self._ledger.open() as books:
            letter = Letter(f"returned:{user}:{self._ids()}", user, Returned(text), resend=True)
            await post(books, letter, self._clock.now())
