"""Somebody wishes to be forgotten: it is theirs alone to say."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.forget import views
from bot.features.roster.directory import SlackDirectory
from rituals.forgetting import Forgetting


class ForgetMe:
    def __init__(self, forgetting: Forgetting, directory: SlackDirectory, door: Door) -> None:
        self._forgetting, self._directory, self._door = forgetting, directory, door

    def listen(self) -> None:
        self._door.action(views.FORGET, self.pressed)

    async def pressed(self, args: AsyncArgs) -> None:
        user = asker(args).user
        await args.ack()
        self._door.after(args, self._forget(args, user))

    async def _forget(self, args: AsyncArgs, user: str) -> None:
        # The window comes first: a trigger lasts three seconds, and sweeping a large database longer.
        under_way = limits.view(views.under_way())
        shown = await args.client.views_open(trigger_id=args.body["trigger_id"], view=under_way)
        done = await self._forgetting.forget(user, await self._directory.names(user))
        view = limits.view(views.done(is_swept=done.is_swept))
        await args.client.views_update(view_id=shown["view"]["id"], view=view)
