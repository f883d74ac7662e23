"""Wins come newest first, and each person's cheers count once."""

from datetime import timedelta

import pytest

from tests.making import MONDAY_NINE, a_win


@pytest.fixture
async def win(ledger):
    async with ledger.open() as books:
        await books.wins.add(a_win(id="w1"))
    return "w1"


async def test_a_win_comes_back_as_it_was_put_in(ledger, win):
    async with ledger.open() as books:
        assert await books.wins.get(win) == a_win(id="w1")


async def test_somebodys_wins_come_newest_first(ledger):
    async with ledger.open() as books:
        for n in range(3):
            await books.wins.add(a_win(id=f"w{n}", celebrated_at=MONDAY_NINE + timedelta(days=n)))
        await books.wins.add(a_win(id="another's", user="UBO"))

        assert [each.id for each in await books.wins.of_person("UANA")] == ["w2", "w1", "w0"]


async def test_people_are_counted_and_not_their_reactions(ledger, win):
    async with ledger.open() as books:
        for user, reaction in (("UBO", "tada"), ("UBO", "heart"), ("UBO", "tada"), ("UCY", "tada")):
            await books.wins.cheer(win, user, reaction)

        assert await books.wins.cheered_by(win) == 2


async def test_a_cheer_taken_back_twice_is_taken_back_once(ledger, win):
    async with ledger.open() as books:
        await books.wins.cheer(win, "UBO", "tada")
        await books.wins.cheer(win, "UCY", "tada")
        for _ in range(2):
            await books.wins.uncheer(win, "UBO", "tada")

        assert await books.wins.cheered_by(win) == 1
