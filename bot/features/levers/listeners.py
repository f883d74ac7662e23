"""/nsm levers: a lead talks about levers, chooses one, agrees to its link; or looks for an indirect way."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.input.fields import InputForm, Way
from bot.features.input.views import instead
from bot.features.levers import path_views, views
from rituals.drafts import Drafts
from rituals.inputs import Inputs, TooManyInputs
from rituals.levers import Agreement, Levers
from rituals.unconnected import Searches
from storage.records.levers import Finding
from storage.records.metrics import InputState


class LeverTalks:
    def __init__(
        self, levers: Levers, searches: Searches, inputs: Inputs, drafts: Drafts, door: Door
    ) -> None:
        self._levers, self._searches, self._inputs = levers, searches, inputs
        self._drafts, self._door = drafts, door

    def listen(self) -> None:
        self._door.view(views.TALK, self.keep)
        self._door.view(views.CHOOSE, self.choose)
        self._door.view(views.AGREE, self.agree)
        self._door.action(views.NEXT, self.next)
        self._door.action(views.NO_WAY, self.no_way)
        self._door.view(path_views.PATH, self.found)
        self._door.action(path_views.LOOK, self.look)
        self._door.action(path_views.NOT_YET, self.not_yet)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        who = asker(args)
        start = await self._levers.start(who)
        draft = await self._drafts.of(who.user, form_name(views.TALK, views.only(start.teams)))
        view = views.talk(start, draft)
        await args.ack()
        self._door.after(args, args.client.views_open(**_at(args), view=limits.view(view)))

    async def keep(self, args: AsyncArgs) -> None:
        form = forms.read(views.TalkForm, args.payload)
        team = form.team or unpack(views.OfTeam, args.payload["private_metadata"]).about
        lines, ask_team = form.candidates.splitlines(), form.ask_team
        await self._levers.keep(asker(args), team, form.outcome, lines, ask_team=ask_team)
        await self._update(args, await self._choice(args, team))

    async def choose(self, args: AsyncArgs) -> None:
        about = unpack(views.OfTeam, args.payload["private_metadata"])
        name = forms.state(args.payload)["candidate"]
        await self._update(args, await self._link(args, about, name=name))

    async def agree(self, args: AsyncArgs) -> None:
        about = unpack(views.OfTeam, args.payload["private_metadata"])
        form = forms.read(InputForm, args.payload)
        if about.work is not None:
            await self._searches.get(asker(args), about.work)  # or else nothing is agreed to, either
        agreement = await self._levers.agree(asker(args), about.about, form.proposal())
        if about.work is not None:
            await self._searches.connected(asker(args), about.work)
        await self._update(args, await self._agreed(args, agreement))

    async def next(self, args: AsyncArgs) -> None:
        view = await self._choice(args, unpack(views.OfTeam, args.payload["value"]).about)
        await args.ack()
        shown = args.body["view"]["id"]
        self._door.after(args, args.client.views_update(view_id=shown, view=limits.view(view)))

    async def no_way(self, args: AsyncArgs) -> None:
        who = asker(args)
        start = await self._levers.start(who)
        draft = await self._drafts.of(who.user, form_name(path_views.PATH, views.only(start.teams)))
        view = path_views.path(start.teams, await self._inputs.by_team(), draft)
        await args.ack()
        self._door.after(args, args.client.views_push(**_at(args), view=limits.view(view)))

    async def look(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(path_views.Work, args.payload["value"]).work
        known, team = await self._searches.get(who, about)
        draft = await self._drafts.of(who.user, form_name(path_views.PATH, known.id))
        view = path_views.path([team], await self._inputs.by_team(), draft, known)
        await args.ack()
        self._door.after(args, args.client.views_open(**_at(args), view=limits.view(view)))

    async def found(self, args: AsyncArgs) -> None:
        known = unpack(path_views.Searched, args.payload["private_metadata"])
        form = forms.read(path_views.PathForm, args.payload)
        team = form.team or known.team
        if form.finding is Finding.CONNECTED:
            about = views.OfTeam(team, known.work)
            return await self._update(args, await self._link(args, about, way=form.way()))
        kept = await self._searches.keep(asker(args), team, form.search(), known.work)
        return await self._update(args, path_views.kept(kept))

    async def not_yet(self, args: AsyncArgs) -> None:
        await self._searches.put_off(asker(args), unpack(path_views.Work, args.payload["value"]).work)
        await args.ack()

    async def _choice(self, args: AsyncArgs, team_id: str) -> View:
        notes, left = await self._levers.left(asker(args), team_id)
        return views.choose(notes, left) if left else views.all_chosen()

    async def _link(
        self, args: AsyncArgs, about: views.OfTeam, *, name: str = "", way: Way | None = None
    ) -> View:
        who = asker(args)
        star = (await self._levers.start(who)).star.metric.name
        draft = await self._drafts.of(who.user, form_name(views.AGREE, about.about))
        return views.link(about, star, await self._inputs.by_team(), draft, name=name, way=way)

    async def _agreed(self, args: AsyncArgs, agreement: Agreement) -> View:
        an_input = agreement.an_input
        if isinstance(agreement.full, TooManyInputs):
            of_team = await self._inputs.of_team(an_input.team)
            return instead(an_input, of_team.team, agreement.full, of_team.having(InputState.ACTIVE))
        return views.agreed(an_input, await self._levers.left_over(asker(args), an_input.team))

    async def _update(self, args: AsyncArgs, view: View) -> None:
        await args.ack(response_action="update", view=limits.view(view))


def _at(args: AsyncArgs) -> dict[str, str]:
    return {"trigger_id": args.body["trigger_id"]}
