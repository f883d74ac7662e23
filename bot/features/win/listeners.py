"""/win: say where it will stand, post it, count who cheers."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.win import views
from bot.spoken import spoken
from rituals.drafts import Drafts
from rituals.people import People
from rituals.wins import Wins


class CelebrateWin:
    """`command` is the name `/win` has here."""

    def __init__(self, wins: Wins, drafts: Drafts, people: People, door: Door, *, command: str) -> None:
        self._wins, self._drafts, self._people = wins, drafts, people
        self._door, self._command = door, command

    def listen(self) -> None:
        self._door.command(self._command, self.typed)
        self._door.action(views.OPEN, self.pressed)
        self._door.view(views.TELL, self.tell)
        self._door.event("reaction_added", self.cheer)
        self._door.event("reaction_removed", self.uncheer)

    async def typed(self, args: AsyncArgs) -> None:
        await self.answer(args, args.payload.get("text", ""))

    async def answer(self, args: AsyncArgs, text: str) -> None:
        """What follows `/win`, wherever it was typed."""
        if text.strip().lower() == "help":
            await self._door.reply(args, views.usage(self._command))
        else:
            await self.open(args, await spoken(text, self._people))

    async def pressed(self, args: AsyncArgs) -> None:
        await self.open(args, "")

    async def open(self, args: AsyncArgs, text: str) -> None:
        stage = await self._wins.stage()
        draft = await self._drafts.of(asker(args).user, form_name(views.TELL))
        await args.ack()
        view = limits.view(views.form(stage, draft, text))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def tell(self, args: AsyncArgs) -> None:
        form = forms.read(views.WinForm, args.payload)
        stage = await self._wins.tell(asker(args), form.text, form.input, form.meaning)
        await args.ack(response_action="update", view=limits.view(views.posted(stage)))

    async def cheer(self, args: AsyncArgs) -> None:
        on, reaction = args.payload["item"], args.payload["reaction"]
        if on["type"] == "message":
            await self._wins.cheer(asker(args), on["channel"], on["ts"], reaction)

    async def uncheer(self, args: AsyncArgs) -> None:
        on, reaction = args.payload["item"], args.payload["reaction"]
        if on["type"] == "message":
            await self._wins.uncheer(asker(args), on["channel"], on["ts"], reaction)
