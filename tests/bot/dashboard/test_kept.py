"""What pages rest on: worked out once, a moment old at most, and never waited for twice."""

import asyncio

import pytest

from bot.charts import Chart, Size, Theme
from bot.dashboard.kept import Kept
from bot.dashboard.pictures import Pictures
from bot.dashboard.sketches import Sketch
from rituals.board import Showing
from tests.journeys.living import eventually
from tests.making import a_reading


async def no_links():
    return {}


async def test_while_new_numbers_are_worked_out_those_of_before_are_shown(half_a_year, clock):
    kept = Kept(Showing(half_a_year, clock), no_links, look_again=0, patience=0.01)
    first = await kept.numbers()
    async with half_a_year.open() as books:  # on SQLite nobody else reads meanwhile
        await books.readings.put([a_reading()])
        assert await kept.numbers() is first
    await eventually(lambda: _is_another(kept, first))

    assert (await kept.numbers()).scores["merged"].verdict.value == 27
    await kept.close()


async def test_numbers_that_nobody_looked_at_for_long_are_never_shown_as_those_of_now(half_a_year, clock):
    class Slow(Showing):
        async def numbers(self, before=None):
            await asyncio.sleep(0.1)
            return await super().numbers(before)

    kept = Kept(Slow(half_a_year, clock), no_links, look_again=0, a_moment=0)
    await kept.numbers()
    async with half_a_year.open() as books:
        await books.readings.put([a_reading()])

    assert (await kept.numbers()).scores["merged"].verdict.value == 27
    await kept.close()


async def test_many_who_ask_at_once_wait_for_one_answer(half_a_year, clock):
    kept = Kept(Showing(half_a_year, clock), no_links, look_again=60)
    found = await asyncio.gather(*(kept.numbers() for _ in range(5)))

    assert len({id(each) for each in found}) == 1
    await kept.close()


async def test_after_a_look_that_failed_half_way_the_links_are_worked_out_all_the_same(half_a_year, clock):
    class Stumbling(Showing):
        stumbles = 1

        async def surroundings(self):
            self.stumbles -= 1
            if self.stumbles >= 0:
                raise OSError("the database is away")
            return await super().surroundings()

    async def words():
        return {"merged": "moves together"}

    kept = Kept(Stumbling(half_a_year, clock), words, look_again=60)
    with pytest.raises(OSError, match="away"):
        await kept.numbers()
    await kept.numbers()
    await eventually(lambda: _is_linked(kept))

    assert kept.links == {"merged": "moves together"}
    await kept.close()


async def test_a_picture_is_drawn_once_however_many_ask():
    drawn = []

    async def draw(facts, look):
        drawn.append(look)
        await asyncio.sleep(0)
        return b"<svg/>"

    pictures = Pictures(draw)
    sketch = Sketch(Chart("", "", [], [], ""), "", "mark")
    asked = [pictures.svg(sketch, Size.SPARK, theme) for theme in (Theme.LIGHT, Theme.LIGHT, Theme.DARK)]
    await asyncio.gather(*asked)
    await pictures.svg(sketch, Size.SPARK, Theme.LIGHT)

    assert [look.theme for look in drawn] == [Theme.LIGHT, Theme.DARK]


async def _is_another(kept, first):
    return await kept.numbers() is not first


async def _is_linked(kept):
    return kept.links
