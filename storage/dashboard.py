"""How the dashboard's switch, links, key and boards are kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from storage.records.dashboard import Board, Dashboard, SharedLink, ViewerKind
from storage.shelf import Shelf
from storage.tables.dashboard import boards, dashboard_keys, dashboard_links, dashboards


class DashboardShelf(Shelf):
    """Whoever watches "dashboards" is told when a door may have been closed, see `Ledger.watch`."""

    async def get(self) -> Dashboard:
        return await self._one(Dashboard, self._select(dashboards)) or Dashboard()

    async def put(self, dashboard: Dashboard) -> None:
        self._changed.add(dashboards.name)
        await self._put(dashboards, asdict(dashboard), key=[])

    async def links(self) -> Sequence[SharedLink]:
        """Those that were not revoked: at most one of each kind."""
        return await self._all(
            SharedLink, self._select(dashboard_links).where(dashboard_links.c.revoked_at.is_(None))
        )

    async def add_link(self, link: SharedLink) -> bool:
        """Write a new link; False when another one of its kind holds."""
        return await self._added(dashboard_links, asdict(link))

    async def revoke_link(self, kind: ViewerKind, now: datetime) -> bool:
        """Let the link of a kind end; False when there is none."""
        self._changed.add(dashboards.name)
        mine = dashboard_links.c.kind == kind, dashboard_links.c.revoked_at.is_(None)
        return await self._change(dashboard_links, *mine, revoked_at=now) > 0

    async def key(self) -> str | None:
        """The secret that links and sessions of members are signed with, for every process the same."""
        key: str | None = await self._connection.scalar(
            select(dashboard_keys.c.secret).where(self._mine(dashboard_keys))
        )
        return key

    async def add_key(self, secret: str) -> None:
        """Begin to sign with a secret; unless there is one, which stays."""
        await self._added(dashboard_keys, {"secret": secret})

    async def drop_key(self) -> None:
        """Whatever was signed holds no more."""
        self._changed.add(dashboards.name)
        await self._delete(dashboard_keys)


class BoardShelf(Shelf):
    async def hold(self) -> None:
        """Let nobody else make, change or move a board before this transaction ends."""
        await self._alone("boards")

    async def put(self, board: Board) -> None:
        self._changed.add(boards.name)
        await self._put(boards, asdict(board), key=["id"])

    async def get(self, board: str) -> Board | None:
        """A board by id, also a retired one."""
        return await self._one(Board, self._select(boards).where(boards.c.id == board))

    async def standing(self) -> Sequence[Board]:
        """Those that were not retired, in the order in which they stand."""
        query = self._select(boards).where(boards.c.retired_at.is_(None))
        return await self._all(Board, query.order_by(boards.c.rank, boards.c.made_at, boards.c.id))
