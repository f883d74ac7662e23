"""What did not arrive can be listed, what nobody knows first, and decided about by its key."""

import pytest

from bot.undelivered import Undecided, report, settle
from bot.workspaces import WhichWorkspace
from rituals.undelivered import Decision
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
    await report(url, None, said.append)

    assert said[0] == "T1: 4 undelivered"
    assert [line.split()[0] for line in said[1:]] == ["unknown", "rejected", "sending", "pending"]
    assert "say so; if not" in said[1]
    assert all("why" in line and "CALL" in line for line in said[1:])


async def test_one_is_decided_about_by_its_key(url):
    said: list[str] = []
    await settle(url, None, said.append, decision=Decision.DROP, key="key-rejected")
    await report(url, None, said.append)

    assert "key-rejected is let go of" in said[0]
    assert "T1: 3 undelivered" in said


async def test_what_cannot_be_decided_is_said_with_where_to_look(url):
    with pytest.raises(Undecided, match="polaris deliveries"):
        await settle(url, None, print, decision=Decision.SETTLE, key="key-rejected")
    with pytest.raises(WhichWorkspace):
        await settle(url, "T9", print, decision=Decision.DROP, key="key-rejected")


async def test_one_workspace_of_several_is_listed_alone(url):
    async with opened(url) as database, database.ledger("T2").open() as books:
        await books.workspaces.put(a_workspace(id="T2"))
    said: list[str] = []
    await report(url, "T2", said.append)

    assert said == ["T2: everything has arrived"]


async def test_a_database_without_a_workspace_says_so(migrated_url):
    with pytest.raises(WhichWorkspace, match="No workspace has books here yet"):
        await report(migrated_url, None, print)
