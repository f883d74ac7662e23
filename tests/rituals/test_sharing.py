"""Into a channel of several organisations nothing is told before the product lead says yes."""

import pytest

from rituals.alarms import tell
from rituals.audit import Audits
from rituals.rights import NotTheProductLead
from rituals.sharing import SHARED, Sharing, is_allowed
from tests.making import ANA, BO, MONDAY_NINE, a_delivery, a_team, a_workspace


@pytest.fixture
async def sharing(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead="UBO"))
    return Sharing(ledger, clock)


async def test_the_product_lead_says_yes_for_one_channel_and_it_is_written_down(sharing, ledger):
    await sharing.allow(ANA, "CRENDER")
    await sharing.allow(ANA, "CRENDER")

    async with ledger.open() as books:
        assert (await is_allowed(books, "CRENDER"), await is_allowed(books, "CALL")) == (True, False)
    (change,) = (await Audits(ledger).page(ANA)).changes
    assert (change.what, change.after["channel"]) == ("channel.allowed", "CRENDER")


async def test_not_even_the_teams_own_lead_says_it_for_them(sharing, ledger):
    with pytest.raises(NotTheProductLead):
        await sharing.allow(BO, "CRENDER")


async def test_the_product_lead_hears_of_it_and_not_the_teams_lead(sharing, ledger):
    async with ledger.open() as books:
        await tell(books, a_delivery(to="CRENDER"), SHARED, MONDAY_NINE)
        (alarm,) = await books.deliveries.in_state("pending")

    assert alarm.to == "UANA"
