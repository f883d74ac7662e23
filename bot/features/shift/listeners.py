"""Whoever answers for a metric accepts the shift of its level, or does not yet, or takes it back."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.shift import views
from rituals.drafts import Drafts
from rituals.shifts import Shifts


class AcceptShifts:
    def __init__(self, shifts: Shifts, drafts: Drafts, door: Door) -> None:
        self._shifts, self._drafts, self._door = shifts, drafts, door

    def listen(self) -> None:
        self._door.action(views.ACCEPT, self.open)
        self._door.view(views.ACCEPTED, self.accept)
        self._door.action(views.NOT_YET, self.not_yet)
        self._door.action(views.TAKE_BACK, self.take_back)

    async def open(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["value"])
        offer = await self._shifts.offer(asker(args), about.about)
        draft = await self._drafts.of(asker(args).user, about.draft)
        await args.ack()
        view = limits.view(views.form(offer, draft))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def accept(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"])
        form = forms.read(views.AcceptForm, args.payload)
        await self._shifts.accept(asker(args), about.about, form.why or "")
        await args.ack()

    async def not_yet(self, args: AsyncArgs) -> None:
        await self._shifts.not_yet(asker(args), unpack(views.About, args.payload["value"]).about)
        await args.ack()

    async def take_back(self, args: AsyncArgs) -> None:
        level = unpack(views.Level, args.payload["value"])
        await self._shifts.take_back(asker(args), level.metric, level.since)
        await args.ack()
