"""How decisions are kept: added, superseded, never rewritten."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, select

from storage.records.decisions import Decision, Review
from storage.shelf import Shelf
from storage.tables.decisions import decision_reviews, decisions

_later = decisions.alias("later")

# The last yes to "does it still hold?" puts the next question off.
_held = (
    select(func.max(decision_reviews.c.holds_until))
    .where(
        decision_reviews.c.workspace == decisions.c.workspace,
        decision_reviews.c.decision == decisions.c.id,
    )
    .correlate(decisions)
    .scalar_subquery()
)
_review_on = func.coalesce(_held, decisions.c.review_on)


class DecisionShelf(Shelf):
    async def add(self, decision: Decision) -> None:
        """Raises Taken when the conflict is decided already, or what it supersedes is superseded."""
        row = asdict(decision) | {
            "criteria": list(decision.criteria),
            "decided_by": list(decision.decided_by),
        }
        del row["superseded_by"]  # it is what the other one says
        await self._add(decisions, row)

    async def get(self, decision_id: str) -> Decision | None:
        return await self._one(Decision, self._whole().where(decisions.c.id == decision_id))

    async def of_conflict(self, conflict: str) -> Decision | None:
        """What holds for a conflict: the newest decision over it."""
        query = self._whole().where(decisions.c.conflict == conflict, _later.c.id.is_(None))
        return await self._one(Decision, query)

    async def all(self) -> Sequence[Decision]:
        """Every decision, superseded ones too, in the order they were made."""
        return await self._all(Decision, self._whole().order_by(decisions.c.decided_at, decisions.c.id))

    async def to_review(self, day: date) -> Sequence[Decision]:
        """Decisions that hold, whose day has come, and nobody has been asked about yet; oldest first."""
        asked = exists().where(
            decision_reviews.c.workspace == decisions.c.workspace,
            decision_reviews.c.decision == decisions.c.id,
            decision_reviews.c.due_on == _review_on,
        )
        query = self._whole().where(_later.c.id.is_(None), _review_on <= day, ~asked)
        return await self._all(Decision, query.order_by(decisions.c.decided_at, decisions.c.id))

    async def due(self, day: date) -> Sequence[Decision]:
        """Decisions that hold and whose day has come, whether anybody was asked or not; oldest first."""
        query = self._whole().where(_later.c.id.is_(None), _review_on <= day)
        return await self._all(Decision, query.order_by(decisions.c.decided_at, decisions.c.id))

    async def ask(self, review: Review) -> bool:
        """Note that somebody is asked; False when somebody was, for that day."""
        return await self._added(decision_reviews, asdict(review))

    async def answer(self, review: Review) -> bool:
        """Write the answer to a question that has none; False when it has one."""
        changed = await self._change(
            decision_reviews,
            decision_reviews.c.decision == review.decision,
            decision_reviews.c.due_on == review.due_on,
            decision_reviews.c.answered_at.is_(None),
            answered_by=review.answered_by,
            answered_at=review.answered_at,
            holds_until=review.holds_until,
        )
        return changed == 1

    def _whole(self) -> Select[Any]:
        """Decisions with both their links and the day of the next review."""
        columns = [column for column in decisions.c if column.name != "review_on"]
        next_one = and_(_later.c.workspace == decisions.c.workspace, _later.c.supersedes == decisions.c.id)
        return (
            select(*columns, _review_on.label("review_on"), _later.c.id.label("superseded_by"))
            .select_from(decisions.outerjoin(_later, next_one))
            .where(self._mine(decisions))
        )
