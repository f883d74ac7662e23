"""/nsm metric: look a metric up, change what it means, say who answers for it."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.home.chart import HomeCharts
from bot.features.input.views import propose
from bot.features.metric import form, import_views, views
from bot.features.metric.importing import KpiImport
from bot.features.monday.picture import picture
from bot.features.shift import views as shift_views
from bot.spoken import spoken
from rituals.authorisation import Action
from rituals.dictionary import Card, Dictionary, Near
from rituals.drafts import Drafts
from rituals.inputs import Inputs
from rituals.people import People
from rituals.redefining import Redefinitions
from rituals.rights import may, require
from rituals.teams import TeamGone
from storage.records.people import Person

_IMPORT = "import"
_LONGEST = 150


class MetricPages:
    """Without `charts` none is offered."""

    def __init__(
        self,
        dictionary: Dictionary,
        words: Redefinitions,
        importing: KpiImport,
        inputs: Inputs,
        *,
        charts: HomeCharts | None,
        drafts: Drafts,
        people: People,
        door: Door,
    ) -> None:
        self._dictionary, self._words = dictionary, words
        self._importing, self._inputs = importing, inputs
        self._charts, self._drafts, self._people, self._door = charts, drafts, people, door

    def listen(self) -> None:
        self._door.action(views.OPEN, self.open)
        self._door.action(views.CHART, self.chart)
        self._door.action(views.CONNECT, self.connect)
        self._door.action(views.LIST, self.list)
        self._door.action(views.NEXT, self.turn)
        self._door.action(views.BACK, self.turn)
        self._door.action(form.CHANGE, self.change)
        self._door.view(form.CHANGED, self.take_change)
        self._door.action(form.DESCRIBE, self.describe)
        self._door.view(form.DESCRIBED, self.take_description)

    async def answer(self, args: AsyncArgs, typed: str = "") -> None:
        """What follows `/nsm metric`."""
        who, name = asker(args), (await spoken(typed, self._people))[:_LONGEST]
        if not name:
            return await self.list(args)
        if name.lower() == _IMPORT:
            return await self._importing.open(args)
        found = await self._dictionary.find(who, name)
        message = views.near(found) if isinstance(found, Near) else self._card(found, who)
        return await self._door.reply(args, message)

    async def list(self, args: AsyncArgs) -> None:
        await self._door.reply(args, await self._listed(asker(args)))

    async def turn(self, args: AsyncArgs) -> None:
        page = unpack(views.Page, args.payload["value"]).page
        message = await self._listed(asker(args), page)
        await args.ack()
        self._door.after(args, self._door.respond(args, message, replace=True))

    async def open(self, args: AsyncArgs) -> None:
        who = asker(args)
        await self._door.reply(args, self._card(await self._dictionary.card(who, _pressed(args)), who))

    async def connect(self, args: AsyncArgs) -> None:
        """The proposal of an input, with the words the metric has already."""
        who = asker(args)
        require(Action.PROPOSE_INPUT, who)
        card = await self._dictionary.card(who, _pressed(args))
        inputs = await self._inputs.by_team()
        if not inputs:
            raise TeamGone
        await args.ack()
        self._show(args, propose(inputs, {}, metric=card.metric))

    async def chart(self, args: AsyncArgs) -> None:
        card = await self._dictionary.card(asker(args), _pressed(args))
        await args.ack()
        self._door.after(args, self._draw(args, card))

    async def _draw(self, args: AsyncArgs, card: Card) -> None:
        drawn = picture(card.score)
        file = await self._charts.ready(drawn) if self._charts and drawn else None
        await self._door.respond(args, views.charted(card, file))

    async def change(self, args: AsyncArgs) -> None:
        who, key = asker(args), _pressed(args)
        card, today = await self._words.to_change(who, key)
        draft = await self._drafts.of(who.user, form_name(form.CHANGED, key))
        await args.ack()
        self._show(args, form.change(card.metric, today, draft))

    async def take_change(self, args: AsyncArgs) -> None:
        who, key, filled = asker(args), _about(args), forms.read(form.ChangeForm, args.payload)
        version = await self._words.change(who, key, filled.meaning(), filled.why())
        card = await self._dictionary.card(who, key)
        await args.ack(response_action="update", view=limits.view(form.changed(card.metric, version)))

    async def describe(self, args: AsyncArgs) -> None:
        who, key = asker(args), _pressed(args)
        card, _ = await self._words.to_change(who, key)
        draft = await self._drafts.of(who.user, form_name(form.DESCRIBED, key))
        await args.ack()
        self._show(args, form.describe(card, draft))

    async def take_description(self, args: AsyncArgs) -> None:
        who, key, filled = asker(args), _about(args), forms.read(form.DescribeForm, args.payload)
        source, department = filled.source or "", filled.department or ""
        await self._words.describe(who, key, filled.owner, source, department)
        card = await self._dictionary.card(who, key)
        await args.ack(response_action="update", view=limits.view(form.described(card.metric)))

    async def _listed(self, who: Person, page: int = 0) -> Message:
        buttons = [import_views.button()] if may(Action.IMPORT_KPIS, who) else []
        return views.listed(await self._dictionary.all(), page, buttons=buttons)

    def _card(self, card: Card, who: Person) -> Message:
        chart = views.chart_button(card) if self._charts else []
        connect = views.connect_button(card) if may(Action.PROPOSE_INPUT, who) else []
        level = (
            shift_views.card_buttons(card.score.metric, card.score.verdict, card.levels)
            if card.can_change
            else []
        )
        return views.card(card, who.time_zone, buttons=[*connect, *chart, *level, *form.buttons(card)])

    def _show(self, args: AsyncArgs, view: View) -> None:
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)


def _pressed(args: AsyncArgs) -> str:
    return unpack(views.About, args.payload["value"]).about


def _about(args: AsyncArgs) -> str:
    return unpack(views.About, args.payload["private_metadata"]).about
