"""/escalate: first the input framework, then both leads, and only then triage."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name, form_of
from bot.features.escalate import leads_modal, modal, offered, views
from bot.features.escalate.form import (
    BeginForm,
    Begun,
    KpiForm,
    SettledForm,
    SideForm,
    SidesForm,
    Speaking,
    drafted,
)
from bot.spoken import spoken
from rituals.commitments import TooLong
from rituals.conflicts import LONGEST_TEXT
from rituals.drafts import Drafts
from rituals.escalating import Escalations
from rituals.people import People
from rituals.trying import Moved, Trying
from storage.records.conflicts import ConflictKind

# Whatever is typed into a form after it was sent once is newer.
_LONG_AGO = datetime.fromtimestamp(0, UTC)
_WORDS = ("help", "channel")


class Escalate:
    """The windows it is written in.

    `command` is the name `/escalate` has here; `choose_channel` answers `/escalate channel`.
    """

    def __init__(
        self,
        escalations: Escalations,
        drafts: Drafts,
        people: People,
        door: Door,
        *,
        choose_channel: Callable[[AsyncArgs], Awaitable[None]],
        command: str,
    ) -> None:
        self._escalations, self._drafts = escalations, drafts
        self._people, self._door = people, door
        self._choose_channel, self._command = choose_channel, command

    def listen(self) -> None:
        self._door.command(self._command, self.typed, _WORDS)
        self._door.view(modal.BEGIN, self.frame)
        self._door.view(modal.KPIS, self.walk)
        self._door.view(modal.RAISE, self.take)
        self._door.action(modal.AIM, self.aim)
        self._door.action(offered.SETTLE_BEFORE, self.settle_before)

    async def typed(self, args: AsyncArgs) -> None:
        await self.answer(args, args.payload.get("text") or "")

    async def answer(self, args: AsyncArgs, text: str) -> None:
        """What follows `/escalate`, wherever it was typed."""
        match text.strip().lower():
            case "help":
                await self._door.reply(args, views.usage(self._command))
            case "channel":
                await self._choose_channel(args)
            case _:
                await self.open(args, await spoken(text, self._people))

    async def open(self, args: AsyncArgs, text: str, known: Mapping[str, str] | None = None) -> None:
        """Open the first step; `known` is what stands in its fields from the start."""
        who = asker(args)
        parties = await self._escalations.parties(who)
        if len(text) > LONGEST_TEXT:
            raise TooLong(len(text), LONGEST_TEXT)
        kept = {**await self._kept(who.user, modal.BEGIN), **await self._draft(who.user, modal.BEGIN)}
        kept |= known or {}
        await args.ack()
        view = limits.view(modal.begin(parties, kept, text, args.context.channel_id))
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def frame(self, args: AsyncArgs) -> None:
        """The first step: on to both sides, or to two KPIs before that."""
        form = forms.read(BeginForm, args.payload)
        begun = form.begun(unpack(Speaking, args.payload["private_metadata"]))
        setting = await self._escalations.setting(asker(args), begun.team, begun.other_team)
        await self._keep(args)
        if begun.kind is ConflictKind.KPIS:
            kept = await self._step(args, modal.KPIS, begun)
            view = modal.kpis(begun, kept, setting)
        else:
            view = await self._framework(args, begun)
        await args.ack(response_action="push", view=limits.view(view))

    async def walk(self, args: AsyncArgs) -> None:
        """The path of two KPIs: on to both sides."""
        begun = unpack(Begun, args.payload["private_metadata"])
        path = forms.read(KpiForm, args.payload).path()
        await self._escalations.require_sponsor(path)
        view = await self._framework(args, begun.with_(path))
        await self._keep(args)
        await args.ack(response_action="push", view=limits.view(view))

    async def take(self, args: AsyncArgs) -> None:
        who, begun = asker(args), unpack(Begun, args.payload["private_metadata"])
        form = forms.read(SidesForm, args.payload)
        moved = await self._escalations.raise_(who, form.raising(begun), _sheet(args))
        await self._forget(args, begun)
        await args.ack(response_action="update", view=limits.view(modal.sent(moved)))

    async def aim(self, args: AsyncArgs) -> None:
        """Another input was chosen: what was decided before may be nearer now. The choice is kept."""
        window = args.body["view"]
        begun = unpack(Begun, window["private_metadata"])
        view = await self._framework(args, begun, forms.state(window))
        await self._keep(args)
        await args.ack()
        if _offered(view.to_dict()) != _offered(window):
            again = args.client.views_update(
                view_id=window["id"], hash=window.get("hash"), view=limits.view(view)
            )
            self._door.after(args, again)

    async def settle_before(self, args: AsyncArgs) -> None:
        """What was decided before settles it: nothing more need be written."""
        who, window = asker(args), args.body["view"]
        begun = unpack(Begun, window["private_metadata"])
        raising = drafted(begun, forms.state(window))
        chosen = unpack(offered.Precedent, args.payload["value"]).decision
        moved = await self._escalations.settle_before(who, raising, _sheet(args), chosen)
        await self._forget(args, begun)
        await args.ack()
        view = limits.view(leads_modal.done("Settled", moved))
        self._door.after(args, args.client.views_update(view_id=window["id"], view=view))

    async def _framework(self, args: AsyncArgs, begun: Begun, typed: Mapping[str, Any] | None = None) -> View:
        who = asker(args)
        parties = await self._escalations.parties(who)
        setting = await self._escalations.setting(who, begun.team, begun.other_team)
        kept = await self._step(args, modal.RAISE, begun)
        near = await self._escalations.near(drafted(begun, typed or kept))
        return modal.framework(begun, parties, setting, kept, near, is_resumed=typed is None)

    async def _forget(self, args: AsyncArgs, begun: Begun) -> None:
        """What the steps said has been sent."""
        user, window = asker(args).user, args.body["view"]
        for step in (form_name(modal.BEGIN), *(form_name(each, begun.about) for each in modal.LATER)):
            for name in (step, f"{step} {modal.AGAIN}"):
                await self._drafts.forget(user, name, window.get("root_view_id") or window["id"])

    async def _step(self, args: AsyncArgs, callback_id: str, begun: Begun) -> Mapping[str, str]:
        """What was typed into a later step between the same two teams."""
        user, name = asker(args).user, form_name(callback_id, begun.about)
        return {**await self._kept(user, name), **await self._draft(user, name)}

    async def _draft(self, user: str, form: str) -> Mapping[str, str]:
        return {name: said for name, said in (await self._drafts.of(user, form)).items() if said}

    async def _kept(self, user: str, form: str) -> Mapping[str, str]:
        return await self._drafts.of(user, f"{form} {modal.AGAIN}")

    async def _keep(self, args: AsyncArgs) -> None:
        """A step that is sent is no draft any more; what it said is kept until the last one is sent."""
        view = args.body["view"]
        said = {name: value for name, value in forms.state(view).items() if isinstance(value, str)}
        name = f"{form_of(view)} {modal.AGAIN}"
        await self._drafts.keep(asker(args).user, name, view["id"], said, _LONG_AGO)


class BothLeads:
    """What the two leads, and whoever raised it, do with the buttons of a conflict."""

    def __init__(self, trying: Trying, drafts: Drafts, door: Door) -> None:
        self._trying, self._drafts, self._door = trying, drafts, door

    def listen(self) -> None:
        self._door.action(views.TRIED, self.confirm)
        self._door.action(views.ALONE, self.alone)
        self._door.action(views.WITHDRAW, self.withdraw)
        self._door.action(views.REOPEN, self.reopen)
        self._door.action(offered.SETTLE_BY, self.settle_by)
        self._door.action(views.SETTLE, self.ask_how)
        self._door.view(leads_modal.SETTLED, self.settle)
        self._door.action(views.OWN_SIDE, self.ask_side)
        self._door.view(leads_modal.SAY_SIDE, self.say_side)

    async def confirm(self, args: AsyncArgs) -> None:
        await self._answer(args, await self._trying.confirm(asker(args), _pressed(args)))

    async def alone(self, args: AsyncArgs) -> None:
        await self._answer(args, await self._trying.alone(asker(args), _pressed(args)))

    async def withdraw(self, args: AsyncArgs) -> None:
        await self._answer(args, await self._trying.withdraw(asker(args), _pressed(args)))

    async def reopen(self, args: AsyncArgs) -> None:
        await self._answer(args, await self._trying.reopen(asker(args), _pressed(args)))

    async def settle_by(self, args: AsyncArgs) -> None:
        chosen = unpack(offered.Precedent, args.payload["value"])
        moved = await self._trying.settle_by(asker(args), chosen.conflict, chosen.decision)
        await self._answer(args, moved)

    async def ask_how(self, args: AsyncArgs) -> None:
        who, about = asker(args), _pressed(args)
        case = await self._trying.may_settle(who, about)
        draft = await self._drafts.of(who.user, form_name(leads_modal.SETTLED, about))
        await args.ack()
        self._open(args, leads_modal.settle(case, draft))

    async def settle(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        form = forms.read(SettledForm, args.payload)
        moved = await self._trying.settle(asker(args), about, form.closing)
        await args.ack(response_action="update", view=limits.view(leads_modal.done("Settled", moved)))

    async def ask_side(self, args: AsyncArgs) -> None:
        who, about = asker(args), _pressed(args)
        own = await self._trying.own_side(who, about)
        draft = await self._drafts.of(who.user, form_name(leads_modal.SAY_SIDE, about))
        await args.ack()
        self._open(args, leads_modal.own_side(own, draft))

    async def say_side(self, args: AsyncArgs) -> None:
        about = unpack(views.About, args.payload["private_metadata"]).about
        form = forms.read(SideForm, args.payload)
        await self._trying.say_side(asker(args), about, form.side())
        await args.ack()

    async def _answer(self, args: AsyncArgs, moved: Moved) -> None:
        await args.ack()
        self._door.after(args, self._door.respond(args, views.answered(moved)))

    def _open(self, args: AsyncArgs, view: View) -> None:
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)


def _sheet(args: AsyncArgs) -> str:
    """What a conflict is written on: the window its steps lie upon each other in."""
    window = args.body["view"]
    return str(window.get("root_view_id") or window["id"])


def _offered(view: Mapping[str, Any]) -> list[str]:
    """The past decisions a window offers, in words."""
    return [
        block["text"]["text"]
        for block in view["blocks"]
        if str(block.get("block_id")).startswith(offered.NEAR)
    ]


def _pressed(args: AsyncArgs) -> str:
    return unpack(views.About, args.payload["value"]).about
