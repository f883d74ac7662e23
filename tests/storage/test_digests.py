"""A win goes out once, an issue remembers what its editor wanted, and each person's reactions count once."""

from datetime import date, timedelta

import pytest

from storage.records.digests import Digest, DigestedWin, DigestKind
from tests.making import MONDAY_NINE, a_win

FIRST, SECOND = date(2026, 3, 12), date(2026, 3, 26)
LATER = MONDAY_NINE + timedelta(hours=1)


def went_out(win="w1", day=FIRST, place=1):
    return DigestedWin(win, day, place)


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        for win in ("w1", "w2", "w3"):
            await books.wins.add(a_win(id=win))
        for day in (FIRST, SECOND):
            await books.digests.put(Digest(day))
        yield books


async def test_an_issue_comes_back_as_it_was_put(books):
    made = Digest(
        day=FIRST,
        intro="Well <done>",
        order=("w2", "w1"),
        left_out=("w3",),
        approved_by="UANA",
        approved_at=MONDAY_NINE,
        kind=DigestKind.STORIES,
        posted_at=MONDAY_NINE,
        touched="w9",
        heard_at=LATER,
    )
    await books.digests.put(made)

    assert await books.digests.get(FIRST) == made
    assert await books.digests.get(date(2026, 4, 9)) is None


async def test_only_what_went_out_is_among_the_last_issues_newest_first(books):
    assert await books.digests.posted(5) == []
    for day in (FIRST, SECOND):
        await books.digests.put(Digest(day, posted_at=MONDAY_NINE))

    assert [issue.day for issue in await books.digests.posted(5)] == [SECOND, FIRST]
    assert [issue.day for issue in await books.digests.posted(1)] == [SECOND]


async def test_a_win_goes_out_once(books):
    assert await books.digests.include(went_out())
    assert not await books.digests.include(went_out(day=SECOND))

    assert [one.win for one in await books.digests.wins_of(FIRST)] == ["w1"]
    assert await books.digests.wins_of(SECOND) == []
    assert await books.digests.out_already(["w1", "w2"]) == {"w1"}


async def test_the_wins_of_an_issue_keep_their_order(books):
    for place, win in ((2, "w1"), (3, "w2"), (1, "w3")):
        await books.digests.include(went_out(win, place=place))

    assert [one.win for one in await books.digests.wins_of(FIRST)] == ["w3", "w1", "w2"]


async def test_an_author_hears_for_the_first_time_once(books):
    for at in (MONDAY_NINE, LATER):
        await books.digests.hear(FIRST, at)

    kept = await books.digests.get(FIRST)
    assert kept is not None
    assert kept.heard_at == MONDAY_NINE


async def test_people_are_counted_for_each_issue_and_not_their_reactions(books):
    for day, user, reaction in (
        (FIRST, "UBO", "tada"),
        (FIRST, "UBO", "heart"),
        (FIRST, "UBO", "tada"),
        (FIRST, "UCY", "tada"),
        (SECOND, "UBO", "tada"),
    ):
        await books.digests.cheer(day, user, reaction)

    assert [await books.digests.cheered_by(day) for day in (FIRST, SECOND)] == [2, 1]


async def test_a_reaction_taken_back_leaves_the_others(books):
    for reaction in ("tada", "heart"):
        await books.digests.cheer(FIRST, "UBO", reaction)
    await books.digests.uncheer(FIRST, "UBO", "tada")
    assert await books.digests.cheered_by(FIRST) == 1
    await books.digests.uncheer(FIRST, "UBO", "heart")

    assert await books.digests.cheered_by(FIRST) == 0
