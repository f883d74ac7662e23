"""Who is asking is looked up once in a while, and never told wrong by this process."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from rituals import people
from rituals.people import People
from storage.ledger import Ledger
from tests.making import ANA, MONDAY_NINE, a_workspace


@pytest.fixture
async def known(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone="Asia/Kolkata"))
        await books.people.put(ANA)
    return People(ledger)


async def test_a_newcomer_lives_by_the_organisations_hours(known):
    assert (await known.find("UNEW")).time_zone == "Asia/Kolkata"


async def test_what_this_process_writes_of_somebody_is_seen_at_once(known, ledger):
    await known.find(ANA.user)
    guest = replace(ANA, is_guest=True)
    async with ledger.open() as books:
        await books.people.put(guest)

    assert await known.find(ANA.user) == guest


async def test_what_another_process_writes_is_seen_in_time(known, ledger, monkeypatch):
    await known.find(ANA.user)
    guest = replace(ANA, is_guest=True)
    async with Ledger(ledger._engine, "T1").open() as books:
        await books.people.put(guest)

    assert await known.find(ANA.user) == ANA
    monkeypatch.setattr(people, "_REMEMBERED_S", -1)
    assert await known.find(ANA.user) == guest


async def test_a_newcomer_is_remembered_until_more_is_known_of_them(known, ledger):
    assert await known.find("UNEW") is await known.find("UNEW")
    new = replace(ANA, user="UNEW")
    async with ledger.open() as books:
        await books.people.put(new)

    assert await known.find("UNEW") == new


async def test_the_organisations_new_hours_are_a_newcomers_at_once(known, ledger):
    await known.find("UNEW")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone="Europe/Oslo"))

    assert (await known.find("UNEW")).time_zone == "Europe/Oslo"


async def test_whoever_comes_back_after_they_were_forgotten_is_welcome_again(known, ledger):
    await known.welcome("UNEW")
    async with ledger.open() as books:
        await books.forgotten.add("UNEW", MONDAY_NINE)

    await known.welcome("UNEW")

    async with ledger.open() as books:
        assert not await books.forgotten.among(["UNEW"])


async def test_whoever_is_forgotten_while_they_are_remembered_is_welcome_again(known, ledger):
    await known.find("UNEW")
    async with ledger.open() as books:
        await books.forgotten.add("UNEW", MONDAY_NINE)
    await known.find("UNEW")

    await known.welcome("UNEW")

    async with ledger.open() as books:
        assert not await books.forgotten.among(["UNEW"])


async def test_whoever_was_not_forgotten_is_met_in_one_question(known, ledger):
    asked = []
    event.listen(ledger._engine.sync_engine, "before_cursor_execute", lambda *_: asked.append(1))
    await known.find("UNEW")
    await known.welcome("UNEW")

    assert len(asked) == 1
