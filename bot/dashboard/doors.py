"""A request -> who looks at the dashboard; whoever may not is told nothing, always with the same words."""

import asyncio

from aiohttp import web

from rituals.dashboard import SHARED, Viewer
from rituals.dashboard_entrance import SESSION_LASTS, Entrance

PREFIX = "/d"
"""Where the dashboard is served: cookies are sent there and nowhere else."""

COOKIE = "polaris_dashboard"

PUBLIC, TV = "/p/{public}", "/tv/{tv}"
"""Paths below the prefix that carry the secret of a shared link; what lies below them does too."""

ENTER = "/in/{link}"


class Doors:
    """`is_https` says whether browsers reach us encrypted: sessions then travel in no other way."""

    def __init__(self, entrance: Entrance, *, is_https: bool) -> None:
        self._entrance, self._is_https = entrance, is_https
        self._closing = asyncio.Event()
        entrance.watch(self._look_again)

    async def viewer(self, request: web.Request) -> Viewer:
        """Who asks: by the link in the path, else by the session in the cookie.

        Raises HTTPNotFound for everybody else, whatever the reason.
        """
        found = await self._find(request)
        if found is None:
            raise web.HTTPNotFound
        return found

    async def stay_open(self, request: web.Request, seconds: float) -> bool:
        """Wait for so long, or until a door may have been closed; gives whether the request may still look.

        What another process closes is noticed when the time is over.
        """
        closing = self._closing
        try:
            async with asyncio.timeout(seconds):
                await closing.wait()
        except TimeoutError:
            pass  # nothing happened here
        return await self._find(request) is not None

    def _look_again(self) -> None:
        self._closing.set()
        self._closing = asyncio.Event()

    async def _find(self, request: web.Request) -> Viewer | None:
        for kind in SHARED:
            if (secret := request.match_info.get(kind.value)) is not None:
                return await self._entrance.by_shared_link(kind, secret)
        session = request.cookies.get(COOKIE)
        return await self._entrance.by_session(session) if session else None

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """A member's link becomes a session; the address that stays in the browser opens nothing alone."""
        session = await self._entrance.session_by_link(request.match_info["link"])
        if session is None:
            raise web.HTTPNotFound
        inside = web.Response(status=303, headers={"Location": PREFIX, "Cache-Control": "no-store"})
        inside.set_cookie(
            COOKIE,
            session,
            max_age=SESSION_LASTS,
            path=PREFIX,
            httponly=True,
            samesite="Lax",
            secure=self._is_https,
        )
        return inside
