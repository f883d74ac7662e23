"""A team's notes replace each other; work without a way is open until a way is found."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.records.levers import Finding, Talk, Unconnected
from tests.making import MONDAY_NINE, a_team

TALK = Talk("rendering", "Reviews are kind", ("Reviews within a day", "Büild times"), "UANA", MONDAY_NINE)
WORK = Unconnected(
    "w1",
    "rendering",
    "Hiring",
    "Every team",
    "More hands",
    Finding.NOT_YET,
    "",
    date(2026, 4, 13),
    "UANA",
    MONDAY_NINE,
)


@pytest.fixture
async def books(either_ledger):
    async with either_ledger.open() as opened:
        await opened.teams.put(a_team())
        yield opened


async def test_the_newest_notes_of_a_team_are_kept(books):
    await books.talks.put(replace(TALK, outcome="Older"))
    await books.talks.put(TALK)

    assert await books.talks.of_team("rendering") == TALK
    assert await books.talks.all() == [TALK]
    assert await books.talks.of_team("docs") is None


async def test_open_work_comes_oldest_first_and_connected_work_not_at_all(books):
    later = replace(WORK, id="w0", noted_at=MONDAY_NINE + timedelta(hours=1))
    for work in (later, WORK, replace(WORK, id="w2", finding=Finding.CONNECTED)):
        await books.unconnected.put(work)

    assert await books.unconnected.open() == [WORK, later]
    assert await books.unconnected.get("w1") == WORK


async def test_what_was_put_off_comes_back_on_its_day(books):
    await books.unconnected.put(WORK)
    await books.unconnected.put(replace(WORK, id="w2", finding=Finding.OUTSIDE, revisit_on=None))

    assert await books.unconnected.to_revisit(date(2026, 4, 12)) == []
    assert await books.unconnected.to_revisit(date(2026, 4, 13)) == [WORK]
