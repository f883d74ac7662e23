"""What is due: appointments become occurrences, and occurrences become letters.

The database is the schedule's memory; whoever calls `tick` is only the alarm. A late start, a missed
tick, several processes, an hour moved on the day itself: each ritual is kept once per team and local day,
or recorded as missed when found too late to be of use.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TypeVar

from rituals import days_off, missed
from rituals.appointing import arrange, rhythm_of
from rituals.cadence import Rhythm
from rituals.clock import Clock
from rituals.letters import Letter, post_all
from rituals.log_context import about
from rituals.lot import Lot
from rituals.ritual import Occasion, Ritual
from storage.ledger import Books, Ledger
from storage.records.appointments import Appointment, Occurrence, OccurrenceState
from storage.spans import span

Chore = Callable[[Books, datetime], Awaitable[None]]
"""Something to look after on every tick, given the calendar's time; it may post letters."""

One = TypeVar("One", Appointment, Occurrence)

_log = logging.getLogger(__name__)

_CHORES = "chores"

# Enough to share what is the same for all; whoever waits for the books waits for so many.
_TOGETHER = 32

# Less than nothing: a ritual that has left the catalogue is missed however early it is found.
_NO_LONGER_KEPT = timedelta(seconds=-1)


class Agenda:
    """Keeps the appointments of one workspace, by calendar time."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        rituals: Mapping[str, Ritual],
        chores: Sequence[Chore] = (),
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._rituals = rituals
        self._chores = chores
        self._one_tick = asyncio.Lock()
        self._told: set[tuple[str, str]] = set()

    async def keep(
        self,
        books: Books,
        ritual: str,
        team: str | None,
        *,
        days: tuple[int, ...],
        at: time,
        zone: str,
        every: int = 1,
        anchor: date | None = None,
    ) -> None:
        """Make an appointment, or move it. One that stays as it was keeps what it still has to catch up.

        One that is moved on the day, to an hour that is over, is kept at once: that day was promised.

        Raises what `Rhythm` raises.
        """
        rhythm = Rhythm(days, at, zone, every, anchor)
        await arrange(books, ritual, team, rhythm, self._clock.now())

    async def next_moment(self) -> datetime | None:
        """When the next appointment is due, or somebody may be asked what waits for them."""
        async with self._ledger.open() as books:
            moments = (await books.appointments.next_due(), await books.prompts.next_due())
            return min((moment for moment in moments if moment is not None), default=None)

    async def tick(self) -> None:
        """Do all that is due by now. What fails is logged and tried at the next tick; the rest goes on."""
        async with self._one_tick:
            with about(workspace=self._ledger.workspace), span("ritual tick"):
                await self._tick()

    async def _tick(self) -> None:
        now = self._clock.now()
        async with self._ledger.open() as books:
            due = await books.appointments.due(now)
        await self._in_lots(due, lambda some: self._note_days(some, now))
        async with self._ledger.open() as books:
            open_ = await books.appointments.in_state(OccurrenceState.DUE)
        # After a downtime what is newest is of most use. Letters go out in the order in which they were
        # written, so those of each occurrence get an instant of their own.
        newest_first = sorted(open_, key=lambda one: one.due_at, reverse=True)
        written_at = {each: now + timedelta(microseconds=place) for place, each in enumerate(newest_first)}
        for _, alike in groupby(newest_first, key=lambda one: one.ritual):
            await self._in_lots(list(alike), lambda some: self._prepare_all(some, now, written_at))
        await self._guarded("missed", self._tell_missed(open_, now))
        await self._look_after_everything(now)

    async def _in_lots(self, all_: Sequence[One], work: Callable[[Sequence[One]], Awaitable[None]]) -> None:
        """Work on a few at a time, in one transaction. If one of them fails, on each in its own."""
        for start in range(0, len(all_), _TOGETHER):
            some = all_[start : start + _TOGETHER]
            if len(some) > 1:
                with suppress(Exception):  # the guard: who failed is found, and told, below
                    await work(some)
                    continue
            for one in some:
                with about(team=one.team, ritual=one.ritual):
                    await self._guarded(one, work([one]))

    async def _note_days(self, appointments: Sequence[Appointment], now: datetime) -> None:
        """Write down every day since each was last looked at, and when it comes next."""
        alike = defaultdict(list)
        for each in appointments:
            alike[each.ritual, each.next_due, rhythm_of(each).next_after(now).at].append(each)
        async with self._ledger.open() as books:
            for (_, _, next_due), some in alike.items():
                await asyncio.sleep(0)
                moved = await books.appointments.move_on(some, next_due)
                await books.appointments.note(
                    Occurrence(each.ritual, each.team, due.day, due.at, OccurrenceState.DUE)
                    for each in moved
                    for due in rhythm_of(each).due(each.next_due, now)
                )

    async def _prepare_all(
        self, alike: Sequence[Occurrence], now: datetime, written_at: Mapping[Occurrence, datetime]
    ) -> None:
        """Prepare occurrences of one ritual."""
        done: list[tuple[Occurrence, OccurrenceState, Sequence[Letter]]] = []
        async with self._ledger.open() as books:
            lot = Lot(books, {each.team for each in alike if each.team})
            become = {each: await self._state_of(lot, each, now) for each in alike}
            for state in sorted(set(become.values())):
                ours = [each for each in alike if become[each] is state]
                for each in await books.appointments.settle(ours, state):  # another process may be quicker
                    letters: Sequence[Letter] = ()
                    if state is OccurrenceState.PREPARED:
                        await asyncio.sleep(0)  # nobody is kept waiting for more than one of them
                        letters = await self._prepare(lot, each, now)
                    done.append((each, state, letters))
            await post_all(
                books, [(letter, written_at[one], one.due_at) for one, _, some in done for letter in some]
            )
        for each, state, letters in done:
            level = logging.WARNING if state is OccurrenceState.MISSED else logging.INFO
            with about(team=each.team, ritual=each.ritual):
                _log.log(level, f"ritual {state}", extra=_facts(each) | {"letters": len(letters)})

    async def _state_of(self, lot: Lot, occurrence: Occurrence, now: datetime) -> OccurrenceState:
        if self._is_stale(occurrence, now):
            return OccurrenceState.MISSED
        rests = await self._rests(lot, occurrence)
        return OccurrenceState.SKIPPED if rests else OccurrenceState.PREPARED

    async def _prepare(self, lot: Lot, one: Occurrence, now: datetime) -> Sequence[Letter]:
        with about(team=one.team, ritual=one.ritual), span("ritual"):
            occasion = Occasion(one.ritual, one.team, one.day, one.due_at, now=now, lot=lot)
            return await self._rituals[one.ritual].prepare(lot.books, occasion)

    async def _tell_missed(self, open_: Sequence[Occurrence], now: datetime) -> None:
        """Of what was found open, what is over; a ritual that left the catalogue is missed by nobody."""
        stale = [one for one in open_ if one.ritual in self._rituals and self._is_stale(one, now)]
        if stale:
            async with self._ledger.open() as books:
                await missed.tell(books, stale, now)

    async def _look_after_everything(self, now: datetime) -> None:
        """All chores in one transaction: mostly there is nothing to do. If one fails, each in its own.

        By one process at a time: a chore counts what was asked before it asks more.
        """
        try:
            async with self._ledger.open() as books:
                if not await books.take_on(_CHORES):
                    return
                for chore in self._chores:
                    await chore(books, now)
        except Exception:  # noqa: BLE001 - the guard: what failed is found, and told, below
            for number, chore in enumerate(self._chores):
                await self._guarded(f"chore {number}", self._do(chore, now))

    async def _do(self, chore: Chore, now: datetime) -> None:
        async with self._ledger.open() as books:
            if await books.take_on(_CHORES):
                await chore(books, now)

    async def _rests(self, lot: Lot, occurrence: Occurrence) -> bool:
        """Whether nobody is there: the organisation is shut down, or the team has a public holiday."""
        day = occurrence.day
        if await lot.once(("shutdown", day), lambda: lot.books.shutdowns.covering(day)) is not None:
            return True
        team = await lot.team(occurrence.team)
        if team is None or not self._rituals[occurrence.ritual].rests_on_holidays:
            return False
        country = team.country
        if country is None:
            country = days_off.country_of_zone(team.time_zone)
        return days_off.is_public_holiday(country, occurrence.day)

    def _is_stale(self, occurrence: Occurrence, now: datetime) -> bool:
        known = self._rituals.get(occurrence.ritual)
        return now - occurrence.due_at > (_NO_LONGER_KEPT if known is None else known.fresh_for)

    async def _guarded(self, what: object, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as problem:  # noqa: BLE001 - the guard: one failing team never stops the rest
            trouble = (repr(what), repr(problem))
            if trouble in self._told:
                return  # ticks are seconds apart
            self._told.add(trouble)
            _log.error("ritual failed", exc_info=problem, extra={"what": repr(what)})


def _facts(occurrence: Occurrence) -> dict[str, str]:
    return {
        "ritual": occurrence.ritual,
        "team": occurrence.team or "",
        "day": occurrence.day.isoformat(),
        "due_at": occurrence.due_at.isoformat(),
    }
