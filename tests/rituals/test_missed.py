"""The product lead reads once of what found nobody awake, and nobody else is disturbed."""

from datetime import timedelta

import pytest

from rituals.missed import Missed, tell
from storage.records.appointments import Occurrence, OccurrenceState
from tests.fakes import Outbox
from tests.making import MONDAY, MONDAY_NINE, a_team, a_workspace

PULSE = Occurrence("pulse", "rendering", MONDAY, MONDAY_NINE, OccurrenceState.DUE)
MONDAYS = Occurrence("monday", None, MONDAY, MONDAY_NINE - timedelta(hours=1), OccurrenceState.DUE)
LATER = MONDAY_NINE + timedelta(hours=20)


@pytest.fixture
async def told(either_ledger):
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())

    async def tell_(*missed):
        async with either_ledger.open() as books:
            await tell(books, missed, LATER)
        return await Outbox(either_ledger).letters()

    return tell_


async def test_one_message_names_all_newest_first(told):
    letters = await told(MONDAYS, PULSE)

    assert [(each.to, each.kind) for each in letters] == [("UANA", Missed.kind)]
    assert letters[0].content.index("Rendering") < letters[0].content.index("monday")


async def test_what_is_found_later_that_day_is_added_and_nothing_is_told_twice(told):
    await told(MONDAYS)
    letters = await told(PULSE)

    assert [each.replaces for each in letters] == [None, letters[0].key]
    assert "monday" in letters[1].content
    assert "Rendering" in letters[1].content


async def test_another_process_that_found_the_same_tells_nothing_more(told):
    await told(MONDAYS, PULSE)

    assert len(await told(PULSE)) == 1


async def test_where_nothing_was_missed_nobody_reads_anything(told):
    assert await told() == []
