"""A team's wishes for its pulse come back as they were put, and a thread is asked once a day."""

from dataclasses import replace
from datetime import date

import pytest

from storage.records.pulses import AskedQuestion, Gathering, PulsePlan
from tests.making import MONDAY, a_team

PLAN = PulsePlan("rendering", Gathering.SPRINT, ("What of {input}?",), MONDAY, date(2026, 4, 1))
QUESTION = AskedQuestion("CALL", "1.0", MONDAY, "UANA")


@pytest.fixture
async def with_team(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
    return ledger


async def test_a_plan_comes_back_as_it_was_put_last(with_team):
    async with with_team.open() as books:
        await books.pulses.put(PLAN)
        await books.pulses.put(changed := replace(PLAN, paused_until=None, questions=()))

        assert await books.pulses.get("rendering") == changed
        assert await books.pulses.all() == [changed]
        assert await books.pulses.get("docs") is None


async def test_a_thread_is_asked_once_a_day(ledger):
    async with ledger.open() as books:
        asked = [
            await books.pulses.note(question)
            for question in (
                QUESTION,
                replace(QUESTION, user="UBO"),
                replace(QUESTION, thread="2.0"),
                replace(QUESTION, day=date(2026, 3, 17)),
            )
        ]
        counted = await books.pulses.asked_by("UANA", MONDAY)

    assert asked == [True, False, True, True]
    assert counted == 2
