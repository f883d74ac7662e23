"""A draft is the last thing typed, until it is sent."""

from datetime import timedelta

from tests.making import MONDAY_NINE as THEN

LATER = THEN + timedelta(seconds=1)


async def kept_after(ledger, *steps):
    async with ledger.open() as books:
        for window, text, typed_at in steps:
            await books.drafts.put("UANA", "commit.new", window, {"text": text}, typed_at)
        return await books.drafts.get("UANA", "commit.new")


async def test_nothing_typed_is_an_empty_draft(ledger):
    assert await kept_after(ledger) == {}


async def test_the_last_thing_typed_is_kept(ledger):
    assert await kept_after(ledger, ("V1", "Rev", THEN), ("V1", "Review", LATER)) == {"text": "Review"}


async def test_what_arrives_out_of_turn_does_not_take_words_back(ledger):
    assert await kept_after(ledger, ("V1", "Review", LATER), ("V1", "Rev", THEN)) == {"text": "Review"}


async def test_a_form_opened_again_starts_a_new_draft(ledger):
    assert await kept_after(ledger, ("V1", "Review", LATER), ("V2", "Ship", THEN)) == {"text": "Ship"}


async def test_what_was_sent_does_not_come_back_with_a_late_key_stroke(ledger):
    async with ledger.open() as books:
        await books.drafts.close("UANA", "commit.new", "V1")

    assert await kept_after(ledger, ("V1", "Revie", LATER)) == {}


async def test_drafts_are_private_to_a_person_and_a_form(ledger):
    await kept_after(ledger, ("V1", "Review", THEN))

    async with ledger.open() as books:
        assert await books.drafts.get("UBO", "commit.new") == {}
        assert await books.drafts.get("UANA", "win.new") == {}
