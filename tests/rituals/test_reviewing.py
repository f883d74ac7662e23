"""On its review date somebody is asked whether a decision still holds, once for each date."""

from datetime import UTC, date, datetime

import pytest

from rituals import reviewing
from rituals.deciding import Deciding, Decisions
from rituals.docket import Dockets
from rituals.reviewing import AnsweredAlready, Reviews
from rituals.rights import NotADecider
from storage.records.conflicts import ConflictState
from storage.records.people import Person
from storage.records.prompts import PromptState
from tests.making import ANA, BO, MONDAY_NINE, a_conflict, a_decision, a_team, a_workspace

SAM = Person("USAM", "Sam", "UTC")
DUE = date(2026, 6, 15)
KEY = "decision:d1:review:2026-06-15"
ANEW = Deciding("Landing page first", "Onboarding is done", ("north_star",), ("UANA",), date(2026, 12, 1))


@pytest.fixture
async def reviews(ledger, clock):
    """Decided in March by Ana and Sam; it is June now."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(sponsor="USAM"))
        await books.people.put(ANA)
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        await books.conflicts.add(a_conflict(state=ConflictState.DECIDED))
        await books.decisions.add(a_decision())
    clock.set_to(datetime(2026, 6, 15, 9, tzinfo=UTC))
    return Reviews(ledger, clock)


@pytest.fixture
def ask(ledger, clock):
    """A tick, and what the product lead has before her then."""

    async def _ask():
        async with ledger.open() as books:
            await reviewing.ask(books, clock.now())
            return [each.key for each in await books.prompts.of_person("UANA", *PromptState)]

    return _ask


async def prompt_of(ledger, key=KEY):
    async with ledger.open() as books:
        return await books.prompts.get(key)


async def test_nobody_is_asked_before_the_day(reviews, ask, clock):
    clock.set_to(MONDAY_NINE)

    assert await ask() == []


async def test_the_product_lead_is_asked_once_joined_with_what_else_waits(reviews, ask, ledger):
    for _ in range(3):
        assert await ask() == [KEY]

    assert (await prompt_of(ledger)).joined


async def test_a_yes_asks_again_a_quarter_later(reviews, ask, ledger, clock):
    await ask()

    assert await reviews.still_holds(SAM, "d1", DUE) == date(2026, 9, 14)
    answered = await prompt_of(ledger)
    assert (answered.state, answered.kind) == ("answered", "decision.reviewed")
    clock.set_to(datetime(2026, 9, 14, 9, tzinfo=UTC))
    assert await ask() == [KEY, "decision:d1:review:2026-09-14"]


async def test_a_question_is_answered_once(reviews, ask):
    await ask()
    await reviews.still_holds(ANA, "d1", DUE)

    for decision, due in (("d1", DUE), ("d1", date(2026, 6, 16)), ("never", DUE)):
        with pytest.raises(AnsweredAlready):
            await reviews.still_holds(ANA, decision, due)


async def test_deciding_anew_settles_the_question(reviews, ask, ledger, clock, ids):
    await ask()
    await Decisions(ledger, clock, ids).supersede(ANA, "d1", ANEW)

    assert (await prompt_of(ledger)).state == "answered"
    assert "Landing page first" in (await prompt_of(ledger)).content
    with pytest.raises(AnsweredAlready):
        await reviews.still_holds(ANA, "d1", DUE)


async def test_only_those_who_decide_may_say_that_it_holds(reviews, ask):
    await ask()

    with pytest.raises(NotADecider):
        await reviews.still_holds(BO, "d1", DUE)


async def test_without_a_product_lead_it_waits_for_one(reviews, ask, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead=None))

    assert await ask() == []
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    assert await ask() == [KEY]


@pytest.fixture
def dockets(ledger, clock):
    return Dockets(ledger, clock)


async def test_whoever_leads_next_finds_what_waits_in_triage(reviews, ask, ledger, dockets):
    await ask()
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead="UBO"))

    assert [each.due_on for each in (await dockets.docket(BO)).reviews] == [DUE]
    assert (await dockets.docket(ANA)).reviews == ()
    await reviews.still_holds(BO, "d1", DUE)
    assert (await dockets.docket(BO)).reviews == []
