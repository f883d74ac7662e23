"""/win: say where it will stand and who will be named, then post it."""

from collections.abc import Mapping
from dataclasses import replace

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.limits import shorten
from bot.blocks.values import unpack
from bot.channels import is_public
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.win import modal, views
from bot.features.win.bank import SOMEBODY, Bank
from bot.features.win.modal import Origin
from bot.spoken import spoken
from rituals.drafts import Drafts
from rituals.people import People
from rituals.win_telling import LONGEST_STORY, Stage, Telling
from rituals.wins import Wins
from storage.records.people import Person

_WORDS = ("help", "list", "search")


class CelebrateWin:
    """`command` is the name `/win` has here."""

    def __init__(
        self,
        wins: Wins,
        bank: Bank,
        drafts: Drafts,
        people: People,
        door: Door,
        *,
        command: str,
    ) -> None:
        self._wins, self._bank = wins, bank
        self._drafts, self._people = drafts, people
        self._door, self._command = door, command

    def listen(self) -> None:
        self._door.command(self._command, self.typed, _WORDS)
        self._door.action(views.OPEN, self.pressed)
        self._door.action(views.MAKE, self.make)
        self._door.shortcut(views.SHARE, self.share)
        self._door.action(modal.INPUT, self.aim)
        self._door.action(modal.PEOPLE, self.name)
        self._door.view(modal.TELL, self.tell)

    async def typed(self, args: AsyncArgs) -> None:
        await self.answer(args, args.payload.get("text", ""))

    async def answer(self, args: AsyncArgs, text: str) -> None:
        """What follows `/win`, wherever it was typed."""
        match text.strip().lower().split():
            case ["help"]:
                await self._door.reply(args, views.usage(self._command))
            case ["list"]:
                await self._bank.list(args)
            case ["search", *_]:
                await self._bank.search(args, text.strip()[len("search") :])
            case _:
                await self._open(args, *await self._begin(asker(args), text), Origin())

    async def pressed(self, args: AsyncArgs) -> None:
        await self._open(args, *await self._begin(asker(args), ""), Origin())

    async def make(self, args: AsyncArgs) -> None:
        who, commitment = asker(args), unpack(views.Making, args.payload["value"]).commitment
        telling = await self._wins.made_of(who, commitment)
        stage = await self._wins.stage(who, telling)
        await self._open(args, telling, stage, Origin(about=commitment, commitment=commitment))

    async def share(self, args: AsyncArgs) -> None:
        asker(args)
        await args.ack()
        self._door.after(args, self._open_shared(args))

    async def aim(self, args: AsyncArgs) -> None:
        """An input was chosen: show its readings."""
        telling = replace(modal.filled(args.body["view"]), stretch=None)
        stage = await self._stage(args, telling)
        usual = (stage.usual.before, stage.usual.after) if stage.usual else None
        await args.ack()
        self._redraw(args, stage, replace(telling, stretch=usual))

    async def name(self, args: AsyncArgs) -> None:
        """People were chosen: show how they will appear."""
        telling = modal.filled(args.body["view"])
        stage = await self._stage(args, telling)
        await args.ack()
        self._redraw(args, stage, telling)

    async def tell(self, args: AsyncArgs) -> None:
        form = forms.read(modal.WinForm, args.payload)
        telling = form.telling(modal.origin_of(args.payload))
        stage = await self._wins.tell(asker(args), telling, args.payload["id"])
        await args.ack(response_action="update", view=limits.view(modal.posted(stage)))

    async def _begin(self, who: Person, said: str, writer: str | None = None) -> tuple[Telling, Stage]:
        """Words as Slack sends them, with those they mention; who is not to be named becomes a colleague."""
        mentioned = dict.fromkeys([*([writer] if writer else []), *SOMEBODY.findall(said)])
        telling = await self._wins.begin(who, tuple(mentioned))
        stage = await self._wins.stage(who, telling)
        silent = {*telling.people} - {*stage.people.users}
        discreet = SOMEBODY.sub(lambda found: "a colleague" if found[1] in silent else found[0], said)
        return replace(telling, text=await spoken(discreet, self._people)), stage

    async def _open(self, args: AsyncArgs, telling: Telling, stage: Stage, origin: Origin) -> None:
        draft = await self._draft(asker(args), origin, typed=telling.text if origin.is_plain else "")
        await args.ack()
        self._door.after(args, self._show(args, modal.form(stage, telling, draft, origin)))

    async def _open_shared(self, args: AsyncArgs) -> None:
        """A message of a public channel is quoted.

        One that only some could read is not: whoever shares it is looking at the person and not at the
        place, and one press would show everybody what was said to a few. So they tell it in their own words.
        """
        who, place, said = asker(args), args.payload["channel"]["id"], args.payload["message"]
        public = await is_public(args.client, place)
        telling, stage = await self._begin(who, said.get("text") or "" if public else "", said.get("user"))
        telling = replace(telling, text=await self._quoted(telling, stage, said.get("user")))
        origin = Origin(about=f"{place} {said['ts']}", private=not public)
        await self._show(args, modal.form(stage, telling, await self._draft(who, origin), origin))

    async def _quoted(self, telling: Telling, stage: Stage, writer: str | None) -> str:
        """The words as somebody else's, unless they are one's own or nobody's."""
        if writer is None or writer not in telling.people or not telling.text:
            return shorten(telling.text, LONGEST_STORY)
        is_named = writer in stage.people.users
        return views.quoted(telling.text, (await self._people.find(writer)).name if is_named else None)

    async def _stage(self, args: AsyncArgs, telling: Telling) -> Stage:
        return await self._wins.stage(asker(args), telling, modal.origin_of(args.body["view"]).win)

    async def _draft(self, who: Person, origin: Origin, typed: str = "") -> Mapping[str, str]:
        """What was kept of this form; what was typed after the command goes before it."""
        draft = await self._drafts.of(who.user, form_name(modal.callback(origin), origin.about))
        return {name: words for name, words in draft.items() if not (typed and name == "text")}

    async def _show(self, args: AsyncArgs, form: View) -> None:
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(form))

    def _redraw(self, args: AsyncArgs, stage: Stage, telling: Telling) -> None:
        """The window anew; what is typed in it stays, for its fields keep their names."""
        window = args.body["view"]
        view = limits.view(modal.form(stage, telling, {}, modal.origin_of(window)))
        self._door.after(args, args.client.views_update(view_id=window["id"], view=view))
