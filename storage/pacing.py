"""How often a lane may be used: one message a second in a channel, say. All in machine time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import case, select

from storage.shelf import Shelf
from storage.tables.deliveries import pacing


class PacingShelf(Shelf):
    async def reserve(self, lane: str, now: datetime, gap: timedelta, patience: timedelta) -> datetime:
        """The lane's next free instant, kept for the caller, `gap` after the one before it.

        An instant later than `patience` from now is only told, not kept: ask again by then.
        """
        at = now.timestamp()
        free = case((pacing.c.free_at > at, pacing.c.free_at), else_=at)
        reserve = (
            self._insert(pacing, {"lane": lane, "free_at": at + gap.total_seconds()})
            .on_conflict_do_update(
                index_elements=["workspace", "lane"],
                set_={"free_at": free + gap.total_seconds()},
                where=pacing.c.free_at <= at + patience.total_seconds(),
            )
            .returning(pacing.c.free_at)
        )
        taken: float | None = (await self._connection.execute(reserve)).scalar_one_or_none()
        if taken is not None:
            return datetime.fromtimestamp(taken, UTC) - gap
        query = select(pacing.c.free_at).where(self._mine(pacing), pacing.c.lane == lane)
        return datetime.fromtimestamp((await self._connection.execute(query)).scalar_one(), UTC)

    async def hold(self, lane: str, until: datetime) -> None:
        """Let nobody use a lane before an instant: what Slack's Retry-After asks for."""
        statement = self._insert(pacing, {"lane": lane, "free_at": until.timestamp()})
        later = case(
            (pacing.c.free_at > statement.excluded.free_at, pacing.c.free_at),
            else_=statement.excluded.free_at,
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["workspace", "lane"], set_={"free_at": later})
        )
