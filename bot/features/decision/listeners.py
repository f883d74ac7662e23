"""A decision is written down, superseded, or found still to hold."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.decision import form, views
from rituals.deciding import Decisions
from rituals.drafts import Drafts
from rituals.reviewing import Reviews


class Decision:
    """What is told of a decision are letters: nothing here posts."""

    def __init__(self, decisions: Decisions, reviews: Reviews, drafts: Drafts, door: Door) -> None:
        self._decisions, self._reviews = decisions, reviews
        self._drafts, self._door = drafts, door

    def listen(self) -> None:
        self._door.action(views.DECIDE, self.decide)
        self._door.action(views.ANEW, self.decide_anew)
        self._door.action(views.HOLDS, self.holds)
        self._door.view(form.RECORD, self.record)
        self._door.view(form.SUPERSEDE, self.supersede)

    async def decide(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(views.About, args.payload["value"]).about
        sheet = await self._decisions.sheet(who, about)
        draft = await self._drafts.of(who.user, form.draft_name(about, anew=False))
        await args.ack()
        self._open(args, form.form(sheet, draft, about))

    async def decide_anew(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(views.About, args.payload["value"]).about
        sheet = await self._decisions.sheet_anew(who, about)
        draft = await self._drafts.of(who.user, form.draft_name(about, anew=True))
        await args.ack()
        self._open(args, form.form(sheet, draft, about))

    async def record(self, args: AsyncArgs) -> None:
        about = unpack(form.Memory, args.payload["private_metadata"]).about
        deciding = forms.read(form.DecisionForm, args.payload).deciding()
        await self._decisions.record(asker(args), about, deciding)
        await args.ack()

    async def supersede(self, args: AsyncArgs) -> None:
        about = unpack(form.Memory, args.payload["private_metadata"]).about
        deciding = forms.read(form.DecisionForm, args.payload).deciding()
        await self._decisions.supersede(asker(args), about, deciding)
        await args.ack()

    async def holds(self, args: AsyncArgs) -> None:
        due = unpack(views.Due, args.payload["value"])
        await self._reviews.still_holds(asker(args), due.decision, due.due_on)
        await args.ack()

    def _open(self, args: AsyncArgs, view: View) -> None:
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)
