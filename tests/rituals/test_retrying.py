"""What was refused lately goes on its way again when somebody has mended the cause."""

from datetime import timedelta

import pytest

from rituals.retrying import Retrying
from storage.records.deliveries import DeliveryState
from tests.making import a_delivery


@pytest.fixture
def retrying(ledger, clock):
    return Retrying(ledger, clock)


@pytest.fixture
async def refused(ledger, clock):
    async with ledger.open() as books:
        for hours, why in ((1, "not_in_channel"), (2, "invalid_auth"), (13, "not_in_channel")):
            await books.deliveries.add(
                a_delivery(
                    f"{why} {hours}",
                    state=DeliveryState.REJECTED,
                    error=why,
                    written_at=clock.now() - timedelta(hours=hours),
                )
            )


async def test_all_to_one_channel_but_what_would_be_late_noise(retrying, refused):
    assert await retrying.all_to("CALL") == 2


async def test_all_that_was_refused_for_one_reason(retrying, refused):
    assert await retrying.all_refused_for(["invalid_auth"]) == 1
