"""Wins come newest first, and each person's cheers count once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.searching import words_of
from storage.taken import Taken
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


FULL = a_win(
    id="full",
    people=("UBO", "UCY"),
    teams=("docs", "rendering"),
    commitment="c1",
    story=True,
    before=date(2026, 3, 2),
    after=date(2026, 3, 9),
    changed_at=MONDAY_NINE,
)


@pytest.fixture
def found(ledger):
    async def _found(query, limit=10):
        async with ledger.open() as books:
            return [win.id for win in await books.wins.search(words_of(query), limit)]

    return _found


async def test_every_field_of_a_win_comes_back(ledger):
    async with ledger.open() as books:
        await books.wins.add(FULL)

        assert await books.wins.get("full") == FULL
        assert await books.wins.of_commitment("c1") == FULL


async def test_a_changed_win_is_found_by_its_new_words_only(ledger, found):
    async with ledger.open() as books:
        await books.wins.add(FULL, ["Merged pull requests"])
        changed = replace(FULL, text="Cy wrote the guide", people=("UCY",))
        await books.wins.change(changed, ["Open issues"])

        assert await books.wins.get("full") == changed
    assert await found("halved") == await found("merged") == []
    assert await found("guide") == await found("issues") == ["full"]


async def test_a_withdrawn_win_is_kept_and_shown_to_nobody(ledger, found):
    async with ledger.open() as books:
        await books.wins.add(replace(FULL, withdrawn_at=MONDAY_NINE))

        assert await books.wins.get("full") is not None
        assert await books.wins.of_person("UANA") == []
        assert await books.wins.of_commitment("c1") is None
        assert await books.wins.between(MONDAY_NINE, MONDAY_NINE + timedelta(days=1)) == []
    assert await found("queue") == []


async def test_a_stretch_of_time_begins_with_its_first_instant_and_ends_before_its_last(ledger):
    async with ledger.open() as books:
        for n in range(4):
            await books.wins.add(a_win(id=f"w{n}", celebrated_at=MONDAY_NINE + timedelta(days=n)))
        found = await books.wins.between(MONDAY_NINE + timedelta(days=1), MONDAY_NINE + timedelta(days=3))

        assert [win.id for win in found] == ["w1", "w2"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Bo halved the review queue", "QUEUE review"),
        ("Bo halved the review queue", "halv"),
        ("Élodie räumte die Straße", "elodie STRASSE"),
        ("Elodie", "élodie"),
        ("İstanbul", "istanbul"),
        ("レビューの待ち時間を半分に", "待ち時間"),
        ("ลดเวลารีวิวลงครึ่งหนึ่ง", "รีวิว"),
        ("خفّضنا وقت المراجعة", "المراجعة"),
        ("100% of_it\\ done", "100%"),
        ("100% of_it\\ done", "f_i"),
        ("100% of_it\\ done", "it\\"),
        ("Shipped 🎉👩🏽‍💻", "👩🏽‍💻"),
        ("Anything at all", ""),
    ],
)
async def test_words_are_found_in_every_script(ledger, found, text, query):
    async with ledger.open() as books:
        await books.wins.add(a_win(text=text))

    assert await found(query) == ["w1"]


@pytest.mark.parametrize("query", ["queue nothing", "q%e", "q_eue", "reviewqueue", "' OR 1=1", "Merged Bo"])
async def test_what_is_not_there_is_not_found(ledger, found, query):
    async with ledger.open() as books:
        await books.wins.add(a_win(text="The review queue", meaning="Merged"), ["Docs"])

    assert await found(query) == []


async def test_the_newest_are_found_first_and_no_more_than_asked_for(ledger, found):
    async with ledger.open() as books:
        for n in range(5):
            await books.wins.add(a_win(id=f"w{n}", celebrated_at=MONDAY_NINE + timedelta(days=n)))

    assert await found("queue", limit=2) == ["w4", "w3"]


async def test_each_win_has_its_own_cheers(ledger):
    async with ledger.open() as books:
        for win in ("w1", "w2", "w3"):
            await books.wins.add(a_win(id=win))
        for win, user in (("w1", "UBO"), ("w1", "UCY"), ("w2", "UBO")):
            await books.wins.cheer(win, user, "tada")

        assert await books.wins.cheers_of(["w1", "w2", "w3"]) == {"w1": 2, "w2": 1}


async def test_a_name_taken_out_twice_is_taken_out_once(ledger, win):
    async with ledger.open() as books:
        for _ in range(2):
            await books.wins.take_name_out(win, "UBO")

        assert await books.wins.names_taken_out(win) == {"UBO"}


async def test_a_commitment_has_one_win_that_stands(ledger):
    async with ledger.open() as books:
        await books.wins.add(a_win(id="w1", commitment="c1", withdrawn_at=MONDAY_NINE))
        await books.wins.add(a_win(id="w2", commitment="c1"))
        with pytest.raises(Taken):
            await books.wins.add(a_win(id="w3", commitment="c1"))
        await books.wins.add(a_win(id="w4"))

        assert await books.wins.hold("w4") == a_win(id="w4")
