"""North Star triage: once a week, fifteen minutes, at most five of the cases that teams could not settle.

The rule of the order, said on the agenda: those who wait since the earliest week come first; within a week
the widest, which is what concerns the whole organisation, then what touches most customers by its own words.
Questions (`rituals.triage_questions`) come after the cases. With neither nothing is posted: a message that
says so every week would teach people not to read it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar

from rituals import cases, days_off, triage_questions
from rituals.appointing import rhythm_of
from rituals.cadence import Rhythm
from rituals.cases import Case
from rituals.letters import Letter
from rituals.precedents import Nearest, nearest, sides
from rituals.ritual import Occasion, Ritual
from rituals.scoreboard import Score
from rituals.weeks import local_day, week_of
from storage.ledger import Books
from storage.records.appointments import Appointment
from storage.records.conflicts import Conflict, ConflictState
from storage.records.workspaces import Workspace

NAME = "triage"
MOST = 5
"""Cases in one meeting; the others wait for the next."""

LASTS = timedelta(minutes=15)

DAY, AT = 3, time(10)
"""Wednesday at ten, where nobody chose: after Monday's number, before Friday's follow-through."""

_NUMBER = re.compile(r"\d[\d.,'\u202f\u00a0]*")


class Quorum(StrEnum):
    MEETS = "meets"
    AWAY = "away"  # the product lead or the sponsor is not at work that day
    CALLED_OFF = "called_off"  # one of them said so
    OVER = "over"  # the fifteen minutes have passed


@dataclass(frozen=True, slots=True)
class Item:
    """One case on an agenda; `outcome` is what was decided, or "" while nothing is.

    `is_open` is False also when it was settled or taken back in the meantime.
    """

    id: str
    teams: tuple[str, ...]  # one alone differs with the organisation
    text: str
    since: date
    customers: str
    is_open: bool = True
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Talked:
    """A question on an agenda: it is talked over, and nothing is decided."""

    id: str
    text: str
    put_by: str


@dataclass(frozen=True, slots=True)
class TriageAgenda:
    """What one meeting looks at, who decides, and how many `more` wait, the first of them since a day.

    `people` are those who are away, or who said that there is no quorum.
    """

    kind: ClassVar[str] = "triage.agenda"

    day: date
    zone: str
    items: tuple[Item, ...]
    more: int
    more_since: date | None
    product_lead: str
    sponsor: str | None
    next_day: date
    quorum: Quorum = Quorum.MEETS
    people: tuple[str, ...] = ()
    questions: tuple[Talked, ...] = ()

    @property
    def carried(self) -> int:
        """How many cases wait for the next meeting, should none of them be decided before."""
        return sum(each.is_open for each in self.items) + self.more

    @property
    def oldest(self) -> date | None:
        """Since when the one that waits longest does."""
        open_ = [each.since for each in self.items if each.is_open]
        return min([*open_, *([self.more_since] if self.more_since else [])], default=None)


@dataclass(frozen=True, slots=True)
class TriageCase:
    """One case of an agenda in full: both sides, the readings behind them, the nearest past decision."""

    kind: ClassVar[str] = "triage.case"

    case: Case
    number: int
    of: int
    scores: tuple[Score, ...] = ()
    nearest: tuple[Nearest, ...] = ()


async def begin(books: Books, now: datetime) -> None:
    """Make the appointment as soon as there is a place to meet. To be done on every tick."""
    workspace = await books.workspaces.get()
    if workspace is None or workspace.triage_channel is None:
        return
    if await books.appointments.get(NAME, None) is None:
        zone = workspace.time_zone
        first = Rhythm((DAY,), AT, zone).next_after(now).at
        await books.appointments.put(Appointment(NAME, None, (DAY,), AT, zone, first))


async def prepare(books: Books, occasion: Occasion) -> Sequence[Letter]:
    workspace = await books.workspaces.get()
    if workspace is None or workspace.triage_channel is None or workspace.product_lead is None:
        return []
    waiting = await books.conflicts.in_state(ConflictState.UP)
    if not waiting and not await triage_questions.next_ones(books):
        return []
    place = workspace.triage_channel
    agenda = await _agenda(books, workspace, occasion, waiting)
    head = Letter(key(occasion.day), place, agenda)
    if agenda.quorum is Quorum.AWAY:
        return [head]
    chosen = in_order(waiting, agenda.zone)[:MOST]
    letters = [head]
    for number, conflict in enumerate(chosen, 1):
        case = await _case(books, conflict, occasion.now, number, len(chosen))
        letters.append(Letter(case_key(occasion.day, number), place, case, thread_of=head.key))
    return letters


def in_order(conflicts: Iterable[Conflict], zone: str) -> list[Conflict]:
    """The longest waiting week first, and within a week the widest."""

    def rank(conflict: Conflict) -> tuple[date, bool, int, datetime, str]:
        up_at = up_at_of(conflict)
        return (
            week_of(local_day(up_at, zone)),
            conflict.team is not None,
            -customers_named(conflict.customers),
            up_at,
            conflict.id,
        )

    return sorted(conflicts, key=rank)


def customers_named(words: str) -> int:
    """How many customers somebody wrote that it touches: the first number in their words, or 0."""
    found = _NUMBER.search(words)
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return int(digits[:12] or 0)


async def item(books: Books, conflict: Conflict, zone: str) -> Item:
    """A case in a line."""
    teams = [await books.teams.get(each) for each in sides(conflict)]
    held = await books.decisions.of_conflict(conflict.id)
    return Item(
        conflict.id,
        tuple(team.name for team in teams if team),
        conflict.text,
        local_day(up_at_of(conflict), zone),
        conflict.customers,
        conflict.state is ConflictState.UP,
        held.outcome if held and conflict.state is ConflictState.DECIDED else "",
    )


TRIAGE = Ritual(NAME, prepare, fresh_for=timedelta(hours=2))


def key(day: date) -> str:
    """The key of the agenda of a day."""
    return f"{NAME}::{day.isoformat()}"


def case_key(day: date, number: int) -> str:
    """The key of one case of that agenda, counted from 1; letters of one moment go out by their keys."""
    return f"{key(day)}:{number}"


def up_at_of(conflict: Conflict) -> datetime:
    return conflict.up_at or conflict.raised_at


async def _agenda(
    books: Books, workspace: Workspace, occasion: Occasion, waiting: Sequence[Conflict]
) -> TriageAgenda:
    appointment = await books.appointments.get(NAME, None)
    zone = appointment.time_zone if appointment else workspace.time_zone
    rhythm = rhythm_of(appointment) if appointment else Rhythm((DAY,), AT, zone)
    ordered = in_order(waiting, zone)
    chosen, rest = ordered[:MOST], ordered[MOST:]
    assert workspace.product_lead is not None  # there is no meeting otherwise
    deciders = [each for each in (workspace.product_lead, workspace.sponsor) if each is not None]
    away = tuple([each for each in dict.fromkeys(deciders) if await _is_away(books, each, occasion, zone)])
    return TriageAgenda(
        occasion.day,
        zone,
        tuple([await item(books, each, zone) for each in chosen]),
        len(rest),
        min((local_day(up_at_of(each), zone) for each in rest), default=None),
        workspace.product_lead,
        workspace.sponsor,
        await _next_day(books, rhythm, max(occasion.due_at, rhythm.on(occasion.day))),
        Quorum.AWAY if away else Quorum.MEETS,
        away,
        tuple([Talked(each.id, each.text, each.put_by) for each in await triage_questions.next_ones(books)]),
    )


async def _next_day(books: Books, rhythm: Rhythm, after: datetime) -> date:
    """The day of the next meeting; none is held while the organisation is shut down."""
    due = rhythm.next_after(after)
    while await books.shutdowns.covering(due.day) is not None:
        due = rhythm.next_after(due.at)
    return due.day


async def _is_away(books: Books, user: str, occasion: Occasion, zone: str) -> bool:
    person = await books.people.get(user)
    theirs = person.time_zone if person else zone
    if person is not None and person.is_deactivated:
        return True
    return await days_off.is_off(books, user, theirs, local_day(occasion.due_at, theirs))


async def _case(books: Books, conflict: Conflict, now: datetime, number: int, of: int) -> TriageCase:
    words = f"{conflict.text} {conflict.ours.want} {conflict.theirs.want}"
    near = await nearest(books, sides(conflict), conflict.inputs, words, limit=1)
    found = await cases.scores(books, conflict, now)
    return TriageCase(await cases.told(books, conflict), number, of, found, tuple(near))
