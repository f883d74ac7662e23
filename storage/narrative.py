"""How the narrative's variants, and what colleagues made of them, are kept."""

from collections.abc import Sequence
from dataclasses import asdict

from storage.records.narrative import RepeatBack, Variant
from storage.shelf import Shelf
from storage.tables.narrative import repeat_backs, variants


class VariantShelf(Shelf):
    async def put(self, variant: Variant) -> None:
        await self._put(variants, asdict(variant), key=["audience"])

    async def get(self, audience: str) -> Variant | None:
        return await self._one(Variant, self._select(variants).where(variants.c.audience == audience))

    async def all(self) -> Sequence[Variant]:
        return await self._all(Variant, self._select(variants).order_by(variants.c.audience))


class RepeatBackShelf(Shelf):
    async def put(self, test: RepeatBack) -> None:
        await self._put(repeat_backs, asdict(test), key=["id"])

    async def get(self, test_id: str) -> RepeatBack | None:
        return await self._one(RepeatBack, self._select(repeat_backs).where(repeat_backs.c.id == test_id))

    async def all(self) -> Sequence[RepeatBack]:
        """Every test, newest first."""
        query = self._select(repeat_backs).order_by(repeat_backs.c.asked_at.desc(), repeat_backs.c.id)
        return await self._all(RepeatBack, query)
