"""App Home: drawn when somebody opens it, and after what they do there."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.home import views
from rituals.home import HomePage


class Home:
    """`nsm` is the name `/nsm` has here."""

    def __init__(self, page: HomePage, door: Door, nsm: str) -> None:
        self._page, self._door, self._nsm = page, door, nsm

    def listen(self) -> None:
        self._door.event(views.OPENED, self.opened)

    async def opened(self, args: AsyncArgs) -> None:
        if args.payload.get("tab") == "home":
            asker(args)  # somebody of another organisation is refused here, where it stays unsaid
            self._door.after(args, self.draw(args))

    async def draw(self, args: AsyncArgs) -> None:
        who = asker(args)
        view = limits.view(views.page(await self._page.front(who), self._nsm))
        await args.client.views_publish(user_id=who.user, view=view)
