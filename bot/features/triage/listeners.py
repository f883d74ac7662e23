"""/nsm triage, and what the agenda's buttons do."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.triage import docket_views, views
from rituals.docket import Dockets
from rituals.meeting import Meetings
from rituals.triage_questions import TriageQuestions


class Triage:
    """What is told of a meeting are letters: nothing here posts."""

    def __init__(self, dockets: Dockets, meetings: Meetings, questions: TriageQuestions, door: Door) -> None:
        self._dockets, self._meetings = dockets, meetings
        self._questions, self._door = questions, door

    def listen(self) -> None:
        self._door.action(views.NO_QUORUM, self.no_quorum)
        self._door.action(docket_views.MOVE, self.move)
        self._door.view(docket_views.MOVED, self.moved)
        self._door.action(docket_views.TAKE_OFF, self.take_off)

    async def show(self, args: AsyncArgs, _rest: str) -> None:
        """What follows `/nsm triage`; in the triage channel one reads what everybody there does."""
        facts = await self._dockets.docket(asker(args), args.body.get("channel_id"))
        await self._door.reply(args, docket_views.docket(facts) if facts else docket_views.nothing_yet())

    async def take_off(self, args: AsyncArgs) -> None:
        """The list anew, in the place of the one that was pressed."""
        who, about = asker(args), unpack(docket_views.Question, args.payload["value"]).about
        await self._questions.take_off(who, about)
        facts = await self._dockets.docket(who, args.context.channel_id)
        await args.ack()
        if facts is not None:
            again = self._door.respond(args, docket_views.docket(facts), replace=True)
            self._door.after(args, again)

    async def no_quorum(self, args: AsyncArgs) -> None:
        await self._meetings.no_quorum(asker(args), unpack(views.Day, args.payload["value"]).day)
        await args.ack()

    async def move(self, args: AsyncArgs) -> None:
        who = asker(args)
        view = limits.view(docket_views.form(await self._meetings.hour(who), who.time_zone))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def moved(self, args: AsyncArgs) -> None:
        hour = forms.read(docket_views.HourForm, args.payload).hour()
        await self._meetings.move(asker(args), hour)
        await args.ack(response_action="update", view=limits.view(docket_views.moved(hour)))
