"""What people do by hand in the demo: each a few real commands and presses, as the page would send them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.demo.dataset import Celebration, Promise, Raising
from bot.features.commit import rows
from bot.features.commit.views import AIM
from bot.features.dashboard import views as dashboard
from bot.features.escalate.views import TRIED
from bot.features.win.modal import INPUT
from bot.simulator import Simulator
from bot.simulator.people import Person
from bot.simulator.records import Message

# The bot answers some presses a moment after it has acknowledged them.
_ANSWERED_WITHIN_S = 5.0
_PUBLIC_LINK = "Public link"


@dataclass(frozen=True, slots=True)
class Hands:
    """Somebody's hands; `commands` says what the slash commands are called here.

    What they do raises CannotError where it cannot be done just then, TimeoutError where nothing answers.
    """

    slack: Simulator
    who: Person
    commands: Mapping[str, str]

    async def commit(self, channel: str, text: str, aim: str) -> None:
        """Promise something in one's team's channel, and say which input it should move."""
        await self.who.runs(f"{self.commands['commit']} {text}", channel=channel)
        await self._can_press(AIM, text)
        await self.who.chooses(AIM, aim, beside=text)

    async def tell_how_it_went(self, promise: Promise) -> None:
        """Press the answer where one was asked, and add a line where there is one."""
        await self.who.clicks(rows.SETTLE[promise.state], beside=promise.text)
        if promise.line:
            await self._can_press(rows.ADD_LINE, promise.text)
            await self.who.clicks(rows.ADD_LINE, beside=promise.text)
            await self._form()
            await self.who.submits(line=promise.line)

    async def celebrate(self, channel: str, win: Celebration, about: Sequence[str], aim: str) -> None:
        """Tell a win, with the numbers of its input that the form proposes."""
        await self.who.runs(f"{self.commands['win']} {win.text}", channel=channel)
        await self._form()
        empty = self._hash()
        await self.who.chooses(INPUT, aim)
        await self.slack.until(lambda: self._hash() != empty, _ANSWERED_WITHIN_S)
        await self.who.submits(people=list(about), meaning=win.meaning)
        await self.who.closes(everything=True)

    async def escalate(self, channel: str, raising: Raising) -> None:
        """Bring up what two teams could not settle, with both sides of it."""
        await self.who.runs(f"{self.commands['escalate']} {raising.text}", channel=channel)
        await self._form()
        first = self._hash()
        await self.who.submits(other_team=raising.other)
        await self.slack.until(lambda: self._hash() != first, _ANSWERED_WITHIN_S)
        await self.who.submits(**raising.sides)
        await self.who.closes(everything=True)

    async def say_it_was_tried(self, raising: Raising) -> None:
        """Say, where one was asked, that it was tried and is still open."""
        await self.who.clicks(TRIED, beside=raising.text)

    async def share_the_dashboard(self, channel: str) -> str:
        """Make the public link of the dashboard, which is on; gives the address."""
        await self.who.runs(f"{self.commands['nsm']} dashboard", channel=channel)
        await self._can_press(dashboard.MAKE_LINK, _PUBLIC_LINK)
        await self.who.clicks(dashboard.MAKE_LINK, beside=_PUBLIC_LINK)
        await self._can_press(dashboard.OPEN_PUBLIC, "")
        assert self.who.modal is not None  # it can be pressed there
        elements = [each for block in self.who.modal["blocks"] for each in block.get("elements", ())]
        await self.who.closes(everything=True)
        return next(str(each["url"]) for each in elements if each.get("action_id") == dashboard.OPEN_PUBLIC)

    async def react(self, channel: str, emoji: str, saying: str = "") -> None:
        """React, once, to the newest message the app posted in a channel, or to the newest that says so."""
        newest = self._newest_of_the_app(channel, saying)
        if newest is not None and self.who.id not in newest.reactions.get(emoji, []):
            await self.who.reacts(emoji, newest)

    async def _can_press(self, what: str, beside: str) -> None:
        await self.slack.until(lambda: self.who.can_press(what, beside=beside), _ANSWERED_WITHIN_S)

    async def _form(self) -> None:
        await self.slack.until(lambda: self.who.modal, _ANSWERED_WITHIN_S)

    def _hash(self) -> str | None:
        """Changes with each update of the form on top."""
        return self.who.modal["hash"] if self.who.modal else None

    def _newest_of_the_app(self, channel: str, saying: str) -> Message | None:
        """What stands in a thread is found by its words only."""
        messages = reversed(self.slack.workspace.channel(channel).messages.values())
        bot = self.slack.workspace.bot.id
        posted = (each for each in messages if each.user == bot and each.subtype is None)
        return next(
            (each for each in posted if (saying in each.text if saying else not each.thread_ts)), None
        )
