"""The product lead writes the sentence for Monday."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.sentence import views
from bot.features.sentence.about import About, Memory, Words
from rituals.drafts import Drafts
from rituals.sentence import Sentences


class Sentence:
    def __init__(self, sentences: Sentences, drafts: Drafts, door: Door) -> None:
        self._sentences, self._drafts, self._door = sentences, drafts, door

    def listen(self) -> None:
        self._door.action(views.WRITE, self.open)
        self._door.view(views.SUBMIT, self.submit)

    async def open(self, args: AsyncArgs) -> None:
        about = unpack(About, args.payload["value"])
        who = asker(args)
        written = await self._sentences.of(who, about.metric, about.period)
        draft = await self._drafts.of(who.user, about.draft(views.SUBMIT))
        await args.ack()
        view = limits.view(views.form(about, draft, written))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def submit(self, args: AsyncArgs) -> None:
        about = unpack(Memory, args.payload["private_metadata"]).number
        form = forms.read(Words, args.payload)
        await self._sentences.write(asker(args), about.metric, about.period, form.text)
        await args.ack()
