"""/nsm escalate: bring up what two teams could not settle, with those who can help."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.escalate import views
from bot.spoken import spoken
from rituals.commitments import TooLong
from rituals.conflicts import LONGEST, Conflicts
from rituals.drafts import Drafts
from rituals.people import People


class Escalate:
    def __init__(self, conflicts: Conflicts, drafts: Drafts, people: People, door: Door) -> None:
        self._conflicts, self._drafts = conflicts, drafts
        self._people, self._door = people, door

    def listen(self) -> None:
        self._door.view(views.RAISE, self.take)

    async def open(self, args: AsyncArgs, typed: str) -> None:
        """What follows `/nsm escalate` stands in the form."""
        who = asker(args)
        sides = await self._conflicts.sides(who)
        text = await spoken(typed, self._people)
        if len(text) > LONGEST:
            raise TooLong(len(text), LONGEST)
        draft = await self._drafts.of(who.user, form_name(views.RAISE))
        await args.ack()
        view = limits.view(views.form(sides, draft, text, who.user))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def take(self, args: AsyncArgs) -> None:
        speaking = unpack(views.Speaking, args.payload["private_metadata"])
        form = forms.read(views.EscalateForm, args.payload)
        told = await self._conflicts.raise_(asker(args), form.raising(speaking))
        await args.ack(response_action="update", view=limits.view(views.sent(told)))
