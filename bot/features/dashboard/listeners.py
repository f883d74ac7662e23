"""/nsm dashboard: the way in, the switch, the links for those without Slack, and the boards."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.models.views import View

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.blocks.values import ForgedValue, unpack
from bot.door import Door
from bot.features.dashboard import board_views, views
from bot.features.draft.views import form_name
from rituals.dashboard import SHARED, Dashboards, NoAddress
from rituals.dashboard_boards import Boards
from rituals.dashboard_entrance import Entrance
from rituals.drafts import Drafts
from storage.records.dashboard import ViewerKind
from storage.records.people import Person


class DashboardPages:
    """`url` is the address of this server, empty when nobody has said it."""

    def __init__(
        self,
        dashboards: Dashboards,
        entrance: Entrance,
        boards: Boards,
        drafts: Drafts,
        door: Door,
        *,
        url: str,
    ) -> None:
        self._dashboards, self._entrance, self._boards = dashboards, entrance, boards
        self._drafts, self._door, self._url = drafts, door, url

    def listen(self) -> None:
        for action, listener in (
            (views.OPEN, self.opened),
            (views.OPEN_PUBLIC, self.opened),
            (views.OPEN_TV, self.opened),
            (views.SWITCH_ON, self.switch_on),
            (views.SWITCH_OFF, self.switch_off),
            (views.MAKE_LINK, self.make_link),
            (views.REVOKE_LINK, self.revoke_link),
            (board_views.ADD, self.add_board),
            (board_views.DO, self.do_with_board),
        ):
            self._door.action(action, listener)
        self._door.view(board_views.NEW, self.take_new)
        self._door.view(board_views.CHANGE, self.take_change)
        self._door.view(board_views.RETIRE, self.retire)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        view = await self._window(asker(args))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def opened(self, args: AsyncArgs) -> None:
        """The browser went there by itself."""

    async def switch_on(self, args: AsyncArgs) -> None:
        await self._dashboards.switch_on(asker(args))
        await self._refresh(args)

    async def switch_off(self, args: AsyncArgs) -> None:
        await self._dashboards.switch_off(asker(args))
        await self._refresh(args)

    async def make_link(self, args: AsyncArgs) -> None:
        kind = _shared_kind(args)
        if not self._url:
            raise NoAddress
        secret = await self._dashboards.make_link(asker(args), kind)
        await self._refresh(args, views.Fresh(kind, secret))

    async def revoke_link(self, args: AsyncArgs) -> None:
        await self._dashboards.revoke_link(asker(args), _shared_kind(args))
        await self._refresh(args)

    async def add_board(self, args: AsyncArgs) -> None:
        desk, _ = await self._boards.desk_for(asker(args), None)
        await self._push(args, board_views.form(None, desk, await self._typed(args, board_views.NEW)))

    async def do_with_board(self, args: AsyncArgs) -> None:
        who = asker(args)
        doing = unpack(board_views.Doing, args.payload["selected_option"]["value"])
        desk, board = await self._boards.desk_for(who, doing.board)
        assert board is not None  # it would have been refused
        match doing.act:
            case board_views.Act.CHANGE:
                draft = await self._typed(args, board_views.CHANGE, board.id)
                await self._push(args, board_views.form(board, desk, draft))
            case board_views.Act.RETIRE:
                await self._push(args, board_views.retiring(board))
            case board_views.Act.MOVE_UP:
                await self._boards.move_up(who, board.id)
                await self._refresh(args)

    async def take_new(self, args: AsyncArgs) -> None:
        filled = forms.read(board_views.BoardForm, args.payload)
        await self._boards.make(asker(args), filled.asked())
        await self._back(args)

    async def take_change(self, args: AsyncArgs) -> None:
        filled = forms.read(board_views.BoardForm, args.payload)
        await self._boards.change(asker(args), _board(args), filled.asked())
        await self._back(args)

    async def retire(self, args: AsyncArgs) -> None:
        await self._boards.retire(asker(args), _board(args))
        await self._back(args)

    async def _typed(self, args: AsyncArgs, form: str, about: str = "") -> Mapping[str, str]:
        return await self._drafts.of(asker(args).user, form_name(form, about))

    async def _push(self, args: AsyncArgs, view: View) -> None:
        await args.ack()
        trigger = args.body["trigger_id"]
        self._door.after(args, args.client.views_push(trigger_id=trigger, view=limits.view(view)))

    async def _refresh(self, args: AsyncArgs, fresh: views.Fresh | None = None) -> None:
        """Draw the window anew in which something was pressed."""
        view, shown = await self._window(asker(args), fresh), args.body.get("view")
        await args.ack()
        if shown is not None:
            self._door.after(args, args.client.views_update(view_id=shown["id"], view=view))

    async def _back(self, args: AsyncArgs) -> None:
        """Close the form, and draw anew the window under it."""
        view, root = await self._window(asker(args)), args.body["view"]["root_view_id"]
        await args.ack()
        if root != args.body["view"]["id"]:
            self._door.after(args, args.client.views_update(view_id=root, view=view))

    async def _window(self, who: Person, fresh: views.Fresh | None = None) -> dict[str, Any]:
        switchboard = await self._dashboards.switchboard(who)
        is_open = switchboard.dashboard.is_on and self._url
        link = await self._entrance.link_for(who) if is_open else None
        desk = await self._boards.desk(who)
        return limits.view(
            views.window(views.Sheet(switchboard, desk, self._url, who.time_zone, link, fresh))
        )


def _shared_kind(args: AsyncArgs) -> ViewerKind:
    """The door that a button is about. Raises ForgedValue where nobody can be given a link to it."""
    kind = unpack(views.Door, args.payload["value"]).kind
    if kind not in SHARED:
        raise ForgedValue(kind)
    return kind


def _board(args: AsyncArgs) -> str:
    """The board a window says it is about: the books say whose that is."""
    return unpack(board_views.About, args.payload["private_metadata"]).about
