"""The product lead's answer to a preview of the Monday pulse."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.monday import views
from rituals.monday import Previews


class Monday:
    """`previews` posts what was decided by letter: nothing here talks to Slack."""

    def __init__(self, previews: Previews, door: Door) -> None:
        self._previews, self._door = previews, door

    def listen(self) -> None:
        self._door.action(views.POST_IT, self.post_it)
        self._door.action(views.ONLY_ME, self.keep_private)

    async def post_it(self, args: AsyncArgs) -> None:
        await self._previews.publish(asker(args), _day(args).day)
        await args.ack()

    async def keep_private(self, args: AsyncArgs) -> None:
        await self._previews.keep_private(asker(args), _day(args).day)
        await args.ack()


def _day(args: AsyncArgs) -> views.Day:
    return unpack(views.Day, args.payload["value"])
