"""Somebody is forgotten while messages leave, and none waits for another in a circle (PostgreSQL)."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from rituals.forgetting import Forgetting
from storage.engine import open_engine
from storage.pacing import Lane
from storage.records.deliveries import DeliveryState
from storage.records.prompts import Prompt
from tests.locks import held_up, processes
from tests.making import ANA, BO, MONDAY_NINE, a_delivery, a_team, a_win, a_workspace, an_input

pytestmark = pytest.mark.postgres

LANE = Lane(f"chat.postMessage {ANA.user}", timedelta(seconds=1))
SOON = MONDAY_NINE + timedelta(minutes=1)


@pytest.fixture
async def ledgers(postgres_url):
    async with processes(postgres_url, 3) as ledgers:
        async with ledgers[0].open() as books:
            await books.workspaces.put(a_workspace())
            await books.people.put(ANA)
        yield ledgers


@pytest.fixture
async def engine(postgres_url):
    engine = open_engine(postgres_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def forget(ledgers, clock, ids):
    return lambda: Forgetting(ledgers[2], clock, ids).forget(ANA.user)


def asked(key, at):
    return Prompt(key, ANA.user, "note", "{}", joined=False, wanted_at=at, not_before=at, until=None)


def leaving(delivery):
    return delivery, replace(delivery, state=DeliveryState.SENDING, sending_since=MONDAY_NINE)


async def test_a_message_to_them_that_is_just_leaving_leaves(ledgers, engine, forget):
    async with ledgers[0].open() as books:
        await books.deliveries.add(a_delivery(to=ANA.user))
        await books.pacing.turns([[LANE]], MONDAY_NINE, timedelta(0))
    async with ledgers[0].open() as books:
        (hers,) = await books.deliveries.claim("us", MONDAY_NINE, SOON)
    async with ledgers[0].open() as clerk:
        await clerk.pacing.turns([[LANE]], SOON, timedelta(0))
        (forgetting,) = await held_up(engine, forget())
        lost = await clerk.deliveries.settle_all([leaving(hers)])

    assert not lost
    assert (await forgetting).was_known


async def test_an_input_that_they_proposed_is_agreed_to(ledgers, engine, forget):
    async with ledgers[0].open() as books:
        await books.teams.put(a_team(id=an_input().team, lead=BO.user))
        await books.inputs.add(an_input(proposed_by=ANA.user))
        await books.prompts.add(asked("proposed", MONDAY_NINE))
        await books.wins.add(a_win(user=BO.user), [])
        await books.wins.cheer(a_win().id, ANA.user, "tada")
    async with ledgers[0].open() as lead:
        await lead.inputs.get(an_input().id)
        await lead.wins.cheered_by(a_win().id)
        (forgetting,) = await held_up(engine, forget())
        await lead.prompts.get("proposed")

    assert (await forgetting).was_known


async def leave(books, mine):
    await books.deliveries.settle_all([leaving(each) for each in mine])


async def leave_in_another_order(books, mine):
    await leave(books, mine[::-1])


async def claim(books, _mine):
    await books.deliveries.claim("others", SOON, SOON + timedelta(minutes=1))


async def empty(books, _mine):
    await books.ageing.empty_messages(SOON)


async def ask(books, _mine):
    await books.prompts.due(MONDAY_NINE)


# Somebody has the row `held` in hand, for which both have to wait. Left to itself, PostgreSQL takes the few
# rows of a table in the order in which they were `written`.
@pytest.mark.parametrize(
    ("do", "state", "table", "written", "held"),
    [
        (leave, DeliveryState.PENDING, "deliveries", "ba", "a"),
        (leave_in_another_order, DeliveryState.PENDING, "deliveries", "ab", "b"),
        (claim, DeliveryState.PENDING, "deliveries", "ba", "b"),
        (empty, DeliveryState.SENT, "deliveries", "ba", "b"),
        (ask, DeliveryState.SENT, "prompts", "ba", "a"),
    ],
)
async def test_whoever_takes_several_has_its_turn(ledgers, engine, forget, do, state, table, written, held):
    content = f'{{"text":"<@{ANA.user}> was there"}}'
    mine = {
        key: a_delivery(key, to=f"C{key}", content=content, state=state, owner="us", lease_until=SOON)
        for key in written
    }
    async with ledgers[0].open() as books:
        for key, delivery in mine.items():
            await books.deliveries.add(delivery)
            wanted_at = MONDAY_NINE - timedelta(minutes=key == "a")
            await books.prompts.add(asked(key, wanted_at))

    async def others():
        async with ledgers[1].open() as books:
            await do(books, [mine["a"], mine["b"]])

    async with ledgers[0].open() as somebody:
        row = text(f"SELECT 1 FROM {table} WHERE key = :held FOR UPDATE")
        await somebody.deliveries._connection.execute(row, {"held": held})
        tasks = await held_up(engine, others(), forget())
    _, done = await asyncio.gather(*tasks)

    assert done.was_known
