"""A shutdown of the whole organisation: every ritual is silent, and one note before and one after say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from rituals import audit, days_off
from rituals.authorisation import Action
from rituals.cadence import instant
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import Letter, post
from rituals.rights import require
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.pauses import Shutdown
from storage.records.people import Person
from storage.records.workspaces import Workspace

LONGEST = timedelta(days=60)
FURTHEST = timedelta(days=2 * 365)

# A note is due at most so long before the first day or after the last one.
_NOTED_WITHIN = timedelta(days=14)

_DAY = timedelta(days=1)


@dataclass(eq=False)
class BackBeforeStart(RitualError):
    """The last day comes before the first."""

    field: ClassVar[str | None] = "last"


@dataclass(eq=False)
class TooLongAway(RitualError):
    """So many days are nobody's shutdown; a year was mistyped."""

    field: ClassVar[str | None] = "last"
    longest: int


@dataclass(eq=False)
class TooFarAhead(RitualError):
    """Nobody plans so far; a year was mistyped."""

    field: ClassVar[str | None] = "first"


@dataclass(eq=False)
class OverAlready(RitualError):
    """It would end before today."""

    field: ClassVar[str | None] = "last"


@dataclass(frozen=True, slots=True)
class ShutdownNote:
    """Says in the company channel that nothing is kept from a day to another, or that it is over."""

    kind: ClassVar[str] = "pauses.note"

    first: date
    last: date
    is_over: bool


class Pauses:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def shut_down(self, who: Person, first: date, last: date) -> Shutdown:
        """Keep nothing on these days.

        Raises NotTheProductLead, BackBeforeStart, TooLongAway, OverAlready or TooFarAhead.
        """
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.SHUT_DOWN, who, workspace)
            assert workspace is not None  # nobody is its product lead otherwise
            if last < first:
                raise BackBeforeStart
            if last - first >= LONGEST:
                raise TooLongAway(LONGEST.days)
            today = local_day(self._clock.now(), workspace.time_zone)
            if last < today:
                raise OverAlready
            if first - today > FURTHEST:
                raise TooFarAhead
            shutdown = Shutdown(first, last, who.user)
            await books.shutdowns.put(shutdown)
            now = self._clock.now()
            await audit.note(books, who.user, "shutdown.set", "", before=None, after=shutdown, now=now)
            return shutdown

    async def call_off(self, who: Person, first: date) -> None:
        """Go on as usual after all; who was told of it is told that. Raises NotTheProductLead."""
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.SHUT_DOWN, who, workspace)
            planned = await books.shutdowns.ending_from(first)
            off = next((each for each in planned if each.first == first), None)
            if workspace is None or off is None:
                return  # pressed twice
            await books.shutdowns.remove(first)
            now = self._clock.now()
            if await books.deliveries.get(_key(off, is_over=False)) is not None:
                await _say(books, workspace, off, now, is_over=True)
            day = off.first.isoformat()
            await audit.note(books, who.user, "shutdown.called_off", "", before=day, after=None, now=now)

    async def may_plan(self, who: Person) -> Sequence[Shutdown]:
        """The shutdowns that are not over, earliest first. Raises NotTheProductLead."""
        async with self._ledger.open() as books:
            workspace = await books.workspaces.get()
            require(Action.SHUT_DOWN, who, workspace)
            assert workspace is not None  # nobody is its product lead otherwise
            return await books.shutdowns.ending_from(local_day(self._clock.now(), workspace.time_zone))


async def announce(books: Books, now: datetime) -> None:
    """Say once before and once after a shutdown that it is. To be done on every tick."""
    workspace = await books.workspaces.get()
    if workspace is None or workspace.company_channel is None:
        return
    today = local_day(now, workspace.time_zone)
    planned = await books.shutdowns.ending_from(today - _NOTED_WITHIN)
    for shutdown in (each for each in planned if each.first - today <= _NOTED_WITHIN):
        for is_over in (False, True):
            if is_over and await books.shutdowns.covering(today) is not None:
                continue  # it goes on as another
            if _is_time(workspace, shutdown, now, is_over=is_over):
                await _say(books, workspace, shutdown, now, is_over=is_over)


def _key(shutdown: Shutdown, *, is_over: bool) -> str:
    return f"shutdown:{shutdown.first}:{shutdown.last}:{'after' if is_over else 'before'}"


async def _say(
    books: Books, workspace: Workspace, shutdown: Shutdown, now: datetime, *, is_over: bool
) -> None:
    if workspace.company_channel is not None:
        note = ShutdownNote(shutdown.first, shutdown.last, is_over)
        key = _key(shutdown, is_over=is_over)
        await post(books, Letter(key, workspace.company_channel, note), now)


def _is_time(workspace: Workspace, shutdown: Shutdown, now: datetime, *, is_over: bool) -> bool:
    """From the pulse's hour on, on the last working day before the shutdown or the first one after it.

    One that is set at short notice is told at once, as long as it lasts.
    """
    zone, country = ZoneInfo(workspace.time_zone), days_off.country_of_zone(workspace.time_zone)
    step, day = (_DAY, shutdown.last + _DAY) if is_over else (-_DAY, shutdown.first - _DAY)
    while not days_off.is_working_day(country, day):
        day += step
    since = instant(day, workspace.pulse_time, zone)
    until = since + _DAY if is_over else instant(shutdown.last, time(), zone)
    return since <= now < until
