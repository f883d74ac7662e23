"""How it is kept what must not get worse while an input is pushed."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete

from storage.records.guardrails import Guardrail
from storage.shelf import Shelf
from storage.tables.guardrails import guardrails


class GuardrailShelf(Shelf):
    async def put(self, guardrail: Guardrail) -> None:
        """Name what an input is watched with, in place of what was named before."""
        await self._put(guardrails, asdict(guardrail), key=["input"])

    async def remove(self, input_id: str) -> None:
        """Watch nothing beside an input any more."""
        mine = self._mine(guardrails), guardrails.c.input == input_id
        await self._connection.execute(delete(guardrails).where(*mine))

    async def of_input(self, input_id: str) -> Guardrail | None:
        return await self._one(Guardrail, self._select(guardrails).where(guardrails.c.input == input_id))

    async def all(self) -> Sequence[Guardrail]:
        return await self._all(Guardrail, self._select(guardrails).order_by(guardrails.c.input))
