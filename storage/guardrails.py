"""How it is kept what must not get worse while an input is pushed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import select

from storage.records.guardrails import Guardrail
from storage.shelf import Shelf
from storage.tables.guardrails import guardrails
from storage.tables.metrics import metrics


class GuardrailShelf(Shelf):
    async def put(self, guardrail: Guardrail) -> None:
        """Name what an input is watched with, in place of what was named before."""
        await self._put(guardrails, asdict(guardrail), key=["input"])

    async def remove(self, input_id: str) -> None:
        """Watch nothing beside an input any more."""
        await self._delete(guardrails, guardrails.c.input == input_id)

    async def of_input(self, input_id: str) -> Guardrail | None:
        return await self._one(Guardrail, self._select(guardrails).where(guardrails.c.input == input_id))

    async def named(self) -> Mapping[str, str]:
        """The names of what is watched, by the id of the input."""
        query = (
            select(guardrails.c.input, metrics.c.name)
            .join(
                metrics,
                (metrics.c.workspace == guardrails.c.workspace) & (metrics.c.key == guardrails.c.metric),
            )
            .where(self._mine(guardrails))
        )
        return {found.input: found.name for found in await self._connection.execute(query)}

    async def all(self) -> Sequence[Guardrail]:
        return await self._all(Guardrail, self._select(guardrails).order_by(guardrails.c.input))
