"""/nsm links: what moved with the North Star, for everybody; answered after the ack, for it takes a while."""

import asyncio

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.links import views
from bot.spoken import spoken
from rituals.comparing import Comparisons
from rituals.people import People

# An answer within it needs no word before.
_QUICKLY_S = 2.0


class Links:
    def __init__(self, comparisons: Comparisons, people: People, door: Door) -> None:
        self._comparisons, self._people, self._door = comparisons, people, door

    def listen(self) -> None:
        self._door.action(views.NEXT, self.turn)
        self._door.action(views.BACK, self.turn)

    async def show(self, args: AsyncArgs, wanted: str = "") -> None:
        page = views.Page(0, (await spoken(wanted, self._people))[:100])
        await args.ack()
        self._door.after(args, self._answer(args, page))

    async def turn(self, args: AsyncArgs) -> None:
        asker(args)
        page = unpack(views.Page, args.payload["value"])
        await args.ack()
        self._door.after(args, self._answer(args, page, replace=True))

    async def _answer(self, args: AsyncArgs, page: views.Page, *, replace: bool = False) -> None:
        work = asyncio.create_task(self._comparisons.compared())
        try:
            # What is said meanwhile stays: Slack replaces a message only for who pressed something in it.
            if not replace and not (await asyncio.wait({work}, timeout=_QUICKLY_S))[0]:
                await self._door.respond(args, views.comparing())
            found = await work
        finally:
            work.cancel()
        await self._door.respond(args, views.compared(found, page), replace=replace)
