"""Charts for pages, as SVG: drawn in the worker process, once for each look of the same facts."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from bot.charts import Chart, Form, Look, Size, Theme, draw
from bot.dashboard.sketches import Sketch
from bot.worker import Worker, WorkerGone

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
        self._preparing: asyncio.Task[None] | None = None
        self._kept: OrderedDict[tuple[str, Size, Theme], bytes] = OrderedDict()
        self._coming: dict[tuple[str, Size, Theme], asyncio.Task[bytes]] = {}

    def prepare(self, wanted: Iterable[tuple[Sketch, Size]]) -> None:
        """Draw what is likely to be asked for next, one after the other; it takes the place of what was."""
        self.forget()
        self._preparing = asyncio.create_task(self._prepare(list(wanted)))

    def forget(self) -> None:
        """Prepare nothing any more."""
        if self._preparing is not None:
            self._preparing.cancel()
            self._preparing = None

    async def _prepare(self, wanted: Sequence[tuple[Sketch, Size]]) -> None:
        for theme in Theme:
            for sketch, size in wanted:
                try:
                    await self.svg(sketch, size, theme)
                except WorkerGone:
                    return  # whoever asks for it hears so

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
