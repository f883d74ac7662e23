"""Appointments follow their teams: made, moved, cancelled, and otherwise left alone."""

from datetime import UTC, datetime, time, timedelta

import pytest

from rituals.appointing import keep_in_step
from rituals.cadence import Rhythm

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
DAILY = Rhythm((1, 2, 3, 4, 5), time(9, 30), "UTC")
EARLIER = Rhythm((1, 2, 3, 4, 5), time(8), "UTC")


@pytest.fixture
def ledger(either_ledger):
    return either_ledger


async def due(ledger, team="a"):
    async with ledger.open() as books:
        kept = await books.appointments.get("pulse", team)
    return kept.next_due if kept else None


async def test_every_team_named_has_one_and_no_other(ledger):
    async with ledger.open() as books:
        await keep_in_step(books, "pulse", {"a": DAILY, "b": DAILY}, NOW)
        await keep_in_step(books, "pulse", {"b": DAILY, None: DAILY}, NOW)
        kept = {each.team for each in await books.appointments.of_ritual("pulse")}

    assert kept == {None, "b"}


async def test_one_that_stays_as_it_was_keeps_what_it_has_to_catch_up(ledger):
    async with ledger.open() as books:
        await keep_in_step(books, "pulse", {"a": DAILY}, NOW)
        await keep_in_step(books, "pulse", {"a": DAILY}, NOW + timedelta(days=2))

    assert await due(ledger) == NOW.replace(minute=30)


async def test_one_moved_on_the_day_to_an_hour_that_is_over_is_kept_at_once(ledger):
    async with ledger.open() as books:
        await keep_in_step(books, "pulse", {"a": DAILY}, NOW)
        await keep_in_step(books, "pulse", {"a": EARLIER}, NOW)

    assert await due(ledger) == NOW.replace(hour=8)
