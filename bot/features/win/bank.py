"""/win list and /win search: find wins again, correct and withdraw one's own, take one's name out."""

import re

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.win import list_views, modal
from bot.features.win.list_views import Place, Press
from bot.features.win.modal import Origin
from bot.spoken import spoken
from rituals.drafts import Drafts
from rituals.people import People
from rituals.win_bank import WinBank
from rituals.wins import Wins

# Somebody, as Slack writes them into a command.
SOMEBODY = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")


class Bank:
    def __init__(self, wins: Wins, bank: WinBank, drafts: Drafts, people: People, door: Door) -> None:
        self._wins, self._bank, self._drafts, self._people = wins, bank, drafts, people
        self._door = door

    def listen(self) -> None:
        self._door.action(list_views.EDIT, self.edit)
        self._door.view(modal.CORRECT, self.correct)
        self._door.action(list_views.WITHDRAW, self.withdraw)
        self._door.action(list_views.UNNAME, self.unname)

    async def list(self, args: AsyncArgs) -> None:
        await self._door.reply(args, list_views.listed(await self._bank.of(asker(args))))

    async def search(self, args: AsyncArgs, typed: str) -> None:
        people = {user for user in SOMEBODY.findall(typed) if (await self._people.find(user)).name}
        # Whom nobody knows here is a word like any other: what is said back must not mention them.
        words = SOMEBODY.sub(lambda found: " " if found[1] in people else found[0], typed)
        query = await spoken(words, self._people)
        found = await self._bank.search(asker(args), query, people)
        await self._door.reply(args, list_views.found(found))

    async def edit(self, args: AsyncArgs) -> None:
        who, press = asker(args), _press(args)
        telling = await self._wins.may_change(who, press.id)
        stage = await self._wins.stage(who, telling, press.id)
        draft = await self._drafts.of(who.user, form_name(modal.CORRECT, press.id))
        await args.ack()
        view = limits.view(modal.form(stage, telling, draft, Origin(about=press.id, win=press.id)))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def correct(self, args: AsyncArgs) -> None:
        form, origin = forms.read(modal.WinForm, args.payload), modal.origin_of(args.payload)
        await self._wins.correct(asker(args), origin.win or "", form.telling(origin))
        await args.ack(response_action="update", view=limits.view(modal.corrected()))

    async def withdraw(self, args: AsyncArgs) -> None:
        press = _press(args)
        win = await self._wins.withdraw(asker(args), press.id)
        await args.ack()
        self._door.after(args, self._show(args, press, list_views.withdrawn(win)))

    async def unname(self, args: AsyncArgs) -> None:
        press = _press(args)
        await self._wins.take_name_out(asker(args), press.id)
        await args.ack()
        self._door.after(args, self._show(args, press, list_views.name_taken_out()))

    async def _show(self, args: AsyncArgs, press: Press, note: str) -> None:
        """What was pressed in, as it is now."""
        who = asker(args)
        match press.on:
            case Place.HOME:  # the page is drawn anew after whatever somebody does
                return
            case Place.LIST:
                message = list_views.listed(await self._bank.of(who), note)
            case Place.SEARCH:
                message = list_views.found(await self._bank.search(who, press.query, press.people), note)
        await self._door.respond(args, message, replace=True)


def _press(args: AsyncArgs) -> Press:
    return unpack(Press, args.payload["value"])
