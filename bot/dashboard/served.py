"""The addresses of the dashboard, and whose pages each request is for."""

import logging
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.blocks.commands import nsm_typed
from bot.charts import Size, Theme
from bot.dashboard.doors import ENTER, PUBLIC, TV
from bot.dashboard.files import Files
from bot.dashboard.headers import Handler, on_prepare
from bot.dashboard.routes import Dashboard
from bot.dashboard.written import set_up, written
from rituals.log_context import also, known

Find = Callable[[web.Request], Awaitable[Dashboard | None]]
"""Whose pages a request is for, as far as it says so itself; whether it may see them is asked there."""

_LOOK = f"{{size:{'|'.join(Size)}}}-{{theme:{'|'.join(Theme)}}}"

_log = logging.getLogger(__name__)


class Served:
    """`every` are the dashboards there are now, for the moments when serving begins and ends."""

    def __init__(self, find: Find, every: Callable[[], Iterable[Dashboard]], files: Files) -> None:
        self._find, self._every, self._files = find, every, files

    def application(self) -> web.Application:
        """To be added to the server under `doors.PREFIX`."""
        application = web.Application(middlewares=[self._guarded])
        set_up(application)
        application.on_response_prepare.append(on_prepare)
        application.on_startup.append(self._open)
        application.on_shutdown.append(self._close)
        application.add_routes(
            [
                web.get(ENTER, self._of(Dashboard.enter), allow_head=False),
                web.get("/static/{file}", self._files.give),
                web.get("/metric/{metric}", self._of(Dashboard.metric)),
            ]
        )
        for base in (PUBLIC, TV, ""):
            application.add_routes(
                [
                    web.get(base, self._of(Dashboard.board)),
                    web.get(f"{base}/", self._of(Dashboard.board)),
                    web.get(f"{base}/board/{{board}}", self._of(Dashboard.board)),
                    web.get(f"{base}/chart/{_LOOK}/{{metric}}", self._of(Dashboard.chart)),
                    web.get(f"{base}/events", self._of(Dashboard.listen), allow_head=False),
                ]
            )
        return application

    def _of(self, answer: Callable[[Dashboard, web.Request], Awaitable[web.StreamResponse]]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            dashboard = await self._find(request)
            if dashboard is None:
                raise web.HTTPNotFound
            also(workspace=dashboard.workspace)
            return await answer(dashboard, request)

        return handle

    async def _open(self, _application: web.Application) -> None:
        """Whoever comes first finds everything worked out."""
        for each in self._every():
            each.open()

    async def _close(self, _application: web.Application) -> None:
        for each in self._every():
            await each.close()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever is not there looks the same; what goes wrong shows no more than that."""
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return self._nowhere(request, 404)
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - the guard: a page that breaks tells people nothing but so
            _log.exception("dashboard failed")
            return self._nowhere(request, 500)

    def _nowhere(self, request: web.Request, status: int) -> web.Response:
        text = written(
            request,
            "nowhere.html",
            self._files.mark,
            {
                "is_broken": status != 404,
                "reference": known().get("reference"),
                "command": nsm_typed("dashboard"),
            },
        )
        return web.Response(text=text, content_type="text/html", status=status)


def alone(dashboard: Dashboard, files: Files) -> web.Application:
    """The only dashboard there is."""

    async def find(_request: web.Request) -> Dashboard:
        return dashboard

    return Served(find, lambda: [dashboard], files).application()
