"""Whose team is whose: Slack's news, the lead's hand, and the daily check."""

from collections.abc import Awaitable, Callable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.app import Installation
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.roster import views
from bot.features.roster.directory import SlackDirectory, person
from bot.features.team.views import PEOPLE, About
from rituals.roster import Rosters
from rituals.teams import Teams


class RosterKeeping:
    """`ours` says which workspace is ours, and who the bot is in it.

    `invited` is told of each channel that the bot has been invited to.
    """

    def __init__(
        self,
        rosters: Rosters,
        teams: Teams,
        directory: SlackDirectory,
        door: Door,
        *,
        ours: Installation,
        invited: Callable[[str], Awaitable[object]],
    ) -> None:
        self._rosters, self._teams, self._directory, self._door = rosters, teams, directory, door
        self._workspace, self._bot_user, self._invited = ours.workspace, ours.bot_user, invited

    def listen(self) -> None:
        self._door.event("member_joined_channel", self.came)
        self._door.event("member_left_channel", self.went)
        self._door.event("user_change", self.met)
        self._door.event("team_join", self.met)
        self._door.action(PEOPLE, self.open)
        self._door.view(views.ARRANGE, self.arrange)
        self._door.action(views.NEW_LEAD, self.hand_over)

    async def came(self, args: AsyncArgs) -> None:
        channel, user = args.payload["channel"], args.payload["user"]
        if user == self._bot_user:
            await self._invited(channel)
            await self._rosters.sync_channel(channel, self._directory)
        else:
            await self._rosters.came(channel, await self._directory.person(user))

    async def went(self, args: AsyncArgs) -> None:
        await self._rosters.went(args.payload["channel"], args.payload["user"])

    async def met(self, args: AsyncArgs) -> None:
        await self._rosters.met(person(args.payload["user"], self._workspace))

    async def meet(self, user: str) -> None:
        """Ask Slack who somebody is."""
        await self._rosters.met(await self._directory.person(user))

    async def open(self, args: AsyncArgs) -> None:
        team = await self._teams.may_change(asker(args), unpack(About, args.payload["value"]).about)
        view = limits.view(views.arrange(await self._rosters.of_team(team.id)))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def arrange(self, args: AsyncArgs) -> None:
        about, form = unpack(About, args.payload["private_metadata"]).about, forms.state(args.payload)
        added, left_out = form["added"] or [], form["left_out"] or []
        roster = await self._rosters.arrange(asker(args), about, added, left_out)
        await args.ack(response_action="update", view=limits.view(views.arranged(roster)))
        self._door.after(args, self._rosters.sync(about, self._directory))

    async def hand_over(self, args: AsyncArgs) -> None:
        about = unpack(views.LeadOf, args.payload["block_id"]).lead_of
        team = await self._teams.hand_over(asker(args), about, args.payload["selected_user"])
        await args.ack()
        message = views.leads_now(team.name, team.lead)
        self._door.after(args, self._door.respond(args, message))
