"""The agenda tells how its meeting goes: what is decided, that it is called off, that its time is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from pydantic import TypeAdapter

from rituals import meeting, triage
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from rituals.deciding import Deciding, Decisions
from rituals.meeting import Hour, MeetingOver, Meetings, NowhereToMeet
from rituals.rights import GuestsRead, NotADecider, NotTheProductLead
from rituals.triage import Quorum, TriageAgenda
from storage.records.conflicts import ConflictState
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY_NINE, a_conflict, a_team, a_workspace

SAM = Person("USAM", "Sam", "UTC")
WEDNESDAY = date(2026, 3, 18)
TEN = datetime(2026, 3, 18, 10, tzinfo=UTC)
FIRST = Deciding("Onboarding first", "It shows sooner", ("north_star",), ("UANA",), date(2026, 6, 15))


@pytest.fixture
async def agenda(ledger, clock):
    """Ana and Sam meet on Wednesday at ten over six cases."""
    agenda = Agenda(ledger, clock, RITUALS, (triage.begin, meeting.keep_up))
    async with ledger.open() as books:
        for each in (ANA, SAM):
            await books.people.put(each)
        await books.workspaces.put(a_workspace(sponsor="USAM", triage_channel="CTRIAGE"))
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        for number in range(6):
            up = a_conflict(id=f"k{number}", state=ConflictState.UP, up_at=MONDAY_NINE)
            await books.conflicts.add(up)
    await agenda.tick()
    clock.set_to(TEN)
    await agenda.tick()
    return agenda


@pytest.fixture
def meetings(ledger, clock, agenda):
    return Meetings(ledger, clock, agenda)


@pytest.fixture
def shown(ledger):
    async def _shown():
        async with ledger.open() as books:
            told = await books.deliveries.last_edit(triage.key(WEDNESDAY))
        return TypeAdapter(TriageAgenda).validate_json(told.content)

    return _shown


@pytest.fixture
def decide(ledger, clock, ids):
    async def _decide(conflict_id, deciding=FIRST):
        await Decisions(ledger, clock, ids).record(ANA, conflict_id, deciding)

    return _decide


async def test_a_decision_stands_on_the_agenda_and_below_it(agenda, decide, shown, ledger):
    await decide("k0")

    assert (await shown()).items[0].outcome == "Onboarding first"
    assert (await shown()).carried == 5
    async with ledger.open() as books:
        assert await books.deliveries.edits_of("triage::2026-03-18:1") == 1
        assert await books.deliveries.edits_of("triage::2026-03-18:2") == 0


async def test_after_fifteen_minutes_it_says_once_what_is_carried_over(agenda, decide, shown, clock, ledger):
    await decide("k0")
    async with ledger.open() as books:
        await books.conflicts.change(a_conflict(id="k1", state=ConflictState.SETTLED))
    clock.pass_(minutes=14)
    await agenda.tick()
    assert (await shown()).quorum is Quorum.MEETS

    clock.pass_(minutes=1)
    for _ in range(3):
        await agenda.tick()
    over = await shown()
    assert (over.quorum, over.carried, over.oldest) == (Quorum.OVER, 4, date(2026, 3, 16))
    assert [each.is_open for each in over.items] == [False, False, True, True, True]
    async with ledger.open() as books:
        assert await books.deliveries.edits_of(triage.key(WEDNESDAY)) == 3


async def test_it_is_over_with_the_last_of_its_cases(agenda, decide, shown):
    for number in range(5):
        await decide(f"k{number}")

    assert ((await shown()).quorum, (await shown()).carried) == (Quorum.OVER, 1)


async def test_what_is_decided_later_is_told_too(agenda, decide, shown, clock):
    clock.pass_(minutes=20)
    await agenda.tick()
    await decide("k2")

    assert ((await shown()).quorum, (await shown()).items[2].outcome) == (Quorum.OVER, "Onboarding first")


async def test_what_two_teams_settle_meanwhile_is_told_at_the_next_tick(agenda, shown, ledger):
    async with ledger.open() as books:
        await books.conflicts.change(a_conflict(id="k1", state=ConflictState.SETTLED, closing="We share"))
    await agenda.tick()

    assert [each.is_open for each in (await shown()).items][:2] == [True, False]


async def test_either_of_the_two_may_say_that_there_is_no_quorum(meetings, shown):
    await meetings.no_quorum(SAM, WEDNESDAY)

    assert ((await shown()).quorum, (await shown()).people) == (Quorum.CALLED_OFF, ("USAM",))
    with pytest.raises(MeetingOver):
        await meetings.no_quorum(ANA, WEDNESDAY)


async def test_a_meeting_that_never_was_is_over(meetings):
    with pytest.raises(MeetingOver):
        await meetings.no_quorum(ANA, date(2026, 3, 11))


async def test_one_that_is_called_off_is_not_over_later(meetings, agenda, shown, clock):
    await meetings.no_quorum(ANA, WEDNESDAY)
    clock.pass_(minutes=20)
    await agenda.tick()

    assert (await shown()).quorum is Quorum.CALLED_OFF


async def test_the_product_lead_moves_it_and_that_is_written_down(meetings, ledger):
    assert await meetings.hour(ANA) == Hour(3, time(10), "UTC")
    await meetings.move(ANA, Hour(5, time(14, 30), "Asia/Kolkata"))

    async with ledger.open() as books:
        kept = await books.appointments.get("triage", None)
        (change,) = await books.audit.newest(5)
    assert (kept.days, kept.at, kept.time_zone) == ((5,), time(14, 30), "Asia/Kolkata")
    assert (change.who, change.what, change.after["zone"]) == ("UANA", "triage.moved", "Asia/Kolkata")


@pytest.mark.parametrize(("who", "refusal"), [(BO, NotADecider), (replace(ANA, is_guest=True), GuestsRead)])
async def test_nobody_else_calls_it_off(meetings, who, refusal):
    with pytest.raises(refusal):
        await meetings.no_quorum(who, WEDNESDAY)


@pytest.mark.parametrize("who", [BO, SAM])
async def test_nobody_else_moves_it(meetings, who):
    with pytest.raises(NotTheProductLead):
        await meetings.hour(who)
    with pytest.raises(NotTheProductLead):
        await meetings.move(who, Hour(5, time(9), "UTC"))


async def test_before_there_is_a_place_there_is_no_hour(meetings, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())

    with pytest.raises(NowhereToMeet):
        await meetings.hour(ANA)


async def test_a_week_later_the_old_agenda_stays_as_it_was(agenda, decide, shown, clock):
    clock.pass_(days=8)
    await decide("k0")

    assert (await shown()).items[0].outcome == ""
