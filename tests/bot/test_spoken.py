"""What was typed after a command reads as it was typed."""

from dataclasses import replace

import pytest

from bot.spoken import spoken
from rituals.people import People
from tests.making import BO


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("  plain words ", "plain words"),
        ("with <@UBO|bo.l>", "with @Bo"),
        ("with <@UGONE|cy>", "with @cy"),
        ("with <@UBO>", "with @Bo"),
        ("with <@UGONE>", "with @somebody"),
        ("in <#C1|general>", "in #general"),
        ("in <#C1>", "in #C1"),
        ("see <https://a.b/c?d=1|a.b>", "see https://a.b/c?d=1"),
        ("write <mailto:x@a.b|x@a.b>", "write x@a.b"),
        ("wake <!here> and <!channel|@channel>", "wake @here and @channel"),
        ("tell <!subteam^S1|@docs>", "tell @docs"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("a <b> c <", "a <b> c <"),
    ],
)
async def test_tokens_become_names(ledger, sent, read):
    async with ledger.open() as books:
        await books.people.put(replace(BO, name="Bo"))

    assert await spoken(sent, People(ledger)) == read
