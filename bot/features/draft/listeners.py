"""Every key stroke in a form is kept, until the form is sent."""

import json
from datetime import UTC, datetime

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.draft import views
from rituals.drafts import Drafts


class Draft:
    def __init__(self, drafts: Drafts, door: Door) -> None:
        self._drafts, self._door = drafts, door

    def listen(self) -> None:
        self._door.action(views.KEEP, self.keep)
        self._door.action(views.KEEP_ANEW, self.keep)
        self._door.action(views.EMPTY, self.empty)
        self._door.when_taken(self.forget)

    async def keep(self, args: AsyncArgs) -> None:
        view = args.body["view"]
        await self._drafts.keep(
            asker(args).user, views.form_of(view), view["id"], forms.typed(view), _pressed_at(args)
        )
        await args.ack()

    async def empty(self, args: AsyncArgs) -> None:
        view = args.body["view"]
        await self._drafts.keep(asker(args).user, views.form_of(view), view["id"], {}, _pressed_at(args))
        await args.ack()
        fresh = limits.view(views.emptied(view))
        self._door.after(
            args, args.client.views_update(view_id=view["id"], hash=view.get("hash"), view=fresh)
        )

    async def forget(self, args: AsyncArgs) -> None:
        """It was sent; one that lies below the next step may still be gone back to."""
        if _goes_on(args):
            return
        view = args.body["view"]
        await self._drafts.forget(asker(args).user, views.form_of(view), view["id"])


def _goes_on(args: AsyncArgs) -> bool:
    """Whether the answer put the next step on top of the window."""
    answer = args.ack.response.body if args.ack.response else ""
    return bool(answer) and json.loads(answer).get("response_action") == "push"


def _pressed_at(args: AsyncArgs) -> datetime:
    """When it was typed, by Slack's clock: what is told late or twice must not win."""
    return datetime.fromtimestamp(float(args.body["actions"][0].get("action_ts") or 0), UTC)
