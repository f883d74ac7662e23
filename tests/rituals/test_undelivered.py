"""What did not arrive is decided about once, by those who answer for the bot."""

import pytest

from rituals.rights import NotAKeeper
from rituals.undelivered import AlreadyDecided, Decision, Undelivered, decide, decisions, waiting
from storage.records.deliveries import DeliveryState
from tests.making import ANA, BO, a_delivery, a_workspace

UNKNOWN, REJECTED, PENDING = DeliveryState.UNKNOWN, DeliveryState.REJECTED, DeliveryState.PENDING


@pytest.fixture
async def undelivered(either_ledger, clock):
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for state in DeliveryState:
            await books.deliveries.add(a_delivery(state.value, state=state, error="why"))
    return Undelivered(either_ledger, clock)


async def state_of(ledger, key):
    async with ledger.open() as books:
        return (await books.deliveries.get(key)).state


async def test_what_wants_a_decision_stands_first_and_what_is_over_nowhere(undelivered):
    found = await undelivered.all(ANA)

    assert [row.state for row in found] == [UNKNOWN, REJECTED, DeliveryState.SENDING, PENDING]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (UNKNOWN, [Decision.RETRY, Decision.SETTLE, Decision.DROP]),
        (REJECTED, [Decision.RETRY, Decision.DROP]),
        (PENDING, [Decision.DROP]),
        (DeliveryState.SENDING, []),
        (DeliveryState.SENT, []),
        (DeliveryState.DROPPED, []),
        (DeliveryState.SETTLED, []),
    ],
)
def test_only_what_makes_sense_is_offered(state, offered):
    assert decisions(a_delivery("k", state=state)) == offered


@pytest.mark.parametrize(
    ("decision", "after"),
    [
        (Decision.RETRY, PENDING),
        (Decision.SETTLE, DeliveryState.SETTLED),
        (Decision.DROP, DeliveryState.DROPPED),
    ],
)
async def test_a_decision_holds_and_is_made_once(undelivered, either_ledger, decision, after):
    await undelivered.decide(ANA, "unknown", decision)

    assert await state_of(either_ledger, "unknown") is after
    if decision is not Decision.RETRY:
        with pytest.raises(AlreadyDecided):
            await undelivered.decide(ANA, "unknown", decision)


async def test_what_is_sent_again_is_claimed_as_if_it_were_new(undelivered, either_ledger, clock):
    await undelivered.decide(ANA, "unknown", Decision.RETRY)

    async with either_ledger.open() as books:
        row = await books.deliveries.get("unknown")
    assert (row.sending_since, row.owner, row.lease_until, row.error) == (None, None, None, None)


async def test_whoever_still_holds_a_message_that_was_let_go_writes_nothing(either_ledger, clock):
    async with either_ledger.open() as books:
        await books.deliveries.add(a_delivery("k", state=PENDING))
        held = (await books.deliveries.claim("one", clock.now(), clock.now()))[0]
        await decide(books, "k", Decision.DROP)

        assert not await books.deliveries.settle(held, held)


async def test_what_stands_beneath_goes_with_it_and_nothing_else(either_ledger):
    async with either_ledger.open() as books:
        await books.deliveries.add(a_delivery("post", state=UNKNOWN))
        await books.deliveries.add(a_delivery("reply", thread_of="post"))
        await books.deliveries.add(a_delivery("reply:edit", replaces="reply"))
        await books.deliveries.add(a_delivery("other", thread_of="elsewhere"))
        await decide(books, "post", Decision.SETTLE)

        assert [row.key for row in await waiting(books)] == ["other"]


async def test_nobody_else_sees_or_decides(undelivered, either_ledger):
    with pytest.raises(NotAKeeper):
        await undelivered.all(BO)
    with pytest.raises(NotAKeeper):
        await undelivered.decide(BO, "unknown", Decision.DROP)

    assert await state_of(either_ledger, "unknown") is UNKNOWN


async def test_who_decided_is_written_down(undelivered, either_ledger):
    await undelivered.decide(ANA, "rejected", Decision.DROP)

    async with either_ledger.open() as books:
        change = (await books.audit.newest(1))[0]
    assert (change.who, change.what) == (ANA.user, "delivery.dropped")
    assert "rejected" in change.subject
