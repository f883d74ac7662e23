"""/nsm source: where readings come from, and how each source does."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.door import Door
from bot.features.source import views
from rituals.source_list import SourceList


class SourcePages:
    def __init__(self, sources: SourceList, door: Door) -> None:
        self._sources, self._door = sources, door

    async def show(self, args: AsyncArgs, _rest: str = "") -> None:
        who = asker(args)
        await self._door.reply(args, views.listed(await self._sources.of(who), who.time_zone))
