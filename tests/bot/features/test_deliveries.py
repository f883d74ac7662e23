"""`/nsm deliveries`: what did not arrive, with what to do about each, for those who answer for the bot."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.delivery.list_views import listed
from storage.records.deliveries import DeliveryState
from tests.hostile import require_harmless, texts
from tests.making import a_delivery
from tests.reading import buttons, reads

ROWS = [
    a_delivery("u", state=DeliveryState.UNKNOWN, error="http_500"),
    a_delivery("r", state=DeliveryState.REJECTED, error="is_archived"),
    a_delivery("p"),
]


@pytest.fixture
async def undelivered(star, polaris):
    async with polaris.ledger.open() as books:
        for number in range(20):
            await books.deliveries.add(
                a_delivery(f"k{number:02d}", state=DeliveryState.REJECTED, error="is_archived")
            )


def test_each_says_what_became_of_it_and_what_to_do():
    told = reads(listed(ROWS, "UTC"))

    assert "*Nobody knows*" in told.replace("? ", "")
    assert "bring it back, or choose another" in told
    assert buttons(listed(ROWS, "UTC")) == [
        "Send again",
        "It has arrived",
        "Let it go",
        "Send again",
        "Let it go",
        "Let it go",
    ]


def test_where_all_has_arrived_it_says_so():
    assert "Everything has arrived" in listed([], "UTC").text


@settings(max_examples=30)
@given(error=texts(300), state=st.sampled_from([DeliveryState.UNKNOWN, DeliveryState.REJECTED]))
def test_whatever_was_answered_is_shown_harmless(error, state):
    row = a_delivery("k", state=state, error=error, written_at=datetime(2026, 3, 16, tzinfo=UTC))

    require_harmless(listed([row], "UTC"))


async def test_the_product_lead_lets_one_go_and_reads_what_is_left(undelivered, ana, polaris):
    await ana.runs("/nsm deliveries")
    before = ana.reads()[-1]
    await ana.clicks("Let it go")
    await polaris.door.settled()

    assert "not there yet: 20" in before
    assert "not there yet: 19" in ana.reads()[-1]


async def test_whoever_does_not_answer_for_the_bot_sees_none(undelivered, bo):
    await bo.runs("/nsm deliveries")

    assert "is_archived" not in bo.reads()[-1]


async def test_app_home_tells_those_two_that_something_wants_a_decision(
    undelivered, ana, bo, polaris, simulator
):
    for someone in (ana, bo):
        await someone.opens_home()
    await simulator.settled()
    await polaris.door.settled()

    assert "nobody knows: 20" in reads(ana.home)
    assert "nobody knows" not in reads(bo.home)
