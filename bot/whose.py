"""Whose programs and visitors they are, who come without Slack: their secret tells."""

from aiohttp import web

from bot.dashboard.doors import COOKIE
from bot.dashboard.routes import Dashboard
from bot.organisations import Organisations
from bot.push.routes import Desk
from rituals.dashboard import SHARED
from rituals.dashboard import digest_of as digest_of_link
from rituals.dashboard_entrance import named_in
from rituals.tokens import digest_of as digest_of_token
from storage.database import Database


class Whose:
    """Finds the workspace, and no more: whether the secret opens anything is asked there."""

    def __init__(self, database: Database, organisations: Organisations) -> None:
        self._database, self._organisations = database, organisations

    async def desk(self, secret: str) -> Desk | None:
        """Of a program that pushes."""
        owner = await self._database.owner_of_token(digest_of_token(secret))
        found = await self._organisations.find(owner)
        return None if found is None else await found.desk_of(secret)

    async def dashboard(self, request: web.Request) -> Dashboard | None:
        """Of a visitor."""
        found = await self._organisations.find(await self._workspace(request))
        return None if found is None else found.dashboard

    async def _workspace(self, request: web.Request) -> str | None:
        for kind in SHARED:
            if (secret := request.match_info.get(kind.value)) is not None:
                return await self._database.owner_of_link(digest_of_link(secret))
        return named_in(request.match_info.get("link") or request.cookies.get(COOKIE, ""))
