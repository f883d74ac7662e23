"""/nsm log: write down a reading, in one line or in a form."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.log import views
from bot.spoken import spoken
from rituals.drafts import Drafts
from rituals.people import People
from rituals.recording import Recordings, number, typed_entry


class Log:
    def __init__(self, recordings: Recordings, drafts: Drafts, people: People, door: Door) -> None:
        self._recordings, self._drafts = recordings, drafts
        self._people, self._door = people, door

    def listen(self) -> None:
        self._door.view(views.LOG, self.take)

    async def answer(self, args: AsyncArgs, text: str) -> None:
        """What follows `/nsm log`."""
        if not text:
            return await self.open(args)
        entry = typed_entry(await spoken(text, self._people), await self._recordings.metrics())
        told = await self._recordings.record(
            asker(args), entry.metric.key, entry.value, entry.day, entry.note
        )
        return await self._door.reply(args, views.said(told))

    async def open(self, args: AsyncArgs) -> None:
        who = asker(args)
        mine = await self._recordings.answered_by(who)
        if not mine:
            return await self._door.reply(args, views.nothing_to_log())
        draft = await self._drafts.of(who.user, form_name(views.LOG))
        view = limits.view(views.form(mine, await self._recordings.latest_day(mine[0]), draft))
        await args.ack()
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
        return self._door.after(args, opening)

    async def take(self, args: AsyncArgs) -> None:
        form = forms.read(views.LogForm, args.payload)
        told = await self._recordings.record(
            asker(args), form.metric, number(form.value), form.period, form.note
        )
        await args.ack(response_action="update", view=limits.view(views.written(told)))
