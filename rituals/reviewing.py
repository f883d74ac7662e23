"""Does it still hold? Asked of the product lead on the review date of each decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from rituals import decided, prompts
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.decided import DecisionTold, Other
from rituals.errors import RitualError
from rituals.letters import Letter
from rituals.rights import require
from rituals.versions import today
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.decisions import Decision, Review
from storage.records.people import Person

NEXT_REVIEW = timedelta(weeks=13)
"""How long a yes holds: a quarter."""


@dataclass(eq=False)
class AnsweredAlready(RitualError):
    """The question is settled: with another answer, or by another decision."""


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """Asks whether a decision still holds, on the day it was to be looked at again."""

    kind: ClassVar[str] = "decision.review"

    decision: DecisionTold
    due_on: date


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was answered: it holds until another day, or another decision has taken its place."""

    kind: ClassVar[str] = "decision.reviewed"

    decision: DecisionTold
    by: str
    holds_until: date | None = None
    after: Other | None = None


class Reviews:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def still_holds(self, who: Person, decision_id: str, due_on: date) -> date:
        """Say yes; gives the day of the next question. Raises NotADecider or AnsweredAlready."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.DECIDE, who, await books.workspaces.get())
            day = await today(books, now)
            decision = await books.decisions.get(decision_id)
            if decision is None or decision.superseded_by is not None:
                raise AnsweredAlready
            if decision.review_on != due_on or due_on > day:
                raise AnsweredAlready
            until = day + NEXT_REVIEW
            await books.decisions.ask(Review(decision_id, due_on, now))  # or it was asked before
            if not await books.decisions.answer(Review(decision_id, due_on, now, who.user, now, until)):
                raise AnsweredAlready
            told = await decided.told(books, decision)
            await prompts.answered(books, _key(decision_id, due_on), now, Reviewed(told, who.user, until))
            return until


async def ask(books: Books, now: datetime) -> None:
    """Ask the product lead about the decisions whose day has come. To be done on every tick."""
    workspace = await books.workspaces.get()
    if workspace is None or workspace.product_lead is None:
        return
    for decision in await books.decisions.to_review(local_day(now, workspace.time_zone)):
        due_on = decision.review_on
        await books.decisions.ask(Review(decision.id, due_on, now))
        asked = ReviewAsked(await decided.told(books, decision), due_on)
        letter = Letter(_key(decision.id, due_on), workspace.product_lead, asked, resend=True)
        await prompts.ask(books, letter, now, joined=True)


async def waiting(books: Books, now: datetime, most: int) -> Sequence[ReviewAsked]:
    """The first of what is to be looked at again: whoever leads the product now may not be who was asked."""
    due = list(await books.decisions.due(await today(books, now)))[:most]
    return [ReviewAsked(await decided.told(books, each), each.review_on) for each in due]


async def settle(books: Books, before: Decision, after: DecisionTold, who: Person, now: datetime) -> None:
    """Another decision has taken the place of one: nobody need say any more whether that one holds."""
    later = Other(after.outcome, after.decided_on)
    answer = Reviewed(await decided.told(books, before), who.user, after=later)
    await prompts.answered(books, _key(before.id, before.review_on), now, answer)


def _key(decision_id: str, due_on: date) -> str:
    return f"decision:{decision_id}:review:{due_on.isoformat()}"
