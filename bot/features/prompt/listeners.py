"""Somebody puts off what they are asked."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.text import when
from bot.door import Door
from bot.features.prompt import views
from rituals.snoozing import Snoozing


class Prompts:
    def __init__(self, snoozing: Snoozing, door: Door) -> None:
        self._snoozing, self._door = snoozing, door

    def listen(self) -> None:
        self._door.action(views.LATER, self.put_off)

    async def put_off(self, args: AsyncArgs) -> None:
        who, later = asker(args), views.Later(args.payload["selected_option"]["value"])
        until = await (
            self._snoozing.until_tomorrow(who)
            if later is views.Later.TOMORROW
            else self._snoozing.not_this_week(who)
        )
        await args.ack()
        self._door.after(args, self._door.respond(args, views.put_off(when(until, who.time_zone))))
