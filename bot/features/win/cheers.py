"""Reactions on what tells of a win, added and removed."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.door import Door
from rituals.win_cheers import Cheers


class CheerWins:
    def __init__(self, cheers: Cheers, door: Door) -> None:
        self._cheers, self._door = cheers, door

    def listen(self) -> None:
        self._door.event("reaction_added", self.cheer)
        self._door.event("reaction_removed", self.uncheer)

    async def cheer(self, args: AsyncArgs) -> None:
        on, reaction = args.payload["item"], args.payload["reaction"]
        if on["type"] == "message":
            await self._cheers.cheer(asker(args), on["channel"], on["ts"], reaction)

    async def uncheer(self, args: AsyncArgs) -> None:
        on, reaction = args.payload["item"], args.payload["reaction"]
        if on["type"] == "message":
            await self._cheers.uncheer(asker(args), on["channel"], on["ts"], reaction)
