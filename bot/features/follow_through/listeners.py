"""Somebody turns the page of what they are asked; what they answer is `/commit`'s."""

from collections.abc import Callable, Coroutine
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.follow_through import views
from rituals.carrying import Carrying

Refresh = Callable[[AsyncArgs], Coroutine[Any, Any, None]]


class FollowThrough:
    """`refresh` draws the person's App Home anew."""

    def __init__(self, carrying: Carrying, door: Door, refresh: Refresh) -> None:
        self._carrying, self._door, self._refresh = carrying, door, refresh

    def listen(self) -> None:
        self._door.action(views.BACK, self.turn)
        self._door.action(views.MORE, self.turn)

    async def turn(self, args: AsyncArgs) -> None:
        to = unpack(views.Turn, args.payload["value"])
        await self._carrying.turn(asker(args), to.key, to.page)
        await args.ack()
        self._door.after(args, self._refresh(args))
