"""How announcements and the questions they raised are kept."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.records.launch import Launch, Question
from storage.shelf import Shelf
from storage.tables.launch import launches, questions


class LaunchShelf(Shelf):
    async def put(self, launch: Launch) -> None:
        await self._put(launches, asdict(launch), key=["id"])

    async def get(self, launch_id: str) -> Launch | None:
        return await self._one(Launch, self._select(launches).where(launches.c.id == launch_id))

    async def all(self) -> Sequence[Launch]:
        """Every announcement, newest first."""
        return await self._all(Launch, self._select(launches).order_by(launches.c.launched_at.desc()))

    async def not_looked_at(self) -> Sequence[Launch]:
        """Those of which nobody has looked yet which teams asked nothing."""
        return await self._all(Launch, self._select(launches).where(launches.c.looked_at.is_(None)))


class QuestionShelf(Shelf):
    async def put(self, question: Question) -> None:
        await self._put(questions, asdict(question), key=["id"])

    async def get(self, question_id: str) -> Question | None:
        return await self._one(Question, self._select(questions).where(questions.c.id == question_id))

    async def all(self) -> Sequence[Question]:
        """Every question, oldest first."""
        return await self._all(
            Question, self._select(questions).order_by(questions.c.asked_at, questions.c.id)
        )
