"""Decisions stay as they were made: one supersedes another, and both know it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.ledger import Ledger
from storage.records.decisions import Review
from storage.taken import Taken
from tests.making import MONDAY_NINE, a_conflict, a_decision, a_team

DUE = date(2026, 6, 15)
LATER = MONDAY_NINE + timedelta(days=30)


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        for each in ("k1", "k2"):
            await books.conflicts.add(a_conflict(id=each))
        yield books


async def test_a_superseded_decision_stays_and_both_are_linked(books):
    first, second = a_decision(), a_decision(id="d2", supersedes="d1", decided_at=LATER)
    for each in (first, second):
        await books.decisions.add(each)

    assert await books.decisions.all() == [replace(first, superseded_by="d2"), second]
    assert await books.decisions.get("d1") == replace(first, superseded_by="d2")
    assert await books.decisions.of_conflict("k1") == second


async def test_a_conflict_is_decided_once(books):
    await books.decisions.add(a_decision())

    with pytest.raises(Taken):
        await books.decisions.add(a_decision(id="d2"))
    assert [each.id for each in await books.decisions.all()] == ["d1"]


async def test_a_decision_is_superseded_once(books):
    await books.decisions.add(a_decision())
    await books.decisions.add(a_decision(id="d2", supersedes="d1"))

    with pytest.raises(Taken):
        await books.decisions.add(a_decision(id="d3", supersedes="d1"))


async def test_what_holds_is_looked_at_on_its_day_and_asked_about_once(books):
    await books.decisions.add(a_decision())
    await books.decisions.add(a_decision(id="d2", conflict="k2", review_on=date(2026, 7, 1)))

    assert await books.decisions.to_review(DUE - timedelta(days=1)) == []
    assert [each.id for each in await books.decisions.to_review(DUE)] == ["d1"]
    assert await books.decisions.ask(Review("d1", DUE, LATER))
    assert not await books.decisions.ask(Review("d1", DUE, LATER))
    assert await books.decisions.to_review(DUE) == []
    assert [each.id for each in await books.decisions.due(DUE)] == ["d1"]


async def test_a_yes_moves_the_next_question_on(books):
    await books.decisions.add(a_decision())
    await books.decisions.ask(Review("d1", DUE, LATER))
    yes = Review("d1", DUE, LATER, "UANA", LATER, date(2026, 9, 14))

    assert await books.decisions.answer(yes)
    assert not await books.decisions.answer(replace(yes, holds_until=date(2027, 1, 1)))
    assert (await books.decisions.get("d1")).review_on == date(2026, 9, 14)
    assert await books.decisions.to_review(date(2026, 9, 13)) == []
    assert [each.review_on for each in await books.decisions.to_review(date(2026, 9, 14))] == [
        date(2026, 9, 14)
    ]


async def test_nobody_is_asked_about_what_is_superseded(books):
    await books.decisions.add(a_decision())
    await books.decisions.add(a_decision(id="d2", supersedes="d1", review_on=date(2027, 1, 1)))

    assert await books.decisions.to_review(DUE) == []


async def test_another_workspace_has_decisions_of_its_own(ledger):
    other = Ledger(ledger._engine, "T2")
    for each in (ledger, other):
        async with each.open() as books:
            await books.teams.put(a_team())
            await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
            await books.conflicts.add(a_conflict())
            await books.decisions.add(a_decision())
    async with other.open() as books:
        await books.decisions.add(a_decision(id="d2", supersedes="d1"))

    async with ledger.open() as books:
        assert await books.decisions.all() == [a_decision()]
