"""/nsm precedents: what was decided before."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.door import Door
from bot.features.precedent import views
from bot.spoken import spoken
from rituals.people import People
from rituals.precedents import Precedents


class Precedent:
    def __init__(self, precedents: Precedents, people: People, door: Door) -> None:
        self._precedents, self._people, self._door = precedents, people, door

    async def answer(self, args: AsyncArgs, typed: str) -> None:
        """What follows `/nsm precedents`; guests may read it, too."""
        who, asked = asker(args), await spoken(typed, self._people)
        await self._door.reply(args, views.found(await self._precedents.about(who, asked), asked))
