"""What people do by hand in the demo: each a few real commands and presses, as the page would send them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.dataset import Promise
from bot.features.commit import rows
from bot.features.commit.views import AIM
from bot.simulator import Simulator
from bot.simulator.people import Person
from bot.simulator.records import Message

# The bot answers some presses a moment after it has acknowledged them.
_ANSWERED_WITHIN_S = 5.0


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
        await self._run(f"{self.commands['commit']} {text}", channel, text)
        await self.who.chooses(AIM, aim, beside=text)

    async def tell_how_it_went(self, channel: str, promise: Promise) -> None:
        """Look at one's list, press how a promise went, and add a line where there is one."""
        await self._run(f"{self.commands['commit']} list", channel, promise.text)
        await self.who.clicks(rows.SETTLE[promise.state], beside=promise.text)
        if promise.line:
            await self.slack.until(lambda: self._is_settled(channel, promise), _ANSWERED_WITHIN_S)
            await self.who.clicks(rows.ADD_LINE, beside=promise.text)
            await self.slack.until(lambda: self.who.modal, _ANSWERED_WITHIN_S)
            await self.who.submits(line=promise.line)

    async def react(self, channel: str, emoji: str) -> None:
        """React to the newest message the app posted in a channel, once."""
        newest = self._newest_of_the_app(channel)
        if newest is not None and self.who.id not in newest.reactions.get(emoji, []):
            await self.who.reacts(emoji, newest)

    async def _run(self, command: str, channel: str, answer: str) -> None:
        await self.who.runs(command, channel=channel)
        await self.slack.until(lambda: answer in self.who.sees(channel)[-1].text, _ANSWERED_WITHIN_S)

    def _is_settled(self, channel: str, promise: Promise) -> bool:
        said = f"{rows.STATES[promise.state]}: {promise.text}"
        return said in self.who.sees(channel)[-1].text

    def _newest_of_the_app(self, channel: str) -> Message | None:
        messages = reversed(self.slack.workspace.channel(channel).messages.values())
        bot = self.slack.workspace.bot.id
        return next((each for each in messages if each.user == bot and each.subtype is None), None)
