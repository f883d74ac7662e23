"""Questions that triage talks over beside its cases: nothing is decided, and against nobody."""

from collections.abc import Sequence
from datetime import datetime

from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.rights import require
from storage.ledger import Books, Ledger
from storage.records.people import Person
from storage.records.triage_questions import TriageQuestion

MOST = 3
"""Questions in one meeting; the others wait for the next."""


async def put(books: Books, who: Person, about: str, text: str, now: datetime) -> bool:
    """Put a question to the next triage; however often, once. False while triage has no place to meet."""
    workspace = await books.workspaces.get()
    await books.triage_questions.add(TriageQuestion(about, text, who.user, now))
    return workspace is not None and workspace.triage_channel is not None


async def next_ones(books: Books) -> Sequence[TriageQuestion]:
    """What the next meeting talks over, longest waiting first."""
    return (await books.triage_questions.waiting())[:MOST]


class TriageQuestions:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def take_off(self, who: Person, about: str) -> None:
        """It need not be talked over. Raises NotADecider."""
        async with self._ledger.open() as books:
            require(Action.DECIDE, who, await books.workspaces.get())
            await books.triage_questions.done(about, self._clock.now())
