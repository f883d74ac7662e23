"""How wins, and who cheered them, are kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from storage.records.wins import Win
from storage.searching import found_by, holds
from storage.shelf import Shelf
from storage.tables.wins import cheers, unnamed, wins


class WinShelf(Shelf):
    async def add(self, win: Win, labels: Iterable[str] = ()) -> None:
        """Keep a win; it is found by its words and by these labels: the names of its input and its teams.

        Raises Taken, and leaves the transaction usable, when its commitment has one that stands.
        """
        await self._add(wins, _row(win, labels))

    async def change(self, win: Win, labels: Iterable[str] = ()) -> None:
        """Write every field of a win that exists."""
        fields = _row(win, labels)
        await self._change(wins, wins.c.id == fields.pop("id"), **fields)

    async def get(self, win_id: str) -> Win | None:
        return await self._one(Win, self._select(wins).where(wins.c.id == win_id))

    async def hold(self, win_id: str) -> Win | None:
        """A win that nobody else changes before this transaction ends."""
        return await self._one(Win, self._select(wins).where(wins.c.id == win_id).with_for_update())

    async def of_person(self, user: str) -> Sequence[Win]:
        """One person's wins that stand, newest first."""
        return await self._newest(None, wins.c.user == user)

    async def of_commitment(self, commitment: str) -> Win | None:
        """The win that was made of a commitment, and stands."""
        found = await self._newest(1, wins.c.commitment == commitment)
        return found[0] if found else None

    async def between(self, since: datetime, until: datetime) -> Sequence[Win]:
        """The wins told in a stretch of time that stand, `until` excluded, oldest first."""
        found = await self._newest(None, wins.c.celebrated_at >= since, wins.c.celebrated_at < until)
        return found[::-1]

    async def search(self, words: Sequence[str], limit: int | None) -> Sequence[Win]:
        """The wins that have every one of these words, newest first; see `storage.searching.words_of`."""
        return await self._newest(limit, *holds(wins.c.found_by, words))

    async def take_name_out(self, win_id: str, user: str) -> None:
        """Remember that somebody does not want to be named in a win."""
        await self._added(unnamed, {"win": win_id, "user": user})

    async def names_taken_out(self, win_id: str) -> Collection[str]:
        query = select(unnamed.c.user).where(self._mine(unnamed), unnamed.c.win == win_id)
        return set((await self._connection.execute(query)).scalars())

    async def cheer(self, win_id: str, user: str, reaction: str) -> None:
        row = {"win": win_id, "user": user, "reaction": reaction}
        await self._connection.execute(self._insert(cheers, row).on_conflict_do_nothing())

    async def uncheer(self, win_id: str, user: str, reaction: str) -> None:
        mine = cheers.c
        await self._delete(cheers, mine.win == win_id, mine.user == user, mine.reaction == reaction)

    async def cheered_by(self, win_id: str) -> int:
        """How many people cheered a win, each counted once."""
        return (await self.cheers_of([win_id])).get(win_id, 0)

    async def cheers_of(self, win_ids: Collection[str]) -> Mapping[str, int]:
        """How many people cheered each of these wins; those that nobody did are left out."""
        query = (
            select(cheers.c.win, func.count(cheers.c.user.distinct()))
            .where(self._mine(cheers), cheers.c.win.in_(win_ids))
            .group_by(cheers.c.win)
        )
        found = await self._connection.execute(query)
        return {row[0]: row[1] for row in found}

    async def _newest(self, limit: int | None, *conditions: ColumnElement[bool]) -> list[Win]:
        query = (
            self._select(wins)
            .where(wins.c.withdrawn_at.is_(None), *conditions)
            .order_by(wins.c.celebrated_at.desc(), wins.c.id)
            .limit(limit)
        )
        return await self._all(Win, query)


def _row(win: Win, labels: Iterable[str]) -> dict[str, Any]:
    lists = {"people": list(win.people), "teams": list(win.teams)}
    return asdict(win) | lists | {"found_by": found_by([win.text, win.meaning, *labels])}
