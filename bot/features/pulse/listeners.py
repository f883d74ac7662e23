"""The pulse's menu: its lead skips, pauses, resumes and moves it; others are told whose it is."""

from datetime import timedelta

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import unpack
from bot.door import Door
from bot.features.pulse import views
from bot.features.pulse.views import Do
from rituals.pulse_changes import Pulses
from rituals.pulse_hours import PulseHours

_WEEK = timedelta(weeks=1)


class Pulse:
    def __init__(self, pulses: Pulses, door: Door) -> None:
        self._pulses, self._door = pulses, door

    def listen(self) -> None:
        self._door.action(views.MENU, self.choose)
        self._door.view(views.PAUSE, self.pause)
        self._door.view(views.MOVE, self.move)

    async def choose(self, args: AsyncArgs) -> None:
        chosen = unpack(views.Choice, args.payload["selected_option"]["value"])
        hours = await self._pulses.hours(asker(args), chosen.team)
        match chosen.do:
            case Do.PAUSE:
                await self._open(args, views.pause_form(hours))
            case Do.MOVE:
                await self._open(args, views.move_form(hours))
            case _:
                await self._tell(args, await self._done(args, chosen, hours))

    async def pause(self, args: AsyncArgs) -> None:
        form, about = forms.read(views.PauseForm, args.payload), _about(args)
        hours = await self._pulses.pause(asker(args), about, form.until)
        await args.ack(response_action="update", view=limits.view(views.saved(hours)))

    async def move(self, args: AsyncArgs) -> None:
        form, about = forms.read(views.MoveForm, args.payload), _about(args)
        hours = await self._pulses.move(asker(args), about, form.standup_days, form.standup_time)
        await args.ack(response_action="update", view=limits.view(views.saved(hours)))

    async def _done(self, args: AsyncArgs, chosen: views.Choice, hours: PulseHours) -> PulseHours:
        who = asker(args)
        match chosen.do:
            case Do.SKIP if chosen.day is not None:
                return await self._pulses.skip(who, chosen.team, chosen.day)
            case Do.WEEK:
                return await self._pulses.pause(who, chosen.team, hours.today + _WEEK)
            case _:
                return await self._pulses.resume(who, chosen.team)

    async def _open(self, args: AsyncArgs, view: View) -> None:
        await args.ack()
        opening = args.client.views_open(trigger_id=args.body["trigger_id"], view=limits.view(view))
        self._door.after(args, opening)

    async def _tell(self, args: AsyncArgs, hours: PulseHours) -> None:
        await args.ack()
        self._door.after(args, self._door.respond(args, views.changed(hours)))


def _about(args: AsyncArgs) -> str:
    return unpack(views.About, args.payload["private_metadata"]).about
