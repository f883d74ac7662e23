"""/nsm exec: the brief for an executive review, to whoever asks."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.door import Door
from bot.features.brief import views
from rituals.brief import Briefs


class BriefPages:
    def __init__(self, briefs: Briefs, door: Door) -> None:
        self._briefs, self._door = briefs, door

    async def show(self, args: AsyncArgs, _rest: str) -> None:
        await self._door.reply(args, views.brief(await self._briefs.brief()))
