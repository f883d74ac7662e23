"""`/escalate channel`: the product lead chooses where triage reads."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.channels import sight
from bot.door import Door
from bot.features.setup.views import unreachable
from bot.features.triage_channel import views
from rituals.triage_place import TriagePlace


class TriageChannel:
    def __init__(self, place: TriagePlace, door: Door) -> None:
        self._place, self._door = place, door

    def listen(self) -> None:
        self._door.view(views.CHOOSE, self.choose)

    async def open(self, args: AsyncArgs) -> None:
        present = await self._place.channel(asker(args))
        await args.ack()
        view = limits.view(views.form(present))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def choose(self, args: AsyncArgs) -> None:
        chosen = forms.read(views.ChannelForm, args.payload).channel
        brought = await self._place.choose(asker(args), chosen)
        await args.ack(response_action="update", view=limits.view(views.chosen(chosen, brought)))
        if chosen is not None:
            self._door.after(args, self._look_at(args, chosen))

    async def _look_at(self, args: AsyncArgs, channel: str) -> None:
        """Say how to mend a channel that cannot be posted to."""
        message = unreachable(channel, await sight(args.client, channel))
        if message is not None:
            blocks = limits.message(message.blocks)
            await args.client.chat_postMessage(channel=asker(args).user, text=message.text, blocks=blocks)
