"""An owner tells what they know about a number."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.sentence.about import About, Memory, Words
from bot.features.upkeep import views
from rituals.drafts import Drafts
from rituals.unusual import Explaining


class Upkeep:
    def __init__(self, explaining: Explaining, drafts: Drafts, door: Door) -> None:
        self._explaining, self._drafts, self._door = explaining, drafts, door

    def listen(self) -> None:
        self._door.action(views.EXPLAIN, self.open)
        self._door.view(views.SUBMIT, self.submit)

    async def open(self, args: AsyncArgs) -> None:
        about = unpack(About, args.payload["value"])
        who = asker(args)
        metric, said = await self._explaining.said(who, about.metric, about.period)
        draft = await self._drafts.of(who.user, about.draft(views.SUBMIT))
        await args.ack()
        view = limits.view(views.form(about, metric, draft, said))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def submit(self, args: AsyncArgs) -> None:
        about = unpack(Memory, args.payload["private_metadata"]).number
        form = forms.read(Words, args.payload)
        await self._explaining.explain(asker(args), about.metric, about.period, form.text)
        await args.ack()
