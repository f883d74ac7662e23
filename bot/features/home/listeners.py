"""App Home: drawn when somebody opens it, and after whatever they do."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping

import aiohttp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.asker import asker
from bot.blocks import limits
from bot.blocks.layout import Message
from bot.blocks.values import ForgedValue, unpack
from bot.door import Door
from bot.features.home import offers, views
from bot.features.home.chart import HomeCharts
from bot.features.monday.picture import picture
from rituals.home import Front, HomePage

log = logging.getLogger(__name__)

Word = Callable[[AsyncArgs, str], Awaitable[None]]

# A file that was completed a moment ago may not be there yet; with the next look it is.
_NOT_YET = {"invalid_blocks", "invalid_arguments"}


class Home:
    """`said` are the words of `/nsm`, `draw` makes a message of stored content."""

    def __init__(
        self,
        page: HomePage,
        charts: HomeCharts,
        door: Door,
        *,
        said: Mapping[str, Word],
        draw: Callable[[str, str], Message],
    ) -> None:
        self._page, self._charts, self._door = page, charts, door
        self._said, self._draw = said, draw
        self._opened: set[str] = set()
        self._in_settings: set[str] = set()
        # What somebody sees is what was drawn last, not what took longest.
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def listen(self) -> None:
        self._door.event(views.OPENED, self.opened)
        self._door.action(views.SETTINGS, self.settings)
        self._door.action(offers.BACK, self.back)
        self._door.action(offers.OFFER, self.offer)
        self._door.when_done(self.refresh)

    async def opened(self, args: AsyncArgs) -> None:
        if args.payload.get("tab") == "home":
            who = asker(args)  # somebody of another organisation is refused here, where it stays unsaid
            self._opened.add(who.user)
            self._in_settings.discard(who.user)
            self._door.after(args, self._show(args))

    async def settings(self, args: AsyncArgs) -> None:
        self._in_settings.add(asker(args).user)

    async def back(self, args: AsyncArgs) -> None:
        self._in_settings.discard(asker(args).user)

    async def offer(self, args: AsyncArgs) -> None:
        word = unpack(offers.Offer, args.payload["value"]).word
        if word not in self._said:
            raise ForgedValue(word)
        await self._said[word](args, "")

    async def refresh(self, args: AsyncArgs) -> None:
        """After whatever somebody did: their page, if they have looked at it."""
        if (args.body.get("view") or {}).get("type") == "home":
            self._door.after(args, self._show(args))
        elif (args.context.user_id or "") in self._opened:
            self._door.after(args, self._redraw(args))

    async def _redraw(self, args: AsyncArgs) -> None:
        """Beside what was done elsewhere, which stands: nobody hears of it; the next look draws it."""
        try:
            await self._show(args)
        except (SlackApiError, aiohttp.ClientError, OSError) as problem:
            log.warning("Home not drawn anew", exc_info=problem, extra={"person": args.context.user_id})

    async def _show(self, args: AsyncArgs) -> None:
        who = asker(args)
        async with self._one_at_a_time[who.user]:
            front = await self._page.front(who)
            drawn = picture(front.star.score) if front.star else None
            known = self._charts.known(drawn)
            await self._publish(args, front, known)
            if known is None and drawn is not None and (file := await self._charts.ready(drawn)):
                await self._publish(args, await self._page.front(who), file)

    async def _publish(self, args: AsyncArgs, front: Front, chart: str | None) -> None:
        publish, user = args.client.views_publish, front.who.user
        try:
            await publish(user_id=user, view=limits.view(self._view(front, chart)))
        except SlackApiError as problem:
            if chart is None or problem.response.get("error") not in _NOT_YET:
                raise
            await publish(user_id=user, view=limits.view(self._view(front, None)))

    def _view(self, front: Front, chart: str | None) -> View:
        if front.who.user in self._in_settings:
            return offers.page(front, self._said)
        waiting = [self._draw(prompt.kind, prompt.content) for prompt in front.waiting]
        return views.page(front, waiting, chart)
