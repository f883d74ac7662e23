"""A letter is stored whole, with the fact it tells, and once."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pytest
from pydantic import TypeAdapter

from rituals.letters import Letter, post, post_all
from storage.records.people import pseudonym
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


async def test_several_are_posted_each_with_its_own_time_and_none_to_nobody(ledger, outbox):
    letters = [
        Letter("one", "C1", STORY),
        Letter("two", "C2", STORY),
        Letter("three", pseudonym("12ab"), STORY),
    ]
    async with ledger.open() as books:
        await post_all(books, [(each, MONDAY_NINE, MONDAY_NINE) for each in letters])

    assert {(row.key, row.to, row.written_at, row.due_at) for row in await outbox.letters()} == {
        ("one", "C1", MONDAY_NINE, MONDAY_NINE),
        ("two", "C2", MONDAY_NINE, MONDAY_NINE),
    }


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
