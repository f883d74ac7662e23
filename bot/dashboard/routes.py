"""What one workspace's dashboard answers: its pages, their pictures and their news."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.charts import Size, Theme
from bot.dashboard import metric, pages
from bot.dashboard.doors import Doors
from bot.dashboard.events import Events
from bot.dashboard.files import Files
from bot.dashboard.filled import Place
from bot.dashboard.headers import KEPT, NOT_KEPT
from bot.dashboard.inside import Inside, base_of
from bot.dashboard.kept import Kept
from bot.dashboard.pictures import Pictures
from bot.dashboard.sketches import Sketch, Sketches
from bot.dashboard.written import written
from bot.worker import WorkerGone
from rituals.board import Numbers
from rituals.dashboard import Viewer
from rituals.dashboard_entrance import Entrance
from rituals.metric_page import MetricPages
from storage.records.dashboard import Board, ViewerKind

# Kept pages, some fifty kilobytes each.
_MOST_PAGES = 100


class Dashboard:
    def __init__(
        self,
        doors: Doors,
        entrance: Entrance,
        kept: Kept,
        metrics: MetricPages,
        pictures: Pictures,
        *,
        files: Files,
    ) -> None:
        self._doors, self._entrance, self._kept = doors, entrance, kept
        self.workspace = entrance.workspace
        self._metrics, self._pictures = metrics, pictures
        self._inside, self._files = Inside(doors, entrance), files
        self._events = Events(kept.version)
        self._sketches = Sketches()
        self._opening: asyncio.Task[None] | None = None
        self._prepared: Numbers | None = None
        self._pages: OrderedDict[tuple[str, ...], str] = OrderedDict()

    def open(self) -> None:
        """Begin to work everything out, so that whoever comes first finds it."""
        self._opening = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        if await self._kept.showing.is_on():
            self._prepare(await self._kept.numbers())

    def _prepare(self, numbers: Numbers) -> None:
        """The pictures of the front board; those of phones and walls are drawn when somebody asks."""
        if numbers is self._prepared:
            return
        self._prepared = numbers
        scores = [numbers.scores[key] for key in sorted(numbers.front) if key in numbers.scores]
        likely = [(sketch, Size.SPARK) for score in scores if (sketch := self._sketches.of(score))]
        star = numbers.scores.get(numbers.star.metric.key) if numbers.star else None
        top = self._sketches.of(star) if star else None
        self._pictures.prepare([*([(top, Size.PAGE)] if top else []), *likely])

    async def close(self) -> None:
        """End every stream, and what is being worked out."""
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        self._pictures.forget()
        await self._events.close()
        await self._kept.close()

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """By a member's own link."""
        return await self._doors.enter(request)

    async def board(self, request: web.Request) -> web.StreamResponse:
        viewer = await self._doors.viewer(request)
        boards = await self._entrance.boards(viewer)
        wanted = request.match_info.get("board")
        board = next((each for each in boards if each.id == wanted), None)
        if wanted is not None and board is None:
            raise web.HTTPNotFound
        version, base = await self._kept.version(), base_of(request)
        who = viewer.person.user if viewer.person else viewer.kind
        key = version, base, who, wanted or ""
        if key not in self._pages:
            self._pages[key] = await self._written(request, viewer, boards, board, version)
            while len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(key)
        return web.Response(text=self._pages[key], content_type="text/html")

    async def _written(
        self, request: web.Request, viewer: Viewer, boards: Sequence[Board], board: Board | None, version: str
    ) -> str:
        numbers = await self._kept.numbers()
        self._prepare(numbers)
        shown = await self._kept.showing.shown(numbers, board.metrics if board else (), viewer.person)
        base = base_of(request)
        place = self._place(base, viewer, boards, board)
        context = {
            "page": pages.page(shown, place, self._kept.links),
            "version": version,
            "events": f"{base}/events",
        }
        return self._filled(request, "tv.html" if viewer.kind is ViewerKind.TV else "board.html", context)

    def _place(
        self, base: str, viewer: Viewer, boards: Sequence[Board] = (), board: Board | None = None
    ) -> Place:
        return Place(base, boards, board, partial(_picture, base), self._sketches.of, viewer.is_member)

    async def metric(self, request: web.Request) -> web.StreamResponse:
        """For members: what it means, and to whoever answers for it what was read."""
        viewer = await self._doors.viewer(request)
        found = viewer.person and await self._metrics.page(viewer.person, request.match_info["metric"])
        if not found:
            raise web.HTTPNotFound
        await self._kept.numbers()
        link = self._kept.links.get(found.card.metric.key, "")
        context = metric.filled(found, self._place(base_of(request), viewer), link)
        text = self._filled(request, "metric.html", context)
        return web.Response(text=text, content_type="text/html")

    async def listen(self, request: web.Request) -> web.StreamResponse:
        await self._doors.viewer(request)
        return await self._events.stream(request, partial(self._doors.stay_open, request))

    async def chart(self, request: web.Request) -> web.StreamResponse:
        """The picture as it is now; browsers keep it if it is the one its page spoke of."""
        visit = await self._inside.visit(request)
        numbers, key = await self._kept.numbers(), request.match_info["metric"]
        is_shown = visit.viewer.is_member or key in numbers.front | visit.metrics
        sketch = self._sketches.of(numbers.scores[key]) if is_shown and key in numbers.scores else None
        if sketch is None:
            raise web.HTTPNotFound
        size, theme = Size(request.match_info["size"]), Theme(request.match_info["theme"])
        try:
            svg = await self._pictures.svg(sketch, size, theme)
        except WorkerGone:
            return web.Response(status=503, headers={"Retry-After": "5"})
        is_the_one = request.query_string == sketch.mark
        headers = {"Content-Encoding": "gzip", "Cache-Control": KEPT if is_the_one else NOT_KEPT}
        return web.Response(body=svg, content_type="image/svg+xml", headers=headers)

    def _filled(self, request: web.Request, template: str, context: Mapping[str, Any]) -> str:
        return written(request, template, self._files.mark, context)


def _picture(base: str, key: str, sketch: Sketch, size: Size, theme: Theme) -> str:
    return f"{base}/chart/{size}-{theme}/{quote(key, safe='')}?{sketch.mark}"
