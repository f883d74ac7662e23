"""A letter is stored whole, with the fact it tells, and once."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pytest
from pydantic import TypeAdapter

from rituals.letters import Letter, post
from tests.making import MONDAY, MONDAY_NINE


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Story:
    kind: ClassVar[str] = "story"
    lines: tuple[Line, ...]


STORY = Story((Line("Ünïcode & <tags>", MONDAY),))


async def test_content_survives_the_way_through_the_database(ledger, outbox):
    async with ledger.open() as books:
        await post(books, Letter("one", "C1", STORY), MONDAY_NINE)

    (row,) = await outbox.letters()
    assert row.kind == "story"
    assert TypeAdapter(Story).validate_json(row.content) == STORY


async def test_a_key_is_posted_once(ledger, outbox):
    async with ledger.open() as books:
        posted = [await post(books, Letter("one", "C1", STORY), MONDAY_NINE) for _ in range(2)]

    assert posted == [True, False]
    assert len(await outbox.letters()) == 1


async def test_a_letter_disappears_with_the_fact_it_tells(ledger, outbox):
    async def tell_what_fails():
        async with ledger.open() as books:
            await post(books, Letter("one", "C1", STORY), MONDAY_NINE)
            raise RuntimeError("the fact did not come about")

    with pytest.raises(RuntimeError):
        await tell_what_fails()

    assert await outbox.letters() == []
