"""The product lead shuts the organisation down for some days."""

from datetime import date

import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.blocks.layout import Message, words
from bot.blocks.values import pack
from bot.features.pauses import views
from bot.features.pauses.views import From
from tests.reading import reads


@pytest.fixture
def planned(polaris):
    async def _read():
        async with polaris.ledger.open() as books:
            return [(each.first, each.last) for each in await books.shutdowns.ending_from(date(2026, 1, 1))]

    return _read


@pytest.fixture
async def window(star, ana, polaris):
    await ana.runs("/nsm shutdown")
    await polaris.door.settled()


async def test_it_is_planned_announced_and_called_off(window, ana, planned, polaris, looks, clock):
    await ana.submits(first="2026-03-18", last="2026-03-20")
    await ana.closes()
    assert await planned() == [(date(2026, 3, 18), date(2026, 3, 20))]
    clock.pass_(days=1)
    await polaris.live()
    assert "We are off on 18–20 March" in ana.reads("north-star")[-1]
    await ana.runs("/nsm shutdown")
    assert "Planned: 18–20 March" in reads(await looks(ana))
    await ana.clicks(views.CALL_OFF)

    assert "Planned" not in reads(await looks(ana))
    assert await planned() == []


async def test_odd_days_are_told_under_their_field(window, ana):
    assert list(await ana.submits(first="2026-03-20", last="2026-03-18")) == ["last"]


async def test_it_is_for_the_product_lead(star, bo, polaris, ana):
    await bo.runs("/nsm shutdown")
    await polaris.door.settled()

    assert bo.modal is None
    assert "product lead" in reads(bo.sees()[-1].blocks)


async def test_a_forged_press_calls_nothing_off(window, ana, bo, planned, polaris, posts):
    await ana.submits(first="2026-03-18", last="2026-03-20")
    forged = ButtonElement(action_id=views.CALL_OFF, text="Call off", value=pack(From(date(2026, 3, 18))))
    await posts(bo, Message("x", [words("x"), ActionsBlock(elements=[forged])]))
    await bo.clicks(views.CALL_OFF)
    await polaris.door.settled()

    assert len(await planned()) == 1
