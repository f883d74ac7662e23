"""/nsm team: see, add, change and retire teams."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.channels import sight
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.setup.views import unreachable
from bot.features.team import form, views
from rituals.drafts import Drafts
from rituals.roster import Directory, Rosters
from rituals.teams import Teams
from storage.records.teams import Team


class TeamPages:
    def __init__(
        self, teams: Teams, rosters: Rosters, directory: Directory, drafts: Drafts, door: Door
    ) -> None:
        self._teams, self._rosters, self._directory = teams, rosters, directory
        self._drafts, self._door = drafts, door

    def listen(self) -> None:
        self._door.action(views.ADD, self.add)
        self._door.view(views.NEW, self.take_new)
        self._door.action(views.EDIT, self.edit)
        self._door.view(views.CHANGE, self.change)
        self._door.action(views.RETIRE, self.retire)

    async def list(self, args: AsyncArgs, wanted: str = "") -> None:
        message = views.listing(await self._teams.sheet(), asker(args).user, wanted)
        await self._door.reply(args, message)

    async def add(self, args: AsyncArgs) -> None:
        who = asker(args)
        company_zone = await self._teams.may_add(who)
        draft = await self._drafts.of(who.user, form_name(views.NEW))
        await args.ack()
        self._open(args, form.form(None, None, who, [who.time_zone, company_zone], draft))

    async def take_new(self, args: AsyncArgs) -> None:
        filled = forms.read(form.TeamForm, args.payload)
        team = await self._teams.add(asker(args), filled.plan())
        saved = views.saved(await self._teams.hours(team.id), is_new=True)
        await args.ack(response_action="update", view=limits.view(saved))
        self._door.after(args, self._meet(args, team))

    async def edit(self, args: AsyncArgs) -> None:
        who = asker(args)
        about = unpack(views.About, args.payload["value"]).about
        team, pulse = await self._teams.plan_to_change(who, about)
        draft = await self._drafts.of(who.user, form_name(views.CHANGE, team.id))
        await args.ack()
        self._open(args, form.form(team, pulse, who, [team.time_zone, who.time_zone], draft))

    async def change(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        filled = forms.read(form.TeamForm, args.payload)
        team = await self._teams.change(asker(args), about, filled.plan())
        saved = views.saved(await self._teams.hours(team.id), is_new=False)
        await args.ack(response_action="update", view=limits.view(saved))
        self._door.after(args, self._meet(args, team))

    async def retire(self, args: AsyncArgs) -> None:
        who = asker(args)
        await self._teams.retire(who, unpack(views.About, args.payload["value"]).about)
        message = views.listing(await self._teams.sheet(), who.user)
        await args.ack()
        self._door.after(args, self._door.respond(args, message, replace=True))

    def _open(self, args: AsyncArgs, view: View) -> None:
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)

    async def _meet(self, args: AsyncArgs, team: Team) -> None:
        """Read the team's channel; say how to mend it where that is not possible."""
        await self._rosters.sync(team.id, self._directory)
        message = unreachable(team.channel, await sight(args.client, team.channel))
        if message is not None:
            blocks = limits.message(message.blocks)
            await args.client.chat_postMessage(channel=asker(args).user, text=message.text, blocks=blocks)
