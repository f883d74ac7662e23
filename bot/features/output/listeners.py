"""/nsm output: see, add and remove what follows the North Star."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.output import views
from rituals.drafts import Drafts
from rituals.outputs import Outputs


class OutputPages:
    def __init__(self, outputs: Outputs, drafts: Drafts, door: Door) -> None:
        self._outputs, self._drafts, self._door = outputs, drafts, door

    def listen(self) -> None:
        self._door.action(views.ADD, self.add)
        self._door.view(views.CHOSEN, self.choose)
        self._door.view(views.NEW, self.take)
        self._door.action(views.REMOVE, self.remove)

    async def show(self, args: AsyncArgs, _rest: str = "") -> None:
        await self._door.reply(args, views.listing(await self._outputs.sheet(asker(args))))

    async def add(self, args: AsyncArgs) -> None:
        who = asker(args)
        known = await self._outputs.may_file(who)
        draft = await self._drafts.of(who.user, form_name(views.NEW))
        view = limits.view(views.choose(known) if known else views.new(draft))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def choose(self, args: AsyncArgs) -> None:
        who, form = asker(args), forms.read(views.ChoiceForm, args.payload)
        if form.known == views.SOMETHING_NEW:
            draft = await self._drafts.of(who.user, form_name(views.NEW))
            return await self._answer(args, views.new(draft, owner=form.owner))
        metric = await self._outputs.file_known(who, form.known, form.owner)
        return await self._answer(args, views.filed(metric))

    async def take(self, args: AsyncArgs) -> None:
        form = forms.read(views.NewForm, args.payload)
        metric = await self._outputs.file_new(asker(args), form.metric(), form.owner)
        on_top = args.payload.get("root_view_id") != args.payload["id"]
        await self._answer(args, views.filed(metric, on_top=on_top))

    async def remove(self, args: AsyncArgs) -> None:
        """The list anew, in the place of the one that was pressed."""
        who = asker(args)
        await self._outputs.remove(who, unpack(views.About, args.payload["value"]).about)
        message = views.listing(await self._outputs.sheet(who))
        await args.ack()
        self._door.after(args, self._door.respond(args, message, replace=True))

    async def _answer(self, args: AsyncArgs, view: View) -> None:
        await args.ack(response_action="update", view=limits.view(view))
