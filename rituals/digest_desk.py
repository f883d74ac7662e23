"""What the product lead does with the next issue of the wins digest; the sponsor reads along."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from rituals import audit, digest_hours, prompts
from rituals.authorisation import Action
from rituals.cadence import Due
from rituals.clock import Clock
from rituals.digest import DigestIssue, DigestSettled, issue
from rituals.digest_hours import Hours
from rituals.digest_issue import Material, gather
from rituals.digest_keys import draft_key
from rituals.errors import RitualError
from rituals.rights import NotTheProductLead, may, require
from rituals.weeks import local_day, week_of
from rituals.win_words import WinTold, each_told
from storage.ledger import Books, Ledger
from storage.records.digests import Digest
from storage.records.people import Person
from storage.records.wins import Win
from storage.records.workspaces import Workspace


class Move(StrEnum):
    """Where a win goes in an issue."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"
    LAST = "last"
    OUT = "out"
    BACK = "back"


@dataclass(eq=False)
class NoDigestYet(RitualError):
    """Nothing has been set up that a digest could come of."""


@dataclass(eq=False)
class DigestIsOut(RitualError):
    """The issue of that day has been posted, or its day is over."""

    day: date


@dataclass(frozen=True, slots=True)
class Table:
    """The next issue, laid out: as it would be posted now, and what is known about it.

    `may_edit` is False for the sponsor.
    """

    due: Due
    zone: str
    may_edit: bool
    material: Material
    issue: DigestIssue
    wins: Sequence[tuple[Win, WinTold]]
    left_out: Sequence[tuple[Win, WinTold]]

    @property
    def plan(self) -> Digest:
        return self.material.plan


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the next issue comes.

    `weeks` are the Mondays of this week and the next: it comes in the weeks of one of them, then of every
    second one. `reacted` is how many people reacted to the last issue as such, on its first message.
    """

    due: Due
    zone: str
    hours: Hours
    weeks: tuple[date, date]
    reacted: int
    product_lead: str | None
    sponsor: str | None


class DigestDesk:
    """Each verb is one transaction. `who` is the acting person, checked every time."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock

    async def timetable(self) -> Timetable:
        """Raises NoDigestYet."""
        async with self._ledger.open() as books:
            return await self._timetable(books)

    async def may_reschedule(self, who: Person) -> Timetable:
        """The same, for the product lead alone. Raises NotTheProductLead or NoDigestYet."""
        async with self._ledger.open() as books:
            require(Action.ARRANGE_DIGEST, who, await books.workspaces.get())
            return await self._timetable(books)

    async def look(self, who: Person, day: date | None = None) -> Table:
        """The next issue. Raises NotTheProductLead, NoDigestYet, or DigestIsOut for another day's."""
        async with self._ledger.open() as books:
            return await self._table(books, who, day)

    async def move(self, who: Person, day: date, win: str, where: Move) -> Table:
        """Put a win elsewhere, out or back in; one that is gone moves nothing. Raises as `look` does."""
        async with self._ledger.open() as books:
            await self._editable(books, who, day)
            material = await gather(books, day, self._clock.now())
            if win in {each.id for each in (*material.wins, *material.left_out)}:
                order = moved([each.id for each in material.wins], win, where)
                left_out = _left_out(material.plan.left_out, win, where)
                await books.digests.put(replace(material.plan, order=order, left_out=left_out))
            return await self._table(books, who, day)

    async def approve(self, who: Person, day: date, intro: str) -> Table:
        """Settle an issue; it goes out at its hour. Raises as `look` does."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            await self._editable(books, who, day)
            plan = (await gather(books, day, now)).plan
            await books.digests.put(replace(plan, intro=intro.strip(), approved_by=who.user, approved_at=now))
            laid_out = await self._table(books, who, day)
            settled = DigestSettled(day, laid_out.due.at, laid_out.zone)
            await prompts.answered(books, draft_key(day), now, settled)
            return laid_out

    async def reschedule(self, who: Person, weekday: int, at: time, week: date) -> Timetable:
        """The digest comes on a weekday at an hour, in the weeks of a day. Raises NotTheProductLead."""
        async with self._ledger.open() as books:
            workspace, _ = await self._next(books)
            require(Action.ARRANGE_DIGEST, who, workspace)
            now, before = self._clock.now(), await digest_hours.chosen(books)
            hours = Hours(weekday, at, week)
            await digest_hours.keep(books, workspace.time_zone, hours, now)
            await audit.note(
                books, who.user, "digest.moved", "Wins digest", before=before, after=hours, now=now
            )
            return await self._timetable(books)

    async def _timetable(self, books: Books) -> Timetable:
        workspace, due = await self._next(books)
        hours = await digest_hours.chosen(books)
        assert hours is not None  # else nothing would be due
        zone, now = workspace.time_zone, self._clock.now()
        last = next(iter(await books.digests.posted(1)), None)
        this = week_of(local_day(now, zone))
        return Timetable(
            due,
            zone,
            hours,
            (this, this + timedelta(weeks=1)),
            await books.digests.cheered_by(last.day) if last else 0,
            workspace.product_lead,
            workspace.sponsor,
        )

    async def _editable(self, books: Books, who: Person, day: date) -> None:
        workspace, due = await self._next(books)
        require(Action.ARRANGE_DIGEST, who, workspace)
        if due.day != day:
            raise DigestIsOut(day)

    async def _table(self, books: Books, who: Person, day: date | None) -> Table:
        workspace, due = await self._next(books)
        may_edit = _rights(who, workspace)
        if day not in {None, due.day}:
            raise DigestIsOut(day)
        material = await gather(books, due.day, self._clock.now())
        return Table(
            due,
            workspace.time_zone,
            may_edit,
            material,
            await issue(books, material),
            await _told(books, material.wins),
            await _told(books, material.left_out),
        )

    async def _next(self, books: Books) -> tuple[Workspace, Due]:
        workspace = await books.workspaces.get()
        due = await digest_hours.next_after(books, self._clock.now())
        if workspace is None or due is None:
            raise NoDigestYet
        return workspace, due


async def _told(books: Books, wins: Sequence[Win]) -> Sequence[tuple[Win, WinTold]]:
    return list(zip(wins, await each_told(books, wins, once_more=True), strict=True))


def moved(order: Sequence[str], win: str, where: Move) -> tuple[str, ...]:
    """The order of wins after one was moved. Nothing else changes its place among the others."""
    rest = [each for each in order if each != win]
    at = order.index(win) if win in order else len(rest)
    match where:
        case Move.OUT:
            return tuple(rest)
        case Move.FIRST:
            at = 0
        case Move.UP:
            at = max(at - 1, 0)
        case Move.DOWN:
            at += 1
        case Move.LAST | Move.BACK:
            at = len(rest)
    return (*rest[:at], win, *rest[at:])


def _left_out(left_out: Sequence[str], win: str, where: Move) -> tuple[str, ...]:
    rest = tuple(each for each in left_out if each != win)
    return (*rest, win) if where is Move.OUT else rest


def _rights(who: Person, workspace: Workspace) -> bool:
    """Whether somebody may change an issue. Raises for those who may not even read it."""
    require(Action.READ_DIGEST, who, workspace, refusal=NotTheProductLead(workspace.product_lead))
    return may(Action.ARRANGE_DIGEST, who, workspace)
