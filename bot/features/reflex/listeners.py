"""The message shortcut that asks the reflex question in a thread."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.channels import Sight, sight
from bot.door import Door
from bot.features.reflex import views
from rituals.reflex import Reflexes
from storage.records.people import Person


class Reflex:
    def __init__(self, reflexes: Reflexes, door: Door) -> None:
        self._reflexes, self._door = reflexes, door

    def listen(self) -> None:
        self._door.shortcut(views.ASK, self.ask)

    async def ask(self, args: AsyncArgs) -> None:
        who = asker(args)
        await args.ack()
        self._door.after(args, self._ask(args, who))

    async def _ask(self, args: AsyncArgs, who: Person) -> None:
        """Nothing was typed that could be lost: what Slack knows of the channel is asked first."""
        channel, message = args.payload["channel"]["id"], args.payload["message"]
        seen = await sight(args.client, channel)
        if seen not in {Sight.MEMBER, Sight.SHARED}:
            return await self._door.respond(args, views.cannot_be_asked(seen))
        thread = message.get("thread_ts") or message["ts"]
        await self._reflexes.ask(who, channel, thread, is_shared=seen is Sight.SHARED)
        return await self._door.respond(args, views.asked())
