"""/nsm audit: the trail of changes, page by page, for those who answer for the practice."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.audit import views
from rituals.audit import Audits


class AuditTrail:
    def __init__(self, audits: Audits, door: Door) -> None:
        self._audits, self._door = audits, door

    def listen(self) -> None:
        self._door.action(views.OLDER, self.turn)
        self._door.action(views.NEWER, self.turn)

    async def show(self, args: AsyncArgs, _rest: str = "") -> None:
        who = asker(args)
        await self._door.reply(args, views.trail(await self._audits.page(who), who.time_zone))

    async def turn(self, args: AsyncArgs) -> None:
        who, wanted = asker(args), unpack(views.Page, args.payload["value"])
        message = views.trail(await self._audits.page(who, wanted.page), who.time_zone)
        await args.ack()
        self._door.after(args, self._door.respond(args, message, replace=True))
