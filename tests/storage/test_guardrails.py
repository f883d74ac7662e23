"""One guardrail for each input, and the questions of triage in their order, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.records.guardrails import Guardrail
from storage.records.triage_questions import TriageQuestion
from tests.making import MONDAY_NINE, a_metric, a_team, an_input

NAMED = Guardrail("input-merged", "refunds", "UANA", MONDAY_NINE)
ASKED = TriageQuestion("q1", "Is it the same customers?", "UANA", MONDAY_NINE)


@pytest.fixture
async def books(either_ledger):
    async with either_ledger.open() as opened:
        await opened.teams.put(a_team())
        await opened.inputs.put(an_input())
        for key in ("refunds", "complaints"):
            await opened.metrics.put(a_metric(key=key, name=key))
        yield opened


async def test_another_guardrail_takes_the_place_of_the_first(books):
    await books.guardrails.put(NAMED)
    other = replace(NAMED, metric="complaints", named_by="UBO")
    await books.guardrails.put(other)

    assert await books.guardrails.all() == [other]
    assert await books.guardrails.of_input("input-merged") == other


async def test_a_guardrail_that_is_removed_is_gone(books):
    await books.guardrails.put(NAMED)
    await books.guardrails.remove("input-merged")

    assert await books.guardrails.of_input("input-merged") is None


async def test_questions_wait_in_the_order_they_were_put_until_they_are_done(books):
    later = replace(ASKED, id="q0", put_at=MONDAY_NINE + timedelta(hours=1))
    assert [await books.triage_questions.add(each) for each in (later, ASKED, ASKED)] == [True, True, False]
    assert await books.triage_questions.waiting() == [ASKED, later]

    assert await books.triage_questions.done("q1", MONDAY_NINE)
    assert not await books.triage_questions.done("q1", MONDAY_NINE)
    assert await books.triage_questions.waiting() == [later]
