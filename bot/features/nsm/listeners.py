"""/nsm: one word after it says what happens; an unknown one is named, none gets the usage."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.door import Door
from bot.features.nsm import views
from rituals.card import Cards

Word = Callable[[AsyncArgs, str], Awaitable[None]]
"""Answers a word, given what was typed after it."""


Meet = Callable[[str], Coroutine[Any, Any, None]]


class Umbrella:
    """`words` are the other features' answers; `command` is what /nsm is called; `meet` asks who it is."""

    def __init__(
        self, cards: Cards, words: Mapping[str, Word], *, command: str, door: Door, meet: Meet
    ) -> None:
        self._cards, self._command, self._door, self._meet = cards, command, door, meet
        self._words = {**words, "show": self.show, "help": self.help}

    def listen(self) -> None:
        self._door.command(self._command, self.typed, self._words)

    async def typed(self, args: AsyncArgs) -> None:
        who = asker(args)
        if not who.name:
            self._door.after(args, self._meet(who.user))
        word, _, rest = args.payload.get("text", "").strip().partition(" ")
        known = self._words.get(word.lower())
        if known is None:
            said = views.unknown(self._command, word) if word else views.usage(self._command)
            return await self._door.reply(args, said)
        return await known(args, rest.strip())

    async def help(self, args: AsyncArgs, rest: str) -> None:
        for_leads = rest.lower() == views.LEAD
        await self._door.reply(args, views.usage(self._command, for_leads=for_leads))

    async def show(self, args: AsyncArgs, _rest: str) -> None:
        card = await self._cards.card()
        await self._door.reply(args, views.card(card) if card else views.nothing_yet(self._command))
