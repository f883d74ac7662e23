"""How a triage meeting goes: cases are decided, it is called off, its time is over; the agenda tells."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rituals import audit, cases, triage
from rituals.agenda import Agenda
from rituals.authorisation import Action
from rituals.clock import Clock
from rituals.errors import RitualError
from rituals.letters import unpacked
from rituals.rights import require
from rituals.triage import Quorum, TriageAgenda, TriageCase
from rituals.weeks import local_day
from storage.ledger import Books, Ledger
from storage.records.deliveries import Delivery
from storage.records.people import Person
from storage.records.workspaces import Workspace

_DAY = timedelta(days=1)
_SHOWN = 8  # days; an agenda is brought up to date until the next one is out


@dataclass(eq=False)
class NowhereToMeet(RitualError):
    """There is no triage channel yet."""


@dataclass(eq=False)
class MeetingOver(RitualError):
    """It was held, or called off, before."""


@dataclass(frozen=True, slots=True)
class Hour:
    """When triage meets: an ISO weekday, an hour, and the IANA zone it is meant in."""

    day: int
    at: time
    zone: str


class Meetings:
    def __init__(self, ledger: Ledger, clock: Clock, agenda: Agenda) -> None:
        self._ledger, self._clock, self._agenda = ledger, clock, agenda

    async def no_quorum(self, who: Person, day: date) -> None:
        """Say that a meeting is not held. Raises NotADecider or MeetingOver."""
        now = self._clock.now()
        async with self._ledger.open() as books:
            require(Action.DECIDE, who, await books.workspaces.get())
            told = await books.deliveries.get(triage.key(day))
            facts = await _as_shown(books, told) if told else None
            if told is None or facts is None or facts.quorum is not Quorum.MEETS:
                raise MeetingOver
            off = replace(facts, quorum=Quorum.CALLED_OFF, people=(who.user,))
            await cases.edit(books, told.key, off, now)

    async def hour(self, who: Person) -> Hour:
        """When it meets, for whoever may move it. Raises NotTheProductLead or NowhereToMeet."""
        async with self._ledger.open() as books:
            return await _hour(books, await _may_move(books, who))

    async def move(self, who: Person, to: Hour) -> None:
        """Meet at another hour from now on. Raises NotTheProductLead or NowhereToMeet."""
        async with self._ledger.open() as books:
            before = await _hour(books, await _may_move(books, who))
            await self._agenda.keep(books, triage.NAME, None, days=(to.day,), at=to.at, zone=to.zone)
            now = self._clock.now()
            await audit.note(books, who.user, "triage.moved", "Triage", before=before, after=to, now=now)


async def redraw(books: Books, now: datetime) -> None:
    """Bring the last agenda, and the cases below it, up to what became of them."""
    told = await _last(books, now)
    if told is None:
        return
    before = await _as_shown(books, told)
    items = []
    for number, each in enumerate(before.items, 1):
        conflict = await books.conflicts.get(each.id)
        assert conflict is not None  # they stay
        items.append(await triage.item(books, conflict, before.zone))
        if each.is_open and not items[-1].is_open:
            # Without its button, and with how it ended.
            settled = TriageCase(await cases.told(books, conflict), number, len(before.items))
            await cases.edit(books, triage.case_key(before.day, number), settled, now)
    after = replace(before, items=tuple(items))
    if before.quorum is Quorum.MEETS and not before.questions and not any(each.is_open for each in items):
        after = replace(after, quorum=Quorum.OVER)  # nobody waits for the clock
    await cases.edit(books, told.key, after, now)


async def keep_up(books: Books, now: datetime) -> None:
    """Keep the agenda true while the meeting lasts; after fifteen minutes say what is carried over.

    To be done on every tick: two teams may settle their case while triage looks at another.
    """
    appointment = await books.appointments.get(triage.NAME, None)
    if appointment is None:
        return
    told = await books.deliveries.get(triage.key(local_day(now, appointment.time_zone)))
    if told is None or (await _as_shown(books, told)).quorum is not Quorum.MEETS:
        return
    await redraw(books, now)
    if now >= told.written_at + triage.LASTS:
        over = replace(await _as_shown(books, told), quorum=Quorum.OVER)
        for each in over.questions:
            await books.triage_questions.done(each.id, now)
        await cases.edit(books, told.key, over, now)


async def _may_move(books: Books, who: Person) -> Workspace:
    workspace = await books.workspaces.get()
    require(Action.PLACE_TRIAGE, who, workspace)
    assert workspace is not None  # nobody is its product lead otherwise
    if workspace.triage_channel is None:
        raise NowhereToMeet
    return workspace


async def _hour(books: Books, workspace: Workspace) -> Hour:
    kept = await books.appointments.get(triage.NAME, None)
    if kept is None:
        return Hour(triage.DAY, triage.AT, workspace.time_zone)
    return Hour(kept.days[0], kept.at, kept.time_zone)


async def _last(books: Books, now: datetime) -> Delivery | None:
    """The newest agenda of the last days."""
    appointment = await books.appointments.get(triage.NAME, None)
    today = local_day(now, appointment.time_zone if appointment else "UTC")
    for back in range(_SHOWN):
        told = await books.deliveries.get(triage.key(today - back * _DAY))
        if told is not None:
            return told
    return None


async def _as_shown(books: Books, told: Delivery) -> TriageAgenda:
    """What an agenda says by now, edits that are on their way included."""
    shown = await books.deliveries.last_edit(told.key)
    return unpacked(TriageAgenda, (shown or told).content)
