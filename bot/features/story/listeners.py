"""/nsm story: read it; the product lead tells it for an audience and tries it on a colleague."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.story import views
from rituals.drafts import Drafts
from rituals.narrative import Narratives
from storage.records.narrative import Heard


class StoryTelling:
    def __init__(self, narratives: Narratives, drafts: Drafts, door: Door) -> None:
        self._narratives, self._drafts, self._door = narratives, drafts, door

    def listen(self) -> None:
        self._door.action(views.EDIT, self.edit)
        self._door.view(views.TELL, self.tell)
        self._door.action(views.TRY, self.offer)
        self._door.view(views.TRY_ON, self.try_on)
        self._door.action(views.SAY, self.say)
        self._door.view(views.SAID, self.said)
        self._door.action(views.READY, self.ready)
        self._door.action(views.REVISE, self.revise)

    async def show(self, args: AsyncArgs, _rest: str = "") -> None:
        await self._door.reply(args, views.story(await self._narratives.story(), asker(args)))

    async def edit(self, args: AsyncArgs) -> None:
        await self._open(args, await self._form(args, args.payload["selected_option"]["value"]))

    async def tell(self, args: AsyncArgs) -> None:
        audience = unpack(views.Audience, args.payload["private_metadata"]).about
        form = forms.read(views.TellForm, args.payload)
        now = await self._narratives.tell(asker(args), audience, form.why_this, form.why_now, form.what_if)
        await args.ack(response_action="update", view=limits.view(views.saved(now)))

    async def offer(self, args: AsyncArgs) -> None:
        await self._narratives.may_tell(asker(args), "plain")
        await self._open(args, views.try_on())

    async def try_on(self, args: AsyncArgs) -> None:
        form = forms.read(views.TryForm, args.payload)
        test = await self._narratives.try_on(asker(args), form.audience, form.colleague)
        await args.ack(response_action="update", view=limits.view(views.asked(test)))

    async def say(self, args: AsyncArgs) -> None:
        about = unpack(views.Test, args.payload["value"]).about
        test = await self._narratives.asked(asker(args), about)
        draft = await self._drafts.of(asker(args).user, form_name(views.SAID, about))
        await self._open(args, views.say(test, draft))

    async def said(self, args: AsyncArgs) -> None:
        about = unpack(views.Test, args.payload["private_metadata"]).about
        form = forms.read(views.SaidForm, args.payload)
        await self._narratives.answer(asker(args), about, form.words)
        await args.ack()

    async def ready(self, args: AsyncArgs) -> None:
        await self._judge(args, Heard.READY)
        await args.ack()

    async def revise(self, args: AsyncArgs) -> None:
        audience = await self._judge(args, Heard.REVISE)
        await self._open(args, await self._form(args, audience))

    async def _judge(self, args: AsyncArgs, heard: Heard) -> str:
        """What was tried is settled, in the message too; gives the audience it was told for."""
        about = unpack(views.Test, args.payload["value"]).about
        told = await self._narratives.judge(asker(args), about, heard)
        self._door.after(args, self._door.respond(args, views.heard(told), replace=True))
        return told.audience

    async def _form(self, args: AsyncArgs, audience: str) -> View:
        who = asker(args)
        now = await self._narratives.may_tell(who, audience)
        return views.tell(now, await self._drafts.of(who.user, form_name(views.TELL, audience)))

    async def _open(self, args: AsyncArgs, view: View) -> None:
        await args.ack()
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)
