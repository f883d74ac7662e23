"""Leave to push: a name is valid once, and may be given again when it was revoked."""

from datetime import timedelta

import pytest

from storage.records.tokens import Token
from storage.taken import Taken
from tests.making import MONDAY_NINE

LATER = MONDAY_NINE + timedelta(hours=1)
FIRST = Token("billing", "d1", ("merged", "share"), MONDAY_NINE)


async def test_a_token_is_kept_as_it_is(ledger):
    async with ledger.open() as books:
        await books.tokens.add(FIRST)

        assert await books.tokens.valid() == await books.tokens.all() == [FIRST]


async def test_a_valid_name_is_taken_and_a_revoked_one_is_free(ledger):
    second = Token("billing", "d2", (), LATER)
    async with ledger.open() as books:
        await books.tokens.add(FIRST)
        with pytest.raises(Taken):
            await books.tokens.add(second)
        assert await books.tokens.revoke("billing", LATER)
        await books.tokens.add(second)

        assert await books.tokens.valid() == [second]
        assert [each.revoked_at for each in await books.tokens.all()] == [LATER, None]


async def test_what_is_not_valid_is_not_revoked_again(ledger):
    async with ledger.open() as books:
        await books.tokens.add(FIRST)
        await books.tokens.revoke("billing", LATER)

        assert not await books.tokens.revoke("billing", LATER)
        assert not await books.tokens.revoke("other", LATER)
