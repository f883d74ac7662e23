"""Trying again what could not be delivered: by a button, or because the bot was invited."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.delivery import list_views, views
from rituals.authorisation import Action
from rituals.retrying import Retrying
from rituals.rights import require
from rituals.sharing import Sharing
from rituals.undelivered import Undelivered


class Delivery:
    """What happens when somebody has mended what was in a message's way."""

    def __init__(self, door: Door, retrying: Retrying, sharing: Sharing, undelivered: Undelivered) -> None:
        self._door, self._retrying, self._sharing = door, retrying, sharing
        self._undelivered = undelivered

    def listen(self) -> None:
        self._door.action(views.RETRY, self.retry)
        self._door.action(views.ALLOW, self.allow)
        for action, _label in list_views.BUTTONS.values():
            self._door.action(action, self.decide)
        for turn in (list_views.OLDER, list_views.NEWER):
            self._door.action(turn, self.turn)

    async def show(self, args: AsyncArgs, _rest: str = "") -> None:
        who = asker(args)
        await self._door.reply(args, list_views.listed(await self._undelivered.all(who), who.time_zone))

    async def turn(self, args: AsyncArgs) -> None:
        who, page = asker(args), unpack(list_views.Page, args.payload["value"])
        message = list_views.listed(await self._undelivered.all(who), who.time_zone, page.number)
        await args.ack()
        self._door.after(args, self._door.respond(args, message, replace=True))

    async def decide(self, args: AsyncArgs) -> None:
        who, decided = asker(args), unpack(list_views.Decided, args.payload["value"])
        left = await self._undelivered.decide(who, decided.key, decided.decision)
        await args.ack()
        message = list_views.listed(left, who.time_zone)
        self._door.after(args, self._door.respond(args, message, replace=True))

    async def retry(self, args: AsyncArgs) -> None:
        require(Action.SEND_AGAIN, asker(args))
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
