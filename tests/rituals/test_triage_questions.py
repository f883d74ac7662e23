"""A question is talked over at the next triage that meets, and nothing is decided over it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from rituals import triage
from rituals.agenda import Agenda
from rituals.letters import post
from rituals.meeting import Meetings, keep_up, redraw
from rituals.rights import NotADecider
from rituals.ritual import Occasion
from rituals.triage import Quorum, TriageAgenda
from rituals.triage_questions import MOST, TriageQuestions, put
from storage.records.conflicts import ConflictState
from storage.records.people import Person
from storage.records.preferences import Absence
from tests.making import ANA, BO, a_conflict, a_team, a_workspace

WEDNESDAY = date(2026, 3, 18)
TEN = datetime(2026, 3, 18, 10, tzinfo=UTC)
OCCASION = Occasion("triage", None, WEDNESDAY, TEN, TEN)


@pytest.fixture
async def furnished(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(triage_channel="CTRIAGE", sponsor="USAM"))
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        for user in ("UANA", "USAM"):
            await books.people.put(Person(user, user, "UTC"))
        await triage.begin(books, clock.now())
        assert await put(books, ANA, "q1", "Is it the same customers?", clock.now())
    return ledger


async def meets(ledger):
    """The agenda goes out."""
    async with ledger.open() as books:
        for letter in await triage.prepare(books, OCCASION):
            await post(books, letter, TEN)


async def shown(ledger) -> TriageAgenda:
    async with ledger.open() as books:
        told = await books.deliveries.get(triage.key(WEDNESDAY))
        last = await books.deliveries.last_edit(told.key) or told
    return TypeAdapter(TriageAgenda).validate_json(last.content)


async def waiting(ledger):
    async with ledger.open() as books:
        return [each.id for each in await books.triage_questions.waiting()]


async def after(ledger, **span):
    async with ledger.open() as books:
        await keep_up(books, TEN + timedelta(**span))


async def test_triage_meets_for_a_question_alone(furnished):
    await meets(furnished)

    agenda = await shown(furnished)
    assert (agenda.items, [each.text for each in agenda.questions]) == ((), ["Is it the same customers?"])


async def test_when_the_time_is_over_it_is_talked_over_and_comes_no_more(furnished):
    await meets(furnished)
    await after(furnished, minutes=5)
    assert await waiting(furnished) == ["q1"]

    await after(furnished, minutes=15)
    assert ((await shown(furnished)).quorum, await waiting(furnished)) == (Quorum.OVER, [])


async def test_a_meeting_with_a_question_lasts_its_time_though_every_case_is_settled(furnished):
    async with furnished.open() as books:
        case = a_conflict(state=ConflictState.UP, up_at=TEN - timedelta(days=1))
        await books.conflicts.add(case)
    await meets(furnished)
    async with furnished.open() as books:
        await books.conflicts.change(replace(case, state=ConflictState.SETTLED))
        await redraw(books, TEN)

    assert (await shown(furnished)).quorum is Quorum.MEETS


async def test_a_meeting_that_is_called_off_carries_it_over(furnished, clock):
    await meets(furnished)
    clock.set_to(TEN)
    await Meetings(furnished, clock, Agenda(furnished, clock, {}, [])).no_quorum(ANA, WEDNESDAY)
    await after(furnished, minutes=20)

    assert await waiting(furnished) == ["q1"]


async def test_a_decider_who_is_away_carries_it_over(furnished):
    async with furnished.open() as books:
        await books.absences.put(Absence("UANA", WEDNESDAY, WEDNESDAY))
    await meets(furnished)
    await after(furnished, minutes=20)

    assert (await shown(furnished)).quorum is Quorum.AWAY
    assert await waiting(furnished) == ["q1"]


async def test_no_more_than_three_are_talked_over_at_once(furnished, clock):
    async with furnished.open() as books:
        for number in range(2, 6):
            await put(books, ANA, f"q{number}", "Why?", clock.now() + timedelta(minutes=number))
    await meets(furnished)
    await after(furnished, minutes=15)

    assert len((await shown(furnished)).questions) == MOST
    assert await waiting(furnished) == ["q4", "q5"]


async def test_whoever_decides_takes_it_off_the_agenda(furnished, clock):
    desk = TriageQuestions(furnished, clock)
    with pytest.raises(NotADecider):
        await desk.take_off(BO, "q1")
    await desk.take_off(ANA, "q1")

    assert await waiting(furnished) == []


async def test_without_a_place_to_meet_it_waits_until_there_is_one(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())

        assert not await put(books, ANA, "q1", "Why?", clock.now())
        assert await books.triage_questions.waiting()
