"""The product lead looks at the next digest, puts it in order, approves it, and says when it comes."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.digest import table, views
from rituals.digest_desk import DigestDesk
from rituals.drafts import Drafts


class Digest:
    def __init__(self, desk: DigestDesk, drafts: Drafts, door: Door) -> None:
        self._desk, self._drafts, self._door = desk, drafts, door

    def listen(self) -> None:
        self._door.action(views.OPEN, self.open)
        self._door.action(table.MOVE, self.move)
        self._door.action(table.BACK, self.move)
        self._door.action(table.PREVIEW, self.preview)
        self._door.view(table.APPROVE, self.approve)
        self._door.action(views.HOURS, self.ask_hours)
        self._door.view(table.RESCHEDULE, self.reschedule)

    async def answer(self, args: AsyncArgs, _rest: str = "") -> None:
        """What `/nsm digest` shows."""
        timetable = await self._desk.timetable()
        await self._door.reply(args, views.overview(timetable, asker(args).user))

    async def open(self, args: AsyncArgs) -> None:
        who, day = asker(args), unpack(views.Day, args.payload["value"]).day
        facts = await self._desk.look(who, day)
        draft = await self._drafts.of(who.user, table.draft_of(day))
        await args.ack()
        self._show(args, table.table(facts, draft))

    async def move(self, args: AsyncArgs) -> None:
        who, view = asker(args), args.body["view"]
        placing = unpack(table.Placing, _chosen(args))
        day = unpack(table.About, view["private_metadata"]).day
        facts = await self._desk.move(who, day, placing.win, placing.where)
        draft = await self._drafts.of(who.user, table.draft_of(day))
        await args.ack()
        fresh = limits.view(table.table(facts, draft))
        self._door.after(args, args.client.views_update(view_id=view["id"], view=fresh))

    async def preview(self, args: AsyncArgs) -> None:
        facts = await self._desk.look(asker(args), unpack(views.Day, args.payload["value"]).day)
        await args.ack()
        view = limits.view(table.preview(facts))
        self._door.after(args, args.client.views_push(trigger_id=args.body["trigger_id"], view=view))

    async def approve(self, args: AsyncArgs) -> None:
        day = unpack(table.About, args.payload["private_metadata"]).day
        form = forms.read(table.IntroForm, args.payload)
        facts = await self._desk.approve(asker(args), day, form.intro)
        await args.ack(response_action="update", view=limits.view(table.approved(facts)))

    async def ask_hours(self, args: AsyncArgs) -> None:
        timetable = await self._desk.may_reschedule(asker(args))
        await args.ack()
        self._show(args, table.hours(timetable))

    async def reschedule(self, args: AsyncArgs) -> None:
        form = forms.read(table.HoursForm, args.payload)
        timetable = await self._desk.reschedule(asker(args), form.weekday, form.at, form.week)
        await args.ack(response_action="update", view=limits.view(table.saved(timetable)))

    def _show(self, args: AsyncArgs, view: View) -> None:
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)


def _chosen(args: AsyncArgs) -> str:
    """What the pressed button, or the chosen line of a menu, carries."""
    option = args.payload.get("selected_option") or args.payload
    return str(option["value"])
