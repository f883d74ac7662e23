"""A state holds once, for ten minutes, and is kept nowhere before it was used."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from rituals.installing import STATE_HOLDS, Installing
from storage.ledger import Ledger
from storage.sealing import Seal
from tests.everywhere import everything

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def process(either_ledger, clock):
    """One of several, by the keys it is given."""

    def _made(*keys):
        def ledger_of(workspace):
            return Ledger(either_ledger._engine, workspace)

        return Installing(ledger_of, Seal(keys), clock, clock, timedelta(days=14))

    return _made


async def test_a_state_is_used_once_whichever_process_it_comes_back_to(process):
    one, other = process(NEW), process(NEW)
    state = one.begin()

    assert await other.holds(state)
    assert await other.use(state)
    assert not await one.holds(state)
    assert not await one.use(state)


async def test_it_ends_after_ten_minutes(process, clock):
    installing = process(NEW)
    state = installing.begin()
    clock.pass_(seconds=STATE_HOLDS.total_seconds() - 1)
    just_in_time = await installing.holds(state)
    clock.pass_(seconds=1)

    assert just_in_time
    assert not await installing.holds(state)
    assert not await installing.use(state)


async def test_it_outlives_a_change_of_keys(process):
    state = process(OLD).begin()

    assert await process(NEW, OLD).holds(state)
    assert not await process(NEW).holds(state)


@pytest.mark.parametrize("spelt", ["{}=", "{}\n", " {}", "{}!"])
async def test_a_used_one_is_used_however_it_is_spelt(process, spelt):
    installing = process(NEW)
    state = installing.begin()
    await installing.use(state)

    assert not await installing.use(spelt.format(state))


@pytest.mark.parametrize("state", ["", "x", "ü", "\udc80", "gAAAA" * 100])
async def test_what_nobody_gave_out_holds_nothing(process, state):
    assert not await process(NEW).holds(state)
    assert not await process(NEW).use(state)


async def test_neither_does_what_was_sealed_for_something_else(process):
    token = Seal([NEW]).seal("T1", "xoxb-1")

    assert not await process(NEW).holds(token)


async def test_what_was_used_is_let_go_of_in_time(process, either_ledger, clock):
    installing = process(NEW)
    for _ in range(3):
        await installing.use(installing.begin())
        clock.pass_(seconds=STATE_HOLDS.total_seconds())
    kept = (await everything(either_ledger._engine, ""))["oauth_states"]

    assert len(kept) == 1
