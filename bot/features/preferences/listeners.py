"""Somebody says how they want to be asked and named, and when they are away."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.preferences import views
from rituals.preferences import Own, OwnPreferences


class Preferences:
    def __init__(self, own: OwnPreferences, door: Door) -> None:
        self._own, self._door = own, door

    def listen(self) -> None:
        self._door.action(views.OPEN, self.pressed)
        self._door.action(views.BACK, self.be_back)
        self._door.action(views.WAKE, self.wake)
        self._door.view(views.KEEP, self.keep)

    async def pressed(self, args: AsyncArgs) -> None:
        await self.open(args, "")

    async def open(self, args: AsyncArgs, _rest: str) -> None:
        own = await self._own.of(asker(args))
        await args.ack()
        view = limits.view(views.form(own))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def keep(self, args: AsyncArgs) -> None:
        form = forms.read(views.PreferenceForm, args.payload)
        await self._own.choose(asker(args), form.wishes())
        await args.ack(response_action="update", view=limits.view(views.kept()))

    async def be_back(self, args: AsyncArgs) -> None:
        first = unpack(views.From, args.payload["value"]).first
        await self._redraw(args, await self._own.be_back(asker(args), first))

    async def wake(self, args: AsyncArgs) -> None:
        await self._redraw(args, await self._own.wake(asker(args)))

    async def _redraw(self, args: AsyncArgs, own: Own) -> None:
        await args.ack()
        shown = args.body["view"]
        view = limits.view(views.form(own))
        self._door.after(args, args.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view))
