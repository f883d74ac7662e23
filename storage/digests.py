"""How the issues of the wins digest, what went out in them and who reacted there are kept."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from storage.records.digests import Digest, DigestedWin
from storage.shelf import Shelf
from storage.tables.digests import digest_cheers, digested_wins, digests


class DigestShelf(Shelf):
    async def put(self, digest: Digest) -> None:
        lists = {"order": list(digest.order), "left_out": list(digest.left_out)}
        row: dict[str, Any] = asdict(digest) | lists
        await self._put(digests, row, key=["day"])

    async def get(self, day: date) -> Digest | None:
        """The plan of an issue; nobody else changes it before this transaction ends."""
        return await self._one(Digest, self._select(digests).where(digests.c.day == day).with_for_update())

    async def posted(self, limit: int) -> Sequence[Digest]:
        """The last issues that went out, newest first."""
        query = self._select(digests).where(digests.c.posted_at.is_not(None))
        return await self._all(Digest, query.order_by(digests.c.day.desc()).limit(limit))

    async def include(self, win: DigestedWin) -> bool:
        """A win goes out in an issue; False when it went out before."""
        return await self._added(digested_wins, asdict(win))

    async def wins_of(self, day: date) -> Sequence[DigestedWin]:
        """What went out in an issue, in its order."""
        query = self._select(digested_wins).where(digested_wins.c.day == day)
        return await self._all(DigestedWin, query.order_by(digested_wins.c.place))

    async def out_already(self, win_ids: Collection[str]) -> Collection[str]:
        """Those of some wins that an issue had."""
        query = select(digested_wins.c.win).where(self._mine(digested_wins), digested_wins.c.win.in_(win_ids))
        return set((await self._connection.execute(query)).scalars())

    async def hear(self, day: date, at: datetime) -> None:
        """An author was told what an issue said of their win; only the first time is kept."""
        await self._change(digests, digests.c.day == day, digests.c.heard_at.is_(None), heard_at=at)

    async def cheer(self, day: date, user: str, reaction: str) -> None:
        """Somebody reacted to an issue, on its first message."""
        row = {"day": day, "user": user, "reaction": reaction}
        await self._connection.execute(self._insert(digest_cheers, row).on_conflict_do_nothing())

    async def uncheer(self, day: date, user: str, reaction: str) -> None:
        mine = digest_cheers.c
        await self._delete(digest_cheers, mine.day == day, mine.user == user, mine.reaction == reaction)

    async def cheered_by(self, day: date) -> int:
        """How many people reacted to an issue, each counted once."""
        people = select(func.count(digest_cheers.c.user.distinct())).where(
            self._mine(digest_cheers), digest_cheers.c.day == day
        )
        return (await self._connection.execute(people)).scalar_one()
