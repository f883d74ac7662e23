"""/nsm launch and /nsm questions: announce with a question, ask, answer, hand on, see who asked nothing."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.launch import views
from rituals.drafts import Drafts
from rituals.launch import Launches


class Announcing:
    def __init__(self, launches: Launches, drafts: Drafts, door: Door) -> None:
        self._launches, self._drafts, self._door = launches, drafts, door

    def listen(self) -> None:
        self._door.view(views.LAUNCH, self.launch)
        self._door.action(views.ASK, self.ask)
        self._door.view(views.ASKED, self.asked)
        self._door.action(views.ANSWER, self.answer)
        self._door.view(views.ANSWERED, self.answered)
        self._door.action(views.GIVE, self.give)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        who = asker(args)
        stage = await self._launches.stage(who)
        draft = await self._drafts.of(who.user, form_name(views.LAUNCH))
        await self._open(args, views.stage(stage, who, draft))

    async def launch(self, args: AsyncArgs) -> None:
        form = forms.read(views.LaunchForm, args.payload)
        launch = await self._launches.launch(asker(args), form.question, args.payload["id"])
        await self._update(args, views.launched(launch.channel))

    async def list(self, args: AsyncArgs, _rest: str = "") -> None:
        await self._door.reply(args, views.listing(await self._launches.dialogue(), asker(args)))

    async def ask(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["value"]).about
        draft = await self._drafts.of(asker(args).user, form_name(views.ASKED, about))
        await self._open(args, views.asking(about, draft))

    async def asked(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        form = forms.read(views.TextForm, args.payload)
        await self._launches.ask(asker(args), about, form.text, args.payload["id"])
        await self._update(args, views.question_taken())

    async def answer(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(views.About, args.payload["value"]).about
        question = await self._launches.open_question(who, about)
        draft = await self._drafts.of(who.user, form_name(views.ANSWERED, about))
        await self._open(args, views.answering(question, draft))

    async def answered(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        form = forms.read(views.TextForm, args.payload)
        await self._launches.answer(asker(args), about, form.text)
        await self._update(args, views.answer_taken())

    async def give(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["block_id"]).about
        question = await self._launches.give(asker(args), about, args.payload["selected_user"])
        await args.ack()
        self._door.after(args, self._door.respond(args, views.given(question)))

    async def _update(self, args: AsyncArgs, view: View) -> None:
        await args.ack(response_action="update", view=limits.view(view))

    async def _open(self, args: AsyncArgs, view: View) -> None:
        await args.ack()
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)
