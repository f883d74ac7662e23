"""How the questions for triage are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from storage.records.triage_questions import TriageQuestion
from storage.shelf import Shelf
from storage.tables.triage_questions import triage_questions


class TriageQuestionShelf(Shelf):
    async def add(self, question: TriageQuestion) -> bool:
        """False when it was put before."""
        return await self._added(triage_questions, asdict(question))

    async def waiting(self) -> Sequence[TriageQuestion]:
        """What is to be talked over, in the order it was put."""
        query = self._select(triage_questions).where(triage_questions.c.done_at.is_(None))
        order = triage_questions.c.put_at, triage_questions.c.id
        return await self._all(TriageQuestion, query.order_by(*order))

    async def done(self, question_id: str, now: datetime) -> bool:
        """It need not be talked over any more; False when that was so before."""
        mine = triage_questions.c.id == question_id, triage_questions.c.done_at.is_(None)
        return await self._change(triage_questions, *mine, done_at=now) > 0
