"""/nsm source: where readings come from, how each source does, and those that are added in Slack."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.source import modal, trials, views
from bot.windows import put_up
from rituals.drafts import Drafts
from rituals.source_desk import SourceDesk
from rituals.source_list import SourceList
from storage.records.people import Person
from storage.sources.configs import CsvWebSource


class SourcePages:
    def __init__(self, sources: SourceList, desk: SourceDesk, drafts: Drafts, door: Door) -> None:
        self._sources, self._desk, self._drafts, self._door = sources, desk, drafts, door

    def listen(self) -> None:
        self._door.action(views.ADD, self.open)
        self._door.action(views.CHANGE, self.change)
        self._door.action(views.PULL, self.pull)
        self._door.action(views.PAUSE, self.pause)
        self._door.action(views.RESUME, self.resume)
        self._door.action(views.REMOVE, self.remove)
        self._door.view(modal.TRY, self.try_)
        self._door.action(modal.AGAIN, self.again)
        self._door.view(modal.KEEP, self.keep)

    async def show(self, args: AsyncArgs, rest: str = "") -> None:
        who = asker(args)
        if rest.strip().lower() == "add":
            return await self.open(args)
        return await self._door.reply(args, views.listed(await self._sources.of(who), who.time_zone))

    async def open(self, args: AsyncArgs) -> None:
        who = asker(args)
        offer, draft = await self._desk.offer(who), await self._drafts.of(who.user, form_name(modal.TRY))
        await self._put_before(args, modal.form(offer, draft))

    async def change(self, args: AsyncArgs) -> None:
        who, named = asker(args), unpack(views.Named, args.payload["value"])
        config, offer = await self._desk.read(who, named.name), await self._desk.offer(who)
        draft = await self._drafts.of(who.user, form_name(modal.TRY, named.name))
        await self._put_before(args, modal.form(offer, draft, config, anew=False))

    async def try_(self, args: AsyncArgs) -> None:
        who, name = asker(args), unpack(modal.Changed, args.payload["private_metadata"]).about
        held = forms.state(args.payload)
        config = modal.SourceForm.model_validate({**held, "name": name or held.get("name")}).source()
        await self._desk.require_addable(who, config, anew=not name)
        await args.ack(response_action="update", view=limits.view(modal.trying(anew=not name)))
        self._door.after(args, self._try(args, who, config, anew=not name))

    async def _try(self, args: AsyncArgs, who: Person, config: CsvWebSource, *, anew: bool) -> None:
        trial = await self._desk.tried(who, config, anew=anew)
        if trial.brought:
            view = modal.tried(config, trial, anew=anew)
        else:
            view = modal.form(await self._desk.offer(who), {}, config, anew=anew, trial=trial)
        await put_up(args, view)

    async def again(self, args: AsyncArgs) -> None:
        who, asked = asker(args), unpack(modal.Asked, args.body["view"]["private_metadata"])
        offer = await self._desk.offer(who)
        await args.ack()
        view = modal.form(offer, {}, modal.config_in(asked), anew=asked.anew)
        self._door.after(args, put_up(args, view))

    async def keep(self, args: AsyncArgs) -> None:
        who, asked = asker(args), unpack(modal.Asked, args.payload["private_metadata"])
        config = modal.config_in(asked)
        await self._desk.keep(who, config, anew=asked.anew)
        view = modal.kept(config, modal.pulling(), anew=asked.anew)
        await args.ack(response_action="update", view=limits.view(view))
        self._door.after(args, self._first_pull(args, who, config, anew=asked.anew))

    async def _first_pull(self, args: AsyncArgs, who: Person, config: CsvWebSource, *, anew: bool) -> None:
        run = await self._desk.pull(who, config.name)
        await put_up(args, modal.kept(config, trials.pulled(run), anew=anew))

    async def pull(self, args: AsyncArgs) -> None:
        who, named = asker(args), unpack(views.Named, args.payload["value"])
        await args.ack()
        self._door.after(args, self._pull(args, who, named.name))

    async def _pull(self, args: AsyncArgs, who: Person, name: str) -> None:
        run = await self._desk.pull(who, name)
        await self._list_again(args, who, views.came(name, run))

    async def pause(self, args: AsyncArgs) -> None:
        await self._pause(args, paused=True)

    async def resume(self, args: AsyncArgs) -> None:
        await self._pause(args, paused=False)

    async def _pause(self, args: AsyncArgs, *, paused: bool) -> None:
        who, named = asker(args), unpack(views.Named, args.payload["value"])
        await self._desk.pause(who, named.name, paused=paused)
        await args.ack()
        self._door.after(args, self._list_again(args, who))

    async def remove(self, args: AsyncArgs) -> None:
        who, named = asker(args), unpack(views.Named, args.payload["value"])
        await self._desk.remove(who, named.name)
        await args.ack()
        self._door.after(args, self._list_again(args, who, views.removed(named.name)))

    async def _list_again(self, args: AsyncArgs, who: Person, first: str = "") -> None:
        message = views.listed(await self._sources.of(who), who.time_zone, first)
        await self._door.respond(args, message, replace=True)

    async def _put_before(self, args: AsyncArgs, view: View) -> None:
        await args.ack()
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)
