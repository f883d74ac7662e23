"""A chart on its way into a message: drawn, uploaded, waited for. Its failure never stops the words."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from slack_sdk.models.blocks import Block, ImageBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.blocks.layout import Message, Picture
from bot.posting import Posting
from bot.refusals import Undelivered

Draw = Callable[[Picture], Awaitable[bytes]]
"""Makes a PNG of a picture's facts, away from the event loop."""

_log = logging.getLogger(__name__)

_NAME = "chart.png"


class Pictures:
    """Charts for messages. `patience` is how long Slack may take to make a file ready, in seconds."""

    def __init__(self, posting: Posting, draw: Draw, patience: float) -> None:
        self._posting = posting
        self._draw = draw
        self._patience = patience

    async def ready(self, picture: Picture) -> str | None:
        """The id of a file that a message can show at once; None when that did not work out in time."""
        file = await self.complete(picture)
        if file is None:
            return None
        try:
            async with asyncio.timeout(self._patience):
                wait = 0.1
                while not await self._posting.is_ready(file):
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 1.0)
        except (Undelivered, TimeoutError) as problem:
            _log.warning("chart not ready", extra={"why": repr(problem)})
            return None
        return file

    async def complete(self, picture: Picture) -> str | None:
        """The id of a file that Slack will make ready some time soon; None when that did not work out."""
        try:
            file = await self.uploaded(picture)
            await self._posting.complete(file, picture.title)
        except (Undelivered, CannotDraw) as problem:
            _log.warning("chart not uploaded", extra={"why": repr(problem)})
            return None
        return file

    async def uploaded(self, picture: Picture) -> str:
        """The id of a file that Slack has, but that is not completed yet. Raises Undelivered, CannotDraw."""
        try:
            png = await self._draw(picture)
        except Exception as problem:
            raise CannotDraw from problem
        return await self._posting.upload(_NAME, picture.alt_text, png)


class CannotDraw(Exception):
    """There will be no chart of these facts."""


def illustrated(message: Message, picture: Picture, file: str) -> list[Block]:
    """A message's blocks with its picture in its place."""
    # Without a title: the chart bears its own.
    image = ImageBlock(slack_file=SlackFile(id=file), alt_text=picture.alt_text)
    return [*message.blocks[: message.picture_at], image, *message.blocks[message.picture_at :]]


def plain(message: Message) -> list[Block]:
    """A message's blocks with words in the place of its picture."""
    before, after = message.blocks[: message.picture_at], message.blocks[message.picture_at :]
    return [*before, *message.without_picture, *after]
