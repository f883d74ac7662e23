"""Charts for pages, as SVG: drawn in the worker process, once for each look of the same facts."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial

from bot.charts import Chart, Form, Look, Size, Theme, draw
from bot.dashboard.sketches import Sketch
from bot.worker import Worker

Draw = Callable[[Chart, Look], Awaitable[bytes]]

_MOST = 1_000
"""Kept pictures, some ten kilobytes each."""


def by_worker(worker: Worker) -> Draw:
    def drawn(facts: Chart, look: Look) -> Awaitable[bytes]:
        return worker.run(partial(draw, look=look), facts)

    return drawn


class Pictures:
    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._kept: OrderedDict[tuple[str, Size, Theme], bytes] = OrderedDict()
        self._coming: dict[tuple[str, Size, Theme], asyncio.Task[bytes]] = {}

    async def svg(self, sketch: Sketch, size: Size, theme: Theme) -> bytes:
        """The picture, gzipped. Raises WorkerGone."""
        key = sketch.mark, size, theme
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found
        if key not in self._coming:
            task = asyncio.create_task(self._drawn(sketch.facts, Look(Form.SVG, theme, size)))
            self._coming[key] = task
            task.add_done_callback(lambda done: self._keep(key, done))
        return await asyncio.shield(self._coming[key])  # whoever asked may leave; others wait too

    async def _drawn(self, facts: Chart, look: Look) -> bytes:
        return gzip.compress(await self._draw(facts, look), mtime=0)

    def _keep(self, key: tuple[str, Size, Theme], done: asyncio.Task[bytes]) -> None:
        del self._coming[key]
        if done.cancelled() or done.exception() is not None:
            return
        self._kept[key] = done.result()
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
