"""The product lead shuts the organisation down for some days, or calls that off."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.pauses import views
from rituals.pauses import Pauses


class PausePages:
    def __init__(self, pauses: Pauses, door: Door) -> None:
        self._pauses, self._door = pauses, door

    def listen(self) -> None:
        self._door.action(views.OPEN, self.pressed)
        self._door.action(views.CALL_OFF, self.call_off)
        self._door.view(views.SHUT_DOWN, self.shut_down)

    async def pressed(self, args: AsyncArgs) -> None:
        await self.open(args, "")

    async def open(self, args: AsyncArgs, _rest: str) -> None:
        planned = await self._pauses.may_plan(asker(args))
        await args.ack()
        view = limits.view(views.form(planned))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def shut_down(self, args: AsyncArgs) -> None:
        form = forms.read(views.ShutdownForm, args.payload)
        shutdown = await self._pauses.shut_down(asker(args), form.first, form.last)
        await args.ack(response_action="update", view=limits.view(views.kept(shutdown)))

    async def call_off(self, args: AsyncArgs) -> None:
        who = asker(args)
        await self._pauses.call_off(who, unpack(views.From, args.payload["value"]).first)
        planned, shown = await self._pauses.may_plan(who), args.body["view"]
        await args.ack()
        view = limits.view(views.form(planned))
        self._door.after(args, args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view))
