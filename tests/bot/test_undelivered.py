"""What did not arrive can be listed, and what nobody knows stands first."""

import pytest

from bot.undelivered import report
from storage.database import opened
from storage.records.deliveries import DeliveryState
from tests.making import a_delivery, a_workspace


@pytest.fixture
async def url(tmp_path):
    url = f"sqlite:///{tmp_path / 'polaris.db'}"
    async with opened(url) as database, database.ledger("T1").open() as books:
        await books.workspaces.put(a_workspace(id="T1"))
        for state in DeliveryState:
            await books.deliveries.add(a_delivery(f"key-{state}", state=state, error="why"))
    return url


async def test_the_undelivered_are_listed_with_their_reason_and_the_unknown_come_first(url):
    said: list[str] = []
    await report(url, said.append)

    assert said[0] == "T1: 4 undelivered"
    assert [line.split()[0] for line in said[1:]] == ["unknown", "rejected", "sending", "pending"]
    assert all("why" in line and "CALL" in line for line in said[1:])
