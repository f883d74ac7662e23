"""/nsm setup: open the form, give the name a second look, choose, say what happens next."""

from collections.abc import Mapping
from datetime import UTC, datetime

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message
from bot.channels import sight
from bot.door import Door
from bot.features.draft.views import form_name
from bot.features.input.views import instead_of_a_star
from bot.features.output.views import new as new_output
from bot.features.setup import views
from bot.spoken import spoken
from rituals.drafts import Drafts
from rituals.inputs import Inputs
from rituals.north_star import NorthStars, Refused, concerns
from rituals.outputs import Outputs
from rituals.people import People

# Whatever is typed after the warning is newer.
_LONG_AGO = datetime.fromtimestamp(0, UTC)


class Setup:
    def __init__(
        self,
        stars: NorthStars,
        inputs: Inputs,
        outputs: Outputs,
        *,
        drafts: Drafts,
        people: People,
        door: Door,
    ) -> None:
        self._stars, self._inputs, self._outputs, self._drafts = stars, inputs, outputs, drafts
        self._people, self._door = people, door

    def listen(self) -> None:
        self._door.view(views.CHOOSE, self.choose)
        self._door.view(views.CHANGE, self.change)
        self._door.action(views.AS_OUTPUT, self.as_output)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        await self._open(args)

    async def _open(self, args: AsyncArgs, name: str = "") -> None:
        """`name` was typed just now: it goes before the one that was kept."""
        who = asker(args)
        compass = await self._stars.may_set_up(who)
        draft = await self._draft(who.user, views.CHANGE if compass.star else views.CHOOSE)
        kept = {field: words for field, words in draft.items() if not (name and field == "name")}
        view = limits.view(views.setup(compass, who, kept, name))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def wish(self, args: AsyncArgs, name: str) -> None:
        """One more North Star, please: it is offered as an input instead."""
        wish = await spoken(name, self._people)
        if not wish:
            await self._door.reply(args, views.how_to_add((await self._stars.compass()).star))
            return
        refused = await self._stars.ask_for_another(asker(args), wish)
        if refused is None:
            await self._open(args, wish)
            return
        view = limits.view(instead_of_a_star(refused, await self._inputs.by_team()))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def choose(self, args: AsyncArgs) -> None:
        form = forms.read(views.SetupForm, args.payload)
        if await self._second_look(args, form):
            return
        meeting = form.meeting()
        outcome = await self._stars.choose(asker(args), form.choice(), meeting)
        if isinstance(outcome, Refused):
            view = instead_of_a_star(outcome, await self._inputs.by_team())
        else:
            view = views.done(outcome, meeting)
            self._door.after(args, self._look_at(args, meeting.channel))
        await self._forget(args)
        await args.ack(response_action="update", view=limits.view(view))

    async def change(self, args: AsyncArgs) -> None:
        form = forms.read(views.SetupForm, args.payload)
        if await self._second_look(args, form):
            return
        before, meeting = await self._stars.compass(), form.meeting()
        await self._stars.change(asker(args), form.choice(), meeting, form.why())
        await self._forget(args)
        view = views.saved(before, await self._stars.compass())
        await args.ack(response_action="update", view=limits.view(view))
        self._door.after(args, self._look_at(args, meeting.channel))

    async def as_output(self, args: AsyncArgs) -> None:
        """What reads as money is filed below the North Star; the form stays open underneath."""
        who = asker(args)
        await self._outputs.may_file(who)
        metric = views.typed_metric(forms.state(args.body["view"]))
        view = limits.view(new_output({}, metric, owner=who.user))
        await args.ack()
        self._door.after(args, args.client.views_push(trigger_id=args.body["trigger_id"], view=view))

    async def _second_look(self, args: AsyncArgs, form: views.SetupForm) -> bool:
        """Whether the person was asked to look at the name once more; the words are kept meanwhile."""
        found = [] if form.keep_name else concerns(form.name, form.counted_in)
        compass = await self._stars.compass()
        if not found or views.is_as_it_was(form, compass.star):
            return False
        view = args.body["view"]
        kept_as = form_name(view["callback_id"], views.AGAIN)
        await self._drafts.keep(asker(args).user, kept_as, view["id"], forms.typed(view), _LONG_AGO)
        await args.ack(response_action="update", view=limits.view(views.warned(view, found)))
        return True

    async def _draft(self, user: str, form: str) -> Mapping[str, str]:
        return await self._drafts.of(user, form) or await self._drafts.of(user, form_name(form, views.AGAIN))

    async def _forget(self, args: AsyncArgs) -> None:
        """What was kept at a warning has been sent, in this window or another."""
        view = args.body["view"]
        await self._drafts.forget(asker(args).user, form_name(view["callback_id"], views.AGAIN), view["id"])

    async def _look_at(self, args: AsyncArgs, channel: str) -> None:
        message = views.unreachable(channel, await sight(args.client, channel))
        if message is not None:
            await self._tell(args, message)

    async def _tell(self, args: AsyncArgs, message: Message) -> None:
        blocks = limits.message(message.blocks)
        await args.client.chat_postMessage(channel=asker(args).user, text=message.text, blocks=blocks)
