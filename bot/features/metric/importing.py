"""/nsm metric import: a department's list of KPIs, pasted, told apart line by line, taken over as a whole."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import pack, unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.metric import import_views
from rituals.authorisation import Action
from rituals.drafts import Drafts
from rituals.kpi_filing import KpiRefused, Kpis
from rituals.kpis import Pasted, TooMuchAtOnce
from rituals.rights import require


class KpiImport:
    def __init__(self, kpis: Kpis, drafts: Drafts, door: Door) -> None:
        self._kpis, self._drafts, self._door = kpis, drafts, door

    def listen(self) -> None:
        self._door.action(import_views.IMPORT, self.open)
        self._door.view(import_views.PASTED, self.read)
        self._door.view(import_views.TAGGED, self.file)

    async def open(self, args: AsyncArgs) -> None:
        who = asker(args)
        require(Action.IMPORT_KPIS, who)
        draft = await self._drafts.of(who.user, form_name(import_views.PASTED))
        await args.ack()
        view = limits.view(import_views.paste(draft))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def read(self, args: AsyncArgs) -> None:
        who, pasted = asker(args), forms.read(import_views.PastedForm, args.payload).pasted()
        if len(pack(pasted)) > import_views.CARRIED:
            raise TooMuchAtOnce
        kpis = await self._kpis.read(who, pasted)
        view = import_views.tag(pasted, kpis, await self._kpis.desk(who))
        # The list stays below, to be gone back to.
        await args.ack(response_action="push", view=limits.view(view))

    async def file(self, args: AsyncArgs) -> None:
        who, pasted = asker(args), unpack(Pasted, args.payload["private_metadata"])
        state = forms.state(args.payload)
        try:
            filed = await self._kpis.file(who, pasted, import_views.tags(state), state.get("team"))
        except KpiRefused as error:
            await args.ack(response_action="errors", errors=dict(import_views.refused(error)))
            return
        below = args.payload.get("previous_view_id")
        if below:
            await self._drafts.forget(who.user, form_name(import_views.PASTED), below)
        await args.ack(response_action="update", view=limits.view(import_views.filed(filed)))
