"""How prompts are kept: who is to be asked what, and when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, or_, select

from storage.records.prompts import ANSWERABLE, Prompt, PromptState
from storage.shelf import Shelf
from storage.tables.prompts import prompts


class PromptShelf(Shelf):
    async def add(self, prompt: Prompt) -> bool:
        """Remember a prompt; False when one with that key was there before."""
        return await self._added(prompts, asdict(prompt))

    async def change(self, prompt: Prompt) -> None:
        await self._put(prompts, asdict(prompt), key=["key"])

    async def get(self, key: str) -> Prompt | None:
        """A prompt that nobody else changes before this transaction ends."""
        return await self._one(Prompt, self._select(prompts).where(prompts.c.key == key).with_for_update())

    async def due(self, now: datetime) -> Sequence[Prompt]:
        """The waiting ones whose hour may have come, oldest first; nobody answers them meanwhile."""
        query = self._select(prompts).where(
            prompts.c.state == PromptState.WAITING, prompts.c.not_before <= now
        )
        return await self._all(Prompt, query.order_by(prompts.c.wanted_at, prompts.c.key).with_for_update())

    async def next_due(self) -> datetime | None:
        """The earliest moment at which a waiting one may go out."""
        query = select(func.min(prompts.c.not_before)).where(
            self._mine(prompts), prompts.c.state == PromptState.WAITING
        )
        earliest: datetime | None = (await self._connection.execute(query)).scalar_one()
        return earliest

    async def of_person(self, user: str, *states: PromptState) -> Sequence[Prompt]:
        """Those of one person in these states, oldest first."""
        query = self._select(prompts).where(prompts.c.user == user, prompts.c.state.in_(states))
        return await self._all(Prompt, query.order_by(prompts.c.wanted_at, prompts.c.key))

    async def named(self, start: str) -> Sequence[Prompt]:
        """Those whose keys begin so, oldest first."""
        query = self._select(prompts).where(prompts.c.key.startswith(start, autoescape=True))
        return await self._all(Prompt, query.order_by(prompts.c.wanted_at, prompts.c.key))

    async def open_named(self, *starts: str) -> Sequence[Prompt]:
        """Those whose keys begin in one of these ways and that can still be answered, oldest first."""
        named = or_(*(prompts.c.key.startswith(start, autoescape=True) for start in starts))
        query = self._select(prompts).where(named, prompts.c.state.in_(ANSWERABLE))
        return await self._all(Prompt, query.order_by(prompts.c.wanted_at, prompts.c.key))

    async def over(self, kind: str, now: datetime) -> Sequence[Prompt]:
        """Those of one kind that are out, answered or not, and can be answered no longer."""
        out = (PromptState.ASKED, PromptState.ANSWERED, PromptState.DECLINED)
        query = self._select(prompts).where(
            prompts.c.kind == kind, prompts.c.state.in_(out), prompts.c.until <= now
        )
        return await self._all(Prompt, query.order_by(prompts.c.wanted_at, prompts.c.key))

    async def asked_in(self, delivery: str) -> Sequence[Prompt]:
        """Those that went out in one message, in their order there."""
        query = self._select(prompts).where(prompts.c.asked_in == delivery)
        return await self._all(Prompt, query.order_by(prompts.c.wanted_at, prompts.c.key))
