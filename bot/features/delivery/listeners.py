"""Trying again what could not be delivered: by a button, or because the bot was invited."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.delivery import views
from rituals.retrying import Retrying
from rituals.rights import require_member
from rituals.sharing import Sharing


class Delivery:
    """What happens when somebody has mended what was in a message's way."""

    def __init__(self, door: Door, retrying: Retrying, sharing: Sharing) -> None:
        self._door, self._retrying, self._sharing = door, retrying, sharing

    def listen(self) -> None:
        self._door.action(views.RETRY, self.retry)
        self._door.action(views.ALLOW, self.allow)

    async def retry(self, args: AsyncArgs) -> None:
        require_member(asker(args))
        await self._try_again(args, unpack(views.Addressees, args.payload["value"]))

    async def allow(self, args: AsyncArgs) -> None:
        addressees = unpack(views.Addressees, args.payload["value"])
        for each in addressees.to:
            await self._sharing.allow(asker(args), each)
        await self._try_again(args, addressees)

    async def _try_again(self, args: AsyncArgs, addressees: views.Addressees) -> None:
        letters = sum([await self._retrying.all_to(each) for each in addressees.to])
        await args.ack()
        self._door.after(args, self._door.respond(args, views.on_its_way(letters), replace=True))
