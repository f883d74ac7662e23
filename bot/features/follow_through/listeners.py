"""Somebody turns the page of what they are asked; what they answer is `/commit`'s."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.follow_through import views
from rituals.carrying import Carrying


class FollowThrough:
    def __init__(self, carrying: Carrying, door: Door) -> None:
        self._carrying, self._door = carrying, door

    def listen(self) -> None:
        self._door.action(views.BACK, self.turn)
        self._door.action(views.MORE, self.turn)

    async def turn(self, args: AsyncArgs) -> None:
        to = unpack(views.Turn, args.payload["value"])
        await self._carrying.turn(asker(args), to.key, to.page)
        await args.ack()
