"""The dashboard as an application of its own: its pages, their pictures, their news and their files."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.charts import Chart, Size, Theme
from bot.charts.of_score import chart
from bot.dashboard import pages
from bot.dashboard.doors import PREFIX, PUBLIC, TV, Doors
from bot.dashboard.events import Events
from bot.dashboard.files import Files
from bot.dashboard.headers import KEPT, NOT_KEPT, Handler, on_prepare
from bot.dashboard.inside import Inside, base_of
from bot.dashboard.kept import Kept
from bot.dashboard.pages import Place
from bot.dashboard.pictures import Pictures, mark_of
from bot.worker import WorkerGone
from rituals.board import Numbers
from rituals.dashboard_entrance import Entrance
from storage.records.dashboard import ViewerKind

_TEMPLATES = Path(__file__).parent / "templates"
_LOOK = f"{{size:{'|'.join(Size)}}}-{{theme:{'|'.join(Theme)}}}"

_log = logging.getLogger(__name__)


class Dashboard:
    def __init__(self, doors: Doors, entrance: Entrance, kept: Kept, pictures: Pictures) -> None:
        self._doors, self._entrance, self._kept, self._pictures = doors, entrance, kept, pictures
        self._inside, self._files = Inside(doors, entrance), Files()
        self._events = Events(kept.version)
        self._drawable: tuple[Numbers | None, dict[str, Chart | None]] = (None, {})

    def application(self) -> web.Application:
        """To be added to the server under `doors.PREFIX`."""
        application = web.Application(middlewares=[self._guarded])
        aiohttp_jinja2.setup(
            application,
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        application.on_response_prepare.append(on_prepare)
        application.on_shutdown.append(self._close)
        application.add_routes([*self._doors.routes(), web.get("/static/{file}", self._files.give)])
        for base in (PUBLIC, TV, ""):
            application.add_routes(
                [
                    web.get(base, self._board),
                    web.get(f"{base}/", self._board),
                    web.get(f"{base}/board/{{board}}", self._board),
                    web.get(f"{base}/chart/{_LOOK}/{{metric}}", self._chart),
                    web.get(f"{base}/events", self._listen, allow_head=False),
                ]
            )
        return application

    async def _close(self, _application: web.Application) -> None:
        await self._events.close()
        await self._kept.close()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whatever is not there looks the same; what goes wrong shows no more than that."""
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return self._rendered(request, "nowhere.html", {"is_broken": False}, status=404)
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - the guard: a page that breaks tells people nothing but so
            _log.exception("dashboard failed")
            return self._rendered(request, "nowhere.html", {"is_broken": True}, status=500)

    async def _board(self, request: web.Request) -> web.StreamResponse:
        viewer = await self._doors.viewer(request)
        boards = await self._entrance.boards(viewer)
        wanted = request.match_info.get("board")
        board = next((each for each in boards if each.id == wanted), None)
        if wanted is not None and board is None:
            raise web.HTTPNotFound
        version, numbers = await self._kept.version(), await self._kept.numbers()
        shown = await self._kept.showing.shown(numbers, board.metrics if board else (), viewer.person)
        base = base_of(request)
        place = Place(base, boards, board, partial(_picture, base))
        page = pages.page(shown, place, self._kept.links)
        context = {"page": page, "version": version, "events": f"{base}/events"}
        return self._rendered(request, "tv.html" if viewer.kind is ViewerKind.TV else "board.html", context)

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        await self._doors.viewer(request)
        return await self._events.stream(request, partial(self._doors.stay_open, request))

    async def _chart(self, request: web.Request) -> web.StreamResponse:
        """The picture as it is now; browsers keep it if it is the one its page spoke of."""
        visit = await self._inside.visit(request)
        numbers, key = await self._kept.numbers(), request.match_info["metric"]
        facts = self._facts(numbers, key) if key in numbers.front | visit.metrics else None
        if facts is None:
            raise web.HTTPNotFound
        size, theme = Size(request.match_info["size"]), Theme(request.match_info["theme"])
        try:
            svg = await self._pictures.svg(facts, size, theme)
        except WorkerGone:
            return web.Response(status=503, headers={"Retry-After": "5"})
        is_the_one = request.query_string == mark_of(facts)
        headers = {"Content-Encoding": "gzip", "Cache-Control": KEPT if is_the_one else NOT_KEPT}
        return web.Response(body=svg, content_type="image/svg+xml", headers=headers)

    def _facts(self, numbers: Numbers, key: str) -> Chart | None:
        if self._drawable[0] is not numbers:
            self._drawable = numbers, {}
        known = self._drawable[1]
        if key not in known:
            score = numbers.scores.get(key)
            known[key] = chart(score) if score and len(score.points) > 1 else None
        return known[key]

    def _rendered(
        self, request: web.Request, template: str, context: Mapping[str, Any], status: int = 200
    ) -> web.Response:
        filled = {"root": PREFIX, "files": self._files.mark, **context}
        return aiohttp_jinja2.render_template(template, request, filled, status=status)


def _picture(base: str, key: str, facts: Chart, size: Size, theme: Theme) -> str:
    return f"{base}/chart/{size}-{theme}/{quote(key, safe='')}?{mark_of(facts)}"
