"""A message is taken by one at a time, in order, and only when its time has come."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.records.deliveries import DeliveryState, PictureState
from tests.making import MONDAY_NINE, a_delivery

SOON = MONDAY_NINE + timedelta(minutes=1)
EARLIER = MONDAY_NINE - timedelta(minutes=1)


async def added(ledger, *deliveries):
    async with ledger.open() as books:
        for delivery in deliveries:
            await books.deliveries.add(delivery)


async def claimed(ledger, owner="one", now=MONDAY_NINE, busy=()):
    async with ledger.open() as books:
        return [row.key for row in await books.deliveries.claim(owner, now, now + timedelta(minutes=1), busy)]


async def test_a_key_is_on_its_way_once(ledger):
    async with ledger.open() as books:
        first = await books.deliveries.add(a_delivery())
        second = await books.deliveries.add(a_delivery())

    assert (first, second) == (True, False)


async def test_of_several_that_are_added_at_once_those_that_are_there_stay_as_they_are(ledger):
    await added(ledger, a_delivery(key="k1", kind="first"))
    async with ledger.open() as books:
        await books.deliveries.add_all([a_delivery(key="k1", kind="other"), a_delivery(key="k2", to="C2")])
        await books.deliveries.add_all([])

        assert {row.key: row.kind for row in (await books.deliveries.some(["k1", "k2"])).values()} == {
            "k1": "first",
            "k2": a_delivery().kind,
        }
        assert "C2" in books.deliveries.calls
        assert books.changed == {"deliveries"}


async def test_what_is_leased_is_nobody_elses(ledger):
    await added(ledger, a_delivery())

    assert await claimed(ledger, "one") == ["letter-1"]
    assert await claimed(ledger, "two") == []


async def test_a_lease_that_ended_frees_it(ledger):
    await added(ledger, a_delivery())
    await claimed(ledger, "one")

    assert await claimed(ledger, "two", SOON) == ["letter-1"]


async def test_many_who_claim_together_never_get_the_same(ledger):
    await added(ledger, *(a_delivery(f"letter-{n}", to=f"C{n}") for n in range(20)))
    got = await asyncio.gather(*(claimed(ledger, f"owner-{n}") for n in range(5)))

    keys = [key for keys in got for key in keys]
    assert len(keys) == len(set(keys)) == 20


async def test_the_oldest_letter_of_each_addressee_comes_first(ledger):
    await added(
        ledger,
        a_delivery("new", written_at=SOON),
        a_delivery("old"),
        a_delivery("elsewhere", to="C2", written_at=SOON),
    )

    assert await claimed(ledger) == ["old", "elsewhere"]


async def test_a_busy_addressee_is_left_alone(ledger):
    await added(ledger, a_delivery())

    assert await claimed(ledger, busy=["CALL"]) == []


async def test_what_is_postponed_waits(ledger):
    await added(ledger, a_delivery(not_before=SOON))

    assert await claimed(ledger) == []
    assert await claimed(ledger, now=SOON) == ["letter-1"]


async def test_what_is_settled_is_left_alone(ledger):
    settled = (DeliveryState.SENT, DeliveryState.REJECTED, DeliveryState.UNKNOWN)
    await added(ledger, *(a_delivery(state, state=state) for state in settled))

    assert await claimed(ledger) == []


async def test_a_chart_that_is_owed_is_still_work(ledger):
    await added(ledger, a_delivery(state=DeliveryState.SENT, picture=PictureState.OWED))

    assert await claimed(ledger) == ["letter-1"]


async def test_a_reply_and_an_edit_wait_for_what_they_hang_on(ledger):
    await added(
        ledger,
        a_delivery("reply", to="C1", thread_of="parent"),
        a_delivery("edit", to="C2", replaces="parent"),
    )
    before = await claimed(ledger)
    await added(ledger, a_delivery("parent", to="C3", state=DeliveryState.SENT))

    assert before == []
    assert sorted(await claimed(ledger)) == ["edit", "reply"]


async def test_only_who_holds_the_lease_may_settle(ledger):
    await added(ledger, a_delivery())
    async with ledger.open() as books:
        (first,) = await books.deliveries.claim("one", MONDAY_NINE, MONDAY_NINE)
        (second,) = await books.deliveries.claim("one", SOON, SOON)
        late = await books.deliveries.settle(first, first)
        in_time = await books.deliveries.settle(second, second)

    assert (late, in_time) == (False, True)


async def test_a_message_is_found_by_where_it_stands(ledger):
    await added(
        ledger,
        a_delivery("said", channel="C1", ts="1.1"),
        a_delivery("edit", channel="C1", ts="1.1", replaces="said"),
    )
    async with ledger.open() as books:
        found = await books.deliveries.at("C1", "1.1")

    assert found is not None
    assert found.key == "said"


async def test_what_was_refused_lately_is_tried_again_and_nothing_else(ledger):
    await added(
        ledger,
        a_delivery("lately", state=DeliveryState.REJECTED, error="not_in_channel"),
        a_delivery("long ago", state=DeliveryState.REJECTED, written_at=EARLIER, error="not_in_channel"),
        a_delivery("elsewhere", state=DeliveryState.REJECTED, to="C2", error="not_in_channel"),
        a_delivery("otherwise", state=DeliveryState.REJECTED, error="is_archived"),
        a_delivery("sent", state=DeliveryState.SENT),
    )
    async with ledger.open() as books:
        number = await books.deliveries.try_again(MONDAY_NINE, "CALL", ["not_in_channel"])
        pending = [row.key for row in await books.deliveries.in_state(DeliveryState.PENDING)]

    assert (number, pending) == (1, ["lately"])


async def test_what_arrived_since_is_found_by_its_kind_without_its_edits(ledger):
    sent = {"state": DeliveryState.SENT, "kind": "note"}
    later = MONDAY_NINE + timedelta(hours=1)
    rows = [
        a_delivery("old", **sent),
        a_delivery("new", written_at=later, **sent),
        a_delivery("edit", written_at=later, replaces="new", **sent),
        a_delivery("other", written_at=later, **{**sent, "kind": "other"}),
        a_delivery("waiting", written_at=later, **{**sent, "state": DeliveryState.PENDING}),
    ]
    async with ledger.open() as books:
        for row in rows:
            await books.deliveries.add(row)

        assert [row.key for row in await books.deliveries.sent_since(later, "note", "third")] == ["new"]


@pytest.mark.postgres
@pytest.mark.parametrize("change", ["dropped", "in hand after all", "postponed"])
async def test_what_another_process_changes_at_that_moment_is_not_claimed(postgres_url, change):
    engine = open_engine(postgres_url)
    ledger = Ledger(engine, "T1")
    await added(ledger, a_delivery())
    async with ledger.open() as books:
        (held,) = await books.deliveries.claim("slow", MONDAY_NINE, MONDAY_NINE)  # its lease has ended
    async with ledger.open() as books:
        match change:
            case "dropped":
                await books.deliveries.decide(held.key, {DeliveryState.PENDING}, DeliveryState.DROPPED)
            case "in hand after all":
                await books.deliveries.settle(
                    held, replace(held, state=DeliveryState.SENDING, lease_until=SOON)
                )
            case _:
                await books.deliveries.settle(held, replace(held, lease_until=None, not_before=SOON))
        claiming = asyncio.create_task(claimed(ledger))
        await asyncio.sleep(0.3)  # it has looked, and waits for the row
        assert not claiming.done()

    assert await claiming == []
    await engine.dispose()


async def test_a_claim_looks_at_what_is_on_its_way_however_much_has_arrived(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/polaris.db")
    plan: list[str] = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def look(connection, _cursor, statement, parameters, *_rest):
        if "UNION ALL" in statement and not statement.startswith("EXPLAIN"):
            told = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan.extend(row.detail for row in told)

    await migrate(engine)
    await claimed(Ledger(engine, "T1"))
    await engine.dispose()

    assert [step for step in plan if step.startswith("SEARCH deliveries ")] == [
        "SEARCH deliveries USING INDEX ix_deliveries_asked_for (workspace=?)",
        "SEARCH deliveries USING INDEX ix_deliveries_by_the_clock (workspace=?)",
    ]
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan
