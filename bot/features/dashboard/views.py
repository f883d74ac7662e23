"""The window of the dashboard: the way in, and for those in charge its switch, its links and its boards."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    DividerBlock,
)
from slack_sdk.models.views import View

from bot.answers import answer
from bot.blocks.commands import nsm
from bot.blocks.layout import aside, words
from bot.blocks.text import dated, mention
from bot.blocks.values import pack
from bot.dashboard.doors import PREFIX, PUBLIC, TV
from bot.features.dashboard.board_views import boards
from rituals.dashboard import SHARED, NoAddress, Switchboard
from rituals.dashboard_boards import Desk
from rituals.dashboard_entrance import LINK_LASTS, SESSION_LASTS
from rituals.weeks import local_day
from storage.records.dashboard import SharedLink, ViewerKind

OPEN = "dashboard.open"
OPEN_PUBLIC = "dashboard.open_public"
OPEN_TV = "dashboard.open_tv"
SWITCH_ON = "dashboard.switch_on"
SWITCH_OFF = "dashboard.switch_off"
MAKE_LINK = "dashboard.make_link"
REVOKE_LINK = "dashboard.revoke_link"

_TITLE = "Dashboard"
_PATHS = {ViewerKind.PUBLIC: PUBLIC, ViewerKind.TV: TV}
_OPENING = {ViewerKind.PUBLIC: OPEN_PUBLIC, ViewerKind.TV: OPEN_TV}
_LABELS = {ViewerKind.PUBLIC: "Public link", ViewerKind.TV: "TV link"}
_MEANT_FOR = {
    ViewerKind.PUBLIC: "For people without Slack: whoever has it sees the numbers, no names, no decisions.",
    ViewerKind.TV: "For a screen on the wall: large type, nothing to press, refreshes by itself, no names.",
}


@dataclass(frozen=True, slots=True)
class Door:
    """The shared link that a button is about."""

    kind: ViewerKind


@dataclass(frozen=True, slots=True)
class Fresh:
    """A shared link that was made a moment ago: shown now, and never again."""

    kind: ViewerKind
    secret: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person's window shows.

    `url` is the address of this server, empty when nobody has said it; `zone` is the reader's, for its days;
    `link` is the person's own way in.
    """

    switchboard: Switchboard
    desk: Desk
    url: str
    zone: str
    link: str | None = None
    fresh: Fresh | None = None


def window(sheet: Sheet) -> View:
    blocks = [*_way_in(sheet)]
    if sheet.switchboard.is_product_lead and sheet.switchboard.dashboard.is_on and sheet.url:
        blocks += [DividerBlock(), *(each for kind in SHARED for each in _shared(sheet, kind))]
    if sheet.desk.is_maker or sheet.desk.boards:
        blocks += [DividerBlock(), *boards(sheet.desk)]
    return View(type="modal", title=_TITLE, close="Done", blocks=blocks)


def _way_in(sheet: Sheet) -> list[Block]:
    board = sheet.switchboard
    since = board.dashboard.on_since
    if since is None:
        return _off(board)
    told = "*Is the North Star moving, and what moved with it?* The dashboard says so on one page."
    switch = [_off_button()] if board.is_product_lead else []
    if not sheet.url or sheet.link is None:
        return [
            words(told),
            words(f"*It cannot be opened yet:* {answer(NoAddress())}"),
            *([ActionsBlock(elements=switch)] if switch else []),
        ]
    way_in = ButtonElement(
        action_id=OPEN, text="Open the dashboard", style="primary", url=f"{sheet.url}{PREFIX}/in/{sheet.link}"
    )
    lasts = f"{LINK_LASTS // 60} minutes, and what it opens for {SESSION_LASTS // 3600} hours"
    note = f"This button is yours alone. It works for {lasts}; {nsm('dashboard')} gives you another."
    if board.is_product_lead:
        note += f"\nOn since {dated(local_day(since, sheet.zone))}."
    return [
        words(told),
        ActionsBlock(elements=[way_in, *switch]),
        aside(note),
    ]


def _off(board: Switchboard) -> list[Block]:
    if not board.is_product_lead:
        who = mention(board.product_lead) if board.product_lead else "the product lead"
        return [words(f"*The dashboard is off.* {who} can switch it on.")]
    told = (
        "*The dashboard is off.* Switched on, it shows every member on one page whether the North Star is"
        " moving, and what moved with it. Nobody outside sees anything before you make a link for them."
    )
    switch = ButtonElement(action_id=SWITCH_ON, text="Switch on", style="primary")
    return [words(told), ActionsBlock(elements=[switch])]


def _off_button() -> ButtonElement:
    sure = ConfirmObject(
        title="Switch it off?",
        text="Nobody can open it any more, by any link. The public link and the TV link work again when it is"
        " switched on.",
        confirm="Switch off",
        deny="Leave it on",
    )
    return ButtonElement(action_id=SWITCH_OFF, text="Switch off", confirm=sure)


def _shared(sheet: Sheet, kind: ViewerKind) -> list[Block]:
    label, link = _LABELS[kind], sheet.switchboard.link(kind)
    fresh = sheet.fresh
    if fresh is not None and fresh.kind is kind:
        address = f"{sheet.url}{PREFIX}{_PATHS[kind].format(**{kind.value: fresh.secret})}"
        told = f"*{label}:* copy it now, it is not shown again.\n`{address}`"
        opening = ButtonElement(action_id=_OPENING[kind], text="Open it", url=address)
        return [words(told), ActionsBlock(elements=[opening, *_buttons(kind, link)])]
    state = "_There is none._"
    if link is not None:
        state = f"_Made by {mention(link.made_by)} on {dated(local_day(link.made_at, sheet.zone))}._"
    told = f"*{label}.* {_MEANT_FOR[kind]}\n{state}"
    return [words(told), ActionsBlock(elements=_buttons(kind, link))]


def _buttons(kind: ViewerKind, link: SharedLink | None) -> Sequence[ButtonElement]:
    label, value = _LABELS[kind], pack(Door(kind))
    told = f"the {label[0].lower() if kind is ViewerKind.PUBLIC else label[0]}{label[1:]}"
    if link is None:
        make = ButtonElement(action_id=MAKE_LINK, text=f"Make {told}", value=value)
        return [make]
    renewing = ConfirmObject(
        title="Make a new one?",
        text="Whoever uses the present one is shut out at once and needs the new one.",
        confirm="Make it",
        deny="Keep this one",
    )
    revoking = ConfirmObject(
        title="Revoke it?",
        text=f"Whoever uses {told} is shut out at once.",
        confirm="Revoke",
        deny="Keep it",
    )
    return [
        ButtonElement(
            action_id=MAKE_LINK,
            text="Make a new one",
            value=value,
            confirm=renewing,
            accessibility_label=f"Make {told} anew",
        ),
        ButtonElement(
            action_id=REVOKE_LINK,
            text="Revoke",
            value=value,
            confirm=revoking,
            accessibility_label=f"Revoke {told}",
        ),
    ]
