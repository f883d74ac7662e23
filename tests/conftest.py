"""The few fixtures everything shares."""

from datetime import UTC, datetime

import pytest

from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from tests.fakes import CountingIds, HandClock


@pytest.fixture
def clock():
    """Monday, 16 March 2026, nine o'clock in UTC."""
    return HandClock(datetime(2026, 3, 16, 9, tzinfo=UTC))


@pytest.fixture
def ids():
    return CountingIds()


@pytest.fixture
async def ledger():
    engine = open_engine("sqlite://")
    await migrate(engine)
    yield Ledger(engine, "T1")
    await engine.dispose()
