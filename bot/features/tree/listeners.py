"""/nsm tree: the cascade, for everybody."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.tree import views
from bot.spoken import spoken
from rituals.people import People
from rituals.tree import Trees


class Cascade:
    def __init__(self, trees: Trees, people: People, door: Door) -> None:
        self._trees, self._people, self._door = trees, people, door

    def listen(self) -> None:
        self._door.action(views.NEXT, self.turn)
        self._door.action(views.BACK, self.turn)

    async def show(self, args: AsyncArgs, wanted: str = "") -> None:
        page = views.Page(0, (await spoken(wanted, self._people))[:100])
        await self._door.reply(args, views.cascade(await self._trees.tree(), page))

    async def turn(self, args: AsyncArgs) -> None:
        asker(args)
        message = views.cascade(await self._trees.tree(), unpack(views.Page, args.payload["value"]))
        await args.ack()
        self._door.after(args, self._door.respond(args, message, replace=True))
