"""Naming what must not get worse, and answering when it does."""

from collections.abc import Awaitable, Mapping
from typing import Protocol

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.guardrail import views
from bot.features.input.views import About
from bot.features.nsm.fields import MetricForm
from rituals.breaches import Breaches
from rituals.drafts import Drafts
from rituals.guardrails import Guardrails
from storage.records.conflicts import ConflictKind


class OpensConflict(Protocol):
    """Opens the form in which a conflict is raised, with what is known of it; acknowledges the press."""

    def __call__(self, args: AsyncArgs, text: str, known: Mapping[str, str], /) -> Awaitable[None]: ...


class GuardrailPages:
    """`escalate` opens the form of a conflict."""

    def __init__(
        self,
        guardrails: Guardrails,
        breaches: Breaches,
        drafts: Drafts,
        door: Door,
        *,
        escalate: OpensConflict,
    ) -> None:
        self._guardrails, self._breaches, self._drafts = guardrails, breaches, drafts
        self._door, self._escalate = door, escalate

    def listen(self) -> None:
        self._door.action(views.NAME, self.open)
        self._door.view(views.CHOSEN, self.choose)
        self._door.view(views.NEW, self.take)
        self._door.action(views.TO_TRIAGE, self.to_triage)
        self._door.action(views.AMONG_US, self.among_us)

    async def open(self, args: AsyncArgs) -> None:
        about = unpack(About, args.payload["value"]).about
        sheet = await self._guardrails.sheet(asker(args), about)
        view = limits.view(views.choose(sheet))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def choose(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(About, args.payload["private_metadata"]).about
        chosen = forms.read(views.ChoiceForm, args.payload).guardrail
        an_input = (await self._guardrails.sheet(who, about)).input
        if chosen == views.SOMETHING_NEW:
            draft = await self._drafts.of(who.user, form_name(views.NEW, about))
            return await self._answer(args, "push", views.new(an_input, draft))
        if chosen == views.NOTHING:
            await self._guardrails.remove(who, about)
            return await self._answer(args, "update", views.named(an_input, None))
        metric = await self._guardrails.name_known(who, about, chosen)
        return await self._answer(args, "update", views.named(an_input, metric))

    async def take(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(About, args.payload["private_metadata"]).about
        form = forms.read(MetricForm, args.payload)
        metric = await self._guardrails.name_new(who, about, form.metric())
        an_input = (await self._guardrails.sheet(who, about)).input
        await self._answer(args, "update", views.named(an_input, metric))

    async def to_triage(self, args: AsyncArgs) -> None:
        who, about = asker(args), unpack(views.Question, args.payload["value"]).about
        settling = await self._breaches.settling(who, about)
        known = {"kind": ConflictKind.KPIS.value, "team": settling.breach.team}
        if settling.other_team is not None:
            known["other_team"] = settling.other_team
        await self._escalate(args, views.conflict(settling.breach), known)
        await self._breaches.answer(who, about, goes_to_triage=True)

    async def among_us(self, args: AsyncArgs) -> None:
        about = unpack(views.Question, args.payload["value"]).about
        await self._breaches.answer(asker(args), about, goes_to_triage=False)
        await args.ack()

    async def _answer(self, args: AsyncArgs, how: str, view: View) -> None:
        await args.ack(response_action=how, view=limits.view(view))
