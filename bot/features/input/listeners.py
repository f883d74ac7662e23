"""/nsm input: see, propose, agree, change, move and retire inputs."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.input import views
from bot.features.input.fields import InputForm, ProposalForm
from bot.features.input.list_views import listing
from rituals.authorisation import Action
from rituals.drafts import Drafts
from rituals.inputs import Inputs, TooManyInputs
from rituals.rights import require
from rituals.teams import TeamGone, Teams
from storage.records.metrics import Input, InputState


class InputMetrics:
    def __init__(self, inputs: Inputs, teams: Teams, drafts: Drafts, door: Door) -> None:
        self._inputs, self._teams, self._drafts, self._door = inputs, teams, drafts, door

    def listen(self) -> None:
        self._door.action(views.PROPOSE, self.propose)
        self._door.view(views.PROPOSAL, self.take_proposal)
        self._door.action(views.AGREE, self.agree)
        self._door.view(views.INSTEAD, self.agree_instead)
        self._door.action(views.EDIT, self.edit)
        self._door.view(views.CHANGE, self.change)
        self._door.action(views.MOVE, self.move)
        self._door.view(views.MOVED, self.take_move)
        self._door.action(views.RETIRE, self.retire)

    async def list(self, args: AsyncArgs, _rest: str = "") -> None:
        await self._door.reply(args, await self._listed(args))

    async def propose(self, args: AsyncArgs) -> None:
        who = asker(args)
        require(Action.PROPOSE_INPUT, who)
        inputs = await self._inputs.by_team()
        if not inputs:
            raise TeamGone
        draft = await self._drafts.of(who.user, form_name(views.PROPOSAL))
        await args.ack()
        self._open(args, views.propose(inputs, draft))

    async def take_proposal(self, args: AsyncArgs) -> None:
        form = forms.read(ProposalForm, args.payload)
        proposed = await self._inputs.propose(asker(args), form.team, form.proposal())
        view = views.proposed(proposed, await self._teams.get(proposed.team))
        await args.ack(response_action="update", view=limits.view(view))

    async def agree(self, args: AsyncArgs) -> None:
        chosen = await self._pressed(args)
        try:
            await self._inputs.activate(asker(args), chosen.id)
        except TooManyInputs as full:
            of_team = await self._inputs.of_team(chosen.team)
            await args.ack()
            active = of_team.having(InputState.ACTIVE)
            self._open(args, views.instead(chosen, of_team.team, full, active))
        else:
            await self._show(args)

    async def agree_instead(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        instead_of = forms.state(args.payload)["instead_of"]
        agreed = await self._inputs.activate(asker(args), about, instead_of)
        message = views.agreed(agreed, await self._teams.get(agreed.team))
        view = views.said("Agreed", message.text)
        await args.ack(response_action="update", view=limits.view(view))

    async def edit(self, args: AsyncArgs) -> None:
        old = await self._pressed(args)
        await self._inputs.may_change(asker(args), old.id)
        draft = await self._drafts.of(asker(args).user, form_name(views.CHANGE, old.id))
        inputs = await self._inputs.by_team()
        await args.ack()
        self._open(args, views.edit(old, draft, inputs))

    async def change(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        form = forms.read(InputForm, args.payload)
        changed = await self._inputs.change(asker(args), about, form.proposal(), form.why())
        view = views.said("Saved", views.kept_under(changed))
        await args.ack(response_action="update", view=limits.view(view))

    async def move(self, args: AsyncArgs) -> None:
        moving = await self._pressed(args)
        await self._inputs.may_move(asker(args), moving.id)
        others = [team for team in (await self._teams.sheet()).teams if team.id != moving.team]
        await args.ack()
        self._open(args, views.move(moving, others))

    async def take_move(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        moved = await self._inputs.move(asker(args), about, forms.state(args.payload)["team"])
        view = views.proposed(moved, await self._teams.get(moved.team))
        await args.ack(response_action="update", view=limits.view(view))

    async def retire(self, args: AsyncArgs) -> None:
        await self._inputs.retire(asker(args), (await self._pressed(args)).id)
        await self._show(args)

    async def _pressed(self, args: AsyncArgs) -> Input:
        return await self._inputs.get(unpack(views.About, args.payload["value"]).about)

    async def _listed(self, args: AsyncArgs) -> Message:
        teams, standings = await self._inputs.by_team(), await self._inputs.standings()
        return listing(teams, asker(args), standings)

    async def _show(self, args: AsyncArgs) -> None:
        """The list anew, in the place of the one that was pressed."""
        message = await self._listed(args)
        await args.ack()
        # What was asked by direct message is edited as any message is.
        replace = bool(args.body["container"].get("is_ephemeral"))
        self._door.after(args, self._door.respond(args, message, replace=replace))

    def _open(self, args: AsyncArgs, view: View) -> None:
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)
