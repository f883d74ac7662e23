"""/commit: take the promise, say it back, and let its owner change it."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.commit import modal, views
from bot.features.commit.modal import Origin
from bot.features.commit.rows import (
    ADD_LINE,
    ANSWER,
    CARRY,
    EDIT,
    LEAVE,
    SETTLED_BY,
    Place,
    Press,
    state_of,
)
from bot.features.draft.views import form_name
from bot.spoken import spoken
from rituals.carrying import Carrying
from rituals.commitments import TooManyCommitments
from rituals.committing import Commitments, Told
from rituals.drafts import Drafts
from rituals.people import People

_WORDS = ("help", "?", "-h", "--help", "list", "done", "moved", "drop", "edit", "undo")


class Commit:
    """`command` is the name `/commit` has here."""

    def __init__(
        self,
        commitments: Commitments,
        carrying: Carrying,
        drafts: Drafts,
        people: People,
        door: Door,
        *,
        command: str,
    ) -> None:
        self._commitments, self._carrying, self._drafts, self._people = commitments, carrying, drafts, people
        self._door, self._command = door, command

    def listen(self) -> None:
        self._door.command(self._command, self.typed, _WORDS)
        self._door.shortcut(views.SHORTCUT, self.open)
        self._door.action(views.OPEN, self.open)
        self._door.view(modal.NEW, self.make)
        self._door.action(views.UNDO, self.undo)
        self._door.action(EDIT, self.edit)
        self._door.view(modal.CHANGE, self.change)
        self._door.action(views.AIM, self.aim)
        self._door.action(views.PLACE, self.place)
        for action_id in (*SETTLED_BY, ANSWER):
            self._door.action(action_id, self.settle)
        self._door.action(views.BACK, self.turn)
        self._door.action(views.MORE, self.turn)
        self._door.action(CARRY, self.carry)
        self._door.action(LEAVE, self.leave)
        self._door.action(ADD_LINE, self.ask_line)
        self._door.view(modal.LINE, self.add_line)

    async def typed(self, args: AsyncArgs) -> None:
        await self.answer(args, args.payload.get("text") or "")

    async def answer(self, args: AsyncArgs, text: str) -> None:
        """What follows `/commit`, wherever it was typed."""
        match text.strip().lower():
            case "":
                await self.open(args)
            case "help" | "?" | "-h" | "--help":
                await self._door.reply(args, views.usage(self._command))
            case "list" | "done" | "moved" | "drop" | "edit":
                await self._door.reply(args, views.listed(await self._commitments.list(asker(args))))
            case "undo":
                await self._door.reply(args, views.where_undo(self._command))
            case _:
                await self.say(args, await spoken(text, self._people))

    async def say(self, args: AsyncArgs, text: str) -> None:
        try:
            told = await self._commitments.make(asker(args), text, args.context.channel_id)
        except TooManyCommitments as full:
            await self._door.reply(args, views.no_room(full, text))
        else:
            await self._door.reply(args, views.said(told))

    async def open(self, args: AsyncArgs) -> None:
        who = asker(args)
        choices = await self._commitments.choices(who, args.context.channel_id)
        draft = await self._drafts.of(who.user, form_name(modal.NEW))
        await args.ack()
        view = limits.view(modal.form(choices, draft, Origin()))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def make(self, args: AsyncArgs) -> None:
        form = forms.read(modal.CommitForm, args.payload)
        told = await self._commitments.promise(asker(args), form.promise(_origin(args)))
        await self._return(args, Origin(), told)

    async def undo(self, args: AsyncArgs) -> None:
        press = _press(args)
        message = views.taken_back(await self._commitments.undo(asker(args), press.id))
        await args.ack()
        self._door.after(args, self._put(args, press.on, message))

    async def edit(self, args: AsyncArgs) -> None:
        who, press = asker(args), _press(args)
        choices = await self._commitments.choices_for(who, press.id)
        draft = await self._drafts.of(who.user, form_name(modal.CHANGE, press.id))
        await args.ack()
        self._ask(args, press, modal.form(choices, draft, _going_back_to(press, args)))

    async def change(self, args: AsyncArgs) -> None:
        form, origin = forms.read(modal.CommitForm, args.payload), _origin(args)
        told = await self._commitments.edit(asker(args), origin.about, form.promise(origin))
        await self._return(args, origin, told)

    async def aim(self, args: AsyncArgs) -> None:
        press = _press(args)
        told = await self._commitments.aim(asker(args), press.id, press.to)
        await args.ack()
        self._door.after(args, self._show(args, press.on, told))

    async def place(self, args: AsyncArgs) -> None:
        press = _press(args)
        told = await self._commitments.place(asker(args), press.id, press.to or "")
        await args.ack()
        self._door.after(args, self._show(args, press.on, told))

    async def settle(self, args: AsyncArgs) -> None:
        press = _press(args)
        state = state_of(args.payload["action_id"], press)
        told = await self._commitments.settle(asker(args), press.id, state)
        await args.ack()
        self._door.after(args, self._show(args, press.on, told))

    async def turn(self, args: AsyncArgs) -> None:
        page = unpack(views.Page, args.payload["value"]).number
        message = views.listed(await self._commitments.list(asker(args)), page)
        await args.ack()
        self._door.after(args, self._put(args, Place.LIST, message))

    async def carry(self, args: AsyncArgs) -> None:
        press = _press(args)
        await self._carrying.carry(asker(args), press.id)
        await self._show_anew(args, press)

    async def leave(self, args: AsyncArgs) -> None:
        press = _press(args)
        await self._carrying.take_back(asker(args), press.id)
        await self._show_anew(args, press)

    async def _show_anew(self, args: AsyncArgs, press: Press) -> None:
        told = await self._commitments.told(asker(args), press.id)
        await args.ack()
        self._door.after(args, self._show(args, press.on, told))

    async def ask_line(self, args: AsyncArgs) -> None:
        who, press = asker(args), _press(args)
        told = await self._commitments.told(who, press.id)
        draft = await self._drafts.of(who.user, form_name(modal.LINE, press.id))
        await args.ack()
        self._ask(args, press, modal.line_form(told.commitment, draft, _going_back_to(press, args)))

    async def add_line(self, args: AsyncArgs) -> None:
        form, origin = forms.read(modal.LineForm, args.payload), _origin(args)
        told = await self._commitments.add_line(asker(args), origin.about, form.line or "")
        await self._return(args, origin, told)

    def _ask(self, args: AsyncArgs, press: Press, form: View) -> None:
        """Open a form, or turn the window it was asked for in into one."""
        view = limits.view(form)
        if press.on is Place.MODAL:
            window = args.body["view"]
            work = args.client.views_update(view_id=window["id"], hash=window.get("hash"), view=view)
        else:
            work = args.client.views_open(trigger_id=args.body["trigger_id"], view=view)
        self._door.after(args, work)

    async def _return(self, args: AsyncArgs, origin: Origin, told: Told) -> None:
        """Answer a form: in its own window, or where it was opened."""
        if origin.on is Place.MODAL:
            view = views.logged(views.said(told, Place.MODAL))
            await args.ack(response_action="update", view=limits.view(view))
        else:
            await args.ack()
            self._door.after(args, self._show(args, origin.on, told, origin.answer_at))

    async def _show(self, args: AsyncArgs, on: Place, told: Told, at: str | None = None) -> None:
        match on:
            case Place.LIST:
                listing = await self._commitments.list(asker(args))
                message = views.listed(listing, beside=told.commitment.id)
            case Place.BESIDE:
                message = views.settled(told, on)
            case _:
                message = views.said(told, on)
        await self._put(args, on, message, at)

    async def _put(self, args: AsyncArgs, on: Place, message: Message, at: str | None = None) -> None:
        match on:
            case Place.HOME | Place.ASKED:
                """The page is drawn anew after whatever somebody does; what they were asked is edited."""
            case Place.MODAL:
                window, view = args.body["view"], limits.view(views.logged(message))
                await args.client.views_update(view_id=window["id"], hash=window.get("hash"), view=view)
            case _:
                await self._door.respond(args, message, replace=on is not Place.BESIDE, at=at)


def _press(args: AsyncArgs) -> Press:
    chosen = args.payload.get("selected_option") or args.payload
    return unpack(Press, chosen["value"])


def _origin(args: AsyncArgs) -> Origin:
    return unpack(Origin, args.body["view"]["private_metadata"])


def _going_back_to(press: Press, args: AsyncArgs) -> Origin:
    return Origin(about=press.id, on=press.on, answer_at=args.body.get("response_url") or "")
