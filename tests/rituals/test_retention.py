"""What is kept for a while goes when its time is over; the keys that promises rest on stay."""

from datetime import timedelta

import pytest

from bot.drawing import VIEWS, draw
from rituals import prompts
from rituals.lead_left import LeadLeft
from rituals.letters import Letter
from rituals.retention import LongAgo, Retention, Terms
from storage.records.audit import Change
from storage.records.deliveries import DeliveryState
from storage.records.prompts import PromptState
from tests.making import MONDAY_NINE, a_delivery

TERMS = Terms(messages=365, questions=180, drafts=30, audit=1095)
LETTER = Letter("q", "UANA", LeadLeft("t", "Secret team", "UBO"))


@pytest.fixture
def after(either_ledger, clock):
    """Lets days go by, and what is over go; gives the books."""

    async def _after(days):
        clock.pass_(days=days)
        await Retention(either_ledger, clock, TERMS).keep()

    return _after


@pytest.mark.parametrize(
    ("state", "afterwards"),
    [
        (DeliveryState.SENT, DeliveryState.SENT),
        (DeliveryState.SETTLED, DeliveryState.SETTLED),
        (DeliveryState.REJECTED, DeliveryState.DROPPED),
        (DeliveryState.UNKNOWN, DeliveryState.DROPPED),
    ],
)
async def test_the_words_of_an_old_message_go_and_its_key_stays(either_ledger, after, state, afterwards):
    async with either_ledger.open() as books:
        await books.deliveries.add(a_delivery("k", state=state, written_at=MONDAY_NINE, content='{"a":1}'))
    await after(days=364)
    async with either_ledger.open() as books:
        young = await books.deliveries.get("k")
    await after(days=2)
    async with either_ledger.open() as books:
        old, again = await books.deliveries.get("k"), await books.deliveries.add(a_delivery("k"))

    assert (young.content, young.state) == ('{"a":1}', state)
    assert (old.content, old.state) == ("{}", afterwards)
    assert not again


async def test_what_is_still_on_its_way_keeps_its_words(either_ledger, after):
    async with either_ledger.open() as books:
        await books.deliveries.add(a_delivery("k", state=DeliveryState.PENDING, content='{"a":1}'))
    await after(days=400)
    async with either_ledger.open() as books:
        waiting = await books.deliveries.get("k")

    assert waiting.content == '{"a":1}'


async def test_a_question_that_was_answered_is_not_asked_again_and_its_words_go(either_ledger, after, clock):
    async with either_ledger.open() as books:
        await prompts.ask(books, LETTER, clock.now())
        await prompts.answered(books, "q", clock.now())
    await after(days=181)
    async with either_ledger.open() as books:
        kept = await books.prompts.get("q")
        again = await prompts.ask(books, LETTER, clock.now())

    assert (kept.kind, kept.content, kept.state) == (LongAgo.kind, "{}", PromptState.EXPIRED)
    assert "so long ago" in draw(VIEWS, kept.kind, kept.content).text
    assert not again


async def test_a_question_that_can_still_be_answered_stays(either_ledger, after, clock):
    async with either_ledger.open() as books:
        await prompts.ask(books, LETTER, clock.now())
    await after(days=400)
    async with either_ledger.open() as books:
        kept = await books.prompts.get("q")

    assert "Secret team" in kept.content


async def test_drafts_and_the_trail_go_after_their_time(either_ledger, after, clock):
    async with either_ledger.open() as books:
        await books.drafts.put("UANA", "commit", "w", {"text": "half"}, clock.now())
        await books.audit.add(Change("UANA", "team.added", "Docs", {}, {"": "x"}, clock.now()))
    await after(days=31)
    async with either_ledger.open() as books:
        draft, trail = await books.drafts.get("UANA", "commit"), await books.audit.count()
    clock.pass_(days=1095 - 31)
    await after(days=1)
    async with either_ledger.open() as books:
        trail_after = await books.audit.count()

    assert (draft, trail, trail_after) == ({}, 1, 0)


async def test_nothing_young_is_touched(either_ledger, after, clock):
    async with either_ledger.open() as books:
        await books.drafts.put("UANA", "commit", "w", {"text": "half"}, clock.now() + timedelta(hours=1))
    await after(days=29)
    async with either_ledger.open() as books:
        draft = await books.drafts.get("UANA", "commit")

    assert draft == {"text": "half"}
