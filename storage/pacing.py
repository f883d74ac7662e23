"""How often a lane may be used: one message a second in a channel, say. All in machine time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, select

from storage.shelf import Shelf
from storage.tables.deliveries import pacing


@dataclass(frozen=True, slots=True)
class Lane:
    """What is used once a `gap` at most, a channel by a method, say."""

    name: str
    gap: timedelta = timedelta(0)
    waits: bool = True
    """Or it is used at once, and the next one waits all the longer."""


class PacingShelf(Shelf):
    async def reserve(self, lane: str, now: datetime, gap: timedelta, patience: timedelta) -> datetime:
        """The lane's next free instant, kept for the caller, `gap` after the one before it.

        An instant later than `patience` from now is only told, not kept: ask again by then.
        """
        (turn,) = await self.turns([[Lane(lane, gap)]], now, patience)
        return turn

    async def turns(
        self, wanted: Sequence[Sequence[Lane]], now: datetime, patience: timedelta
    ) -> Sequence[datetime]:
        """For each who wants some lanes at once, the instant at which they may have all, kept for them.

        Whoever comes first is served first. As with `reserve`, what is too far off is only told. The last
        lane of several is everybody's: nobody else waits for who waits for another lane.
        """
        at, latest = now.timestamp(), (now + patience).timestamp()
        gaps = {lane.name: lane.gap.total_seconds() for lanes in wanted for lane in lanes}
        before = await self._free(gaps.keys(), to_be_used=any(gaps.values()))
        free = {name: max(before.get(name, at), at) for name in gaps}
        turns = []
        for lanes in wanted:
            turn = max((free[lane.name] for lane in lanes if lane.waits), default=at)
            turns.append(datetime.fromtimestamp(turn, UTC))
            if turn <= latest:
                *own, last = lanes
                free |= {lane.name: round(turn + gaps[lane.name], 6) for lane in own if lane.gap}
                free[last.name] = round(free[last.name] + gaps[last.name], 6)
        await self._put_all({name: free[name] for name, gap in gaps.items() if gap and free[name] > at})
        return turns

    async def free(self, lanes: Collection[str], now: datetime) -> datetime:
        """When all of these lanes are free."""
        latest = max((await self._told(_FREE, lanes)).values(), default=0.0)
        return max(datetime.fromtimestamp(latest, UTC), now)

    async def hold(self, lane: str, until: datetime) -> None:
        """Let nobody use a lane before an instant: what Slack's Retry-After asks for."""
        await self._put_all({lane: until.timestamp()})

    async def _free(self, names: Collection[str], *, to_be_used: bool) -> Mapping[str, float]:
        """When lanes are free; those that are to be used are nobody else's until the transaction ends."""
        found = await self._told(_LOCKED if to_be_used else _FREE, names)
        if to_be_used and (new := set(names) - found.keys()):
            await self._put_all(dict.fromkeys(new, 0.0))
            found |= await self._told(_LOCKED, new)
        return found

    async def _told(self, query: Select[Any], names: Collection[str]) -> dict[str, float]:
        asked = {"workspace": self._workspace, "lanes": sorted(names)}
        # A sum of seconds may be a hair off, and the instant that it stands for a moment too late.
        return {row.lane: round(row.free_at, 6) for row in await self._connection.execute(query, asked)}

    async def _put_all(self, lanes: dict[str, float]) -> None:
        """Never to an earlier instant than before."""
        if not lanes:
            return
        rows = [
            {"workspace": self._workspace, "lane": name, "free_at": lanes[name]} for name in sorted(lanes)
        ]
        insert = self._insert(pacing)
        given = insert.excluded.free_at
        later = case((pacing.c.free_at > given, pacing.c.free_at), else_=given)
        keep = insert.on_conflict_do_update(index_elements=["workspace", "lane"], set_={"free_at": later})
        await self._connection.execute(keep, rows)


_FREE = select(pacing.c.lane, pacing.c.free_at).where(
    pacing.c.workspace == bindparam("workspace"), pacing.c.lane.in_(bindparam("lanes", expanding=True))
)

# In one order by everybody, so that no two wait for each other.
_LOCKED = _FREE.order_by(pacing.c.lane).with_for_update()
