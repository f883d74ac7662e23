"""Somebody puts off what they are asked, or says how they want to be asked."""

from collections.abc import Awaitable, Callable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks.text import to_come
from bot.door import Door
from bot.features.prompt import views
from rituals.snoozing import Snoozing


class Prompts:
    """`preferences` opens the window about how somebody is asked."""

    def __init__(
        self, snoozing: Snoozing, door: Door, preferences: Callable[[AsyncArgs], Awaitable[None]]
    ) -> None:
        self._snoozing, self._door, self._preferences = snoozing, door, preferences

    def listen(self) -> None:
        self._door.action(views.LATER, self.chosen)

    async def chosen(self, args: AsyncArgs) -> None:
        match views.later(args.payload["selected_option"]["value"]):
            case views.Later.PREFERENCES:
                return await self._preferences(args)
            case views.Later.TOMORROW:
                until = await self._snoozing.until_tomorrow(asker(args))
            case views.Later.NEXT_WEEK:
                until = await self._snoozing.not_this_week(asker(args))
        await args.ack()
        told = views.put_off(to_come(until, asker(args).time_zone, "before"))
        return self._door.after(args, self._door.respond(args, told))
