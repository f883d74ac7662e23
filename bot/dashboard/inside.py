"""Who was let in a moment ago: the pictures of a page come right after it, unasked."""

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic

from aiohttp import web

from bot.dashboard.doors import COOKIE, PREFIX, Doors
from rituals.dashboard import SHARED, Viewer
from rituals.dashboard_entrance import Entrance

# Seconds, and how many are remembered.
_REMEMBERED = 5.0
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Visit:
    """`metrics` are the keys on the boards they may see, besides those of the front."""

    viewer: Viewer
    metrics: frozenset[str]
    until: float


class Inside:
    def __init__(self, doors: Doors, entrance: Entrance) -> None:
        self._doors, self._entrance = doors, entrance
        self._visits: OrderedDict[tuple[str, str], Visit] = OrderedDict()

    async def visit(self, request: web.Request) -> Visit:
        """Whoever asks, as they were let in. Raises as `Doors.viewer` does."""
        key = _key(request)
        known = self._visits.get(key)
        if known is not None and monotonic() < known.until:
            return known
        viewer = await self._doors.viewer(request)
        boards = await self._entrance.boards(viewer)
        metrics = frozenset(metric for board in boards for metric in board.metrics)
        self._visits[key] = Visit(viewer, metrics, monotonic() + _REMEMBERED)
        while len(self._visits) > _MOST:
            self._visits.popitem(last=False)
        return self._visits[key]


def base_of(request: web.Request) -> str:
    """The address of the door somebody came in by, which all its pages begin with."""
    for kind, short in zip(SHARED, ("p", "tv"), strict=True):
        if kind.value in request.match_info:
            return f"{PREFIX}/{short}/{request.match_info[kind.value]}"
    return PREFIX


def _key(request: web.Request) -> tuple[str, str]:
    base = base_of(request)
    return base, request.cookies.get(COOKIE, "") if base == PREFIX else ""
