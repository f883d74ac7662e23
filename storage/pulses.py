"""How teams' wishes for their pulse, and the reflex questions, are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select

from storage.records.pulses import AskedQuestion, PulsePlan
from storage.shelf import Shelf
from storage.tables.pulses import asked_questions, pulse_plans


class PulseShelf(Shelf):
    async def put(self, plan: PulsePlan) -> None:
        await self._put(pulse_plans, asdict(plan) | {"questions": list(plan.questions)}, key=["team"])

    async def get(self, team: str) -> PulsePlan | None:
        return await self._one(PulsePlan, self._select(pulse_plans).where(pulse_plans.c.team == team))

    async def some(self, teams: Collection[str]) -> Mapping[str, PulsePlan]:
        """What some teams want, by team; those that said so."""
        return await self._some(PulsePlan, pulse_plans, "team", teams)

    async def all(self) -> Sequence[PulsePlan]:
        return await self._all(PulsePlan, self._select(pulse_plans))

    async def note(self, question: AskedQuestion) -> bool:
        """Remember a question; False when that thread was asked on that day already."""
        return await self._added(asked_questions, asdict(question))

    async def asked_by(self, user: str, day: date) -> int:
        """How many threads somebody asked on a day."""
        query = (
            select(func.count())
            .select_from(asked_questions)
            .where(self._mine(asked_questions), asked_questions.c.user == user, asked_questions.c.day == day)
        )
        asked: int = (await self._connection.execute(query)).scalar_one()
        return asked
