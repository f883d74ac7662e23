"""How wins, and who cheered them, are kept."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import func, select

from storage.records.wins import Win
from storage.shelf import Shelf
from storage.tables.wins import cheers, wins


class WinShelf(Shelf):
    async def add(self, win: Win) -> None:
        await self._connection.execute(self._insert(wins, asdict(win)))

    async def get(self, win_id: str) -> Win | None:
        return await self._one(Win, self._select(wins).where(wins.c.id == win_id))

    async def of_person(self, user: str) -> Sequence[Win]:
        """One person's wins, newest first."""
        return await self._all(
            Win, self._select(wins).where(wins.c.user == user).order_by(wins.c.celebrated_at.desc())
        )

    async def cheer(self, win_id: str, user: str, reaction: str) -> None:
        row = {"win": win_id, "user": user, "reaction": reaction}
        await self._connection.execute(self._insert(cheers, row).on_conflict_do_nothing())

    async def uncheer(self, win_id: str, user: str, reaction: str) -> None:
        await self._connection.execute(
            cheers.delete().where(
                self._mine(cheers),
                cheers.c.win == win_id,
                cheers.c.user == user,
                cheers.c.reaction == reaction,
            )
        )

    async def cheered_by(self, win_id: str) -> int:
        """How many people cheered a win, each counted once."""
        people = select(func.count(cheers.c.user.distinct())).where(
            self._mine(cheers), cheers.c.win == win_id
        )
        return (await self._connection.execute(people)).scalar_one()
