"""Wins are found again by whoever may read them, named as people agreed to; nobody is compared."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rituals.win_bank import (
    QuietTeam,
    WinBank,
    at_home,
    naming,
    not_named_lately,
    quiet_teams,
    touched,
)
from storage.records.preferences import Consent, Preferences
from tests.making import ANA, BO, MONDAY_NINE, a_team, a_win, a_workspace, joined

CY = replace(BO, user="UCY", name="Cy")
DOCS = a_team(id="docs", name="Docs", channel="CDOCS")
RENDERING = a_team()


@pytest.fixture
async def bank(ledger, clock):
    await joined(ledger, RENDERING, "UANA", "UBO")
    await joined(ledger, DOCS, "UCY")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead="ULEAD"))
    return WinBank(ledger, clock)


@pytest.fixture
def tell(ledger):
    """Puts wins into the books, each an hour older than the one before."""

    async def _tell(*wins):
        async with ledger.open() as books:
            for n, win in enumerate(wins):
                told_at = win.celebrated_at - timedelta(hours=n)
                await books.wins.add(
                    replace(win, id=win.id if n == 0 else f"{win.id}-{n}", celebrated_at=told_at)
                )

    return _tell


def ids(wins):
    return [each.win.id for each in wins]


async def test_a_search_needs_every_word(bank, tell):
    await tell(a_win(text="Bo halved the queue"), a_win(text="Cy wrote the guide"))

    assert ids((await bank.search(ANA, "the queue")).wins) == ["w1"]
    assert ids((await bank.search(ANA, "")).wins) == ["w1", "w1-1"]
    assert ids((await bank.search(ANA, "queue guide")).wins) == []


@pytest.mark.parametrize(("wins", "more"), [(10, False), (11, True)])
async def test_a_page_says_whether_there_are_older_ones(bank, tell, wins, more):
    await tell(*[a_win() for _ in range(wins)])
    found = await bank.search(ANA, "queue")

    assert (len(found.wins), found.more) == (10, more)


@pytest.mark.parametrize(
    ("consent", "reader", "is_named"),
    [
        (Consent.PUBLIC, CY, True),
        (Consent.TEAM, CY, False),
        (Consent.TEAM, ANA, True),
        (Consent.NO_MENTION, ANA, False),
    ],
)
async def test_a_reader_sees_and_finds_names_as_people_agreed(bank, tell, ledger, consent, reader, is_named):
    await tell(a_win(people=("UBO",)))
    async with ledger.open() as books:
        await books.preferences.put(Preferences("UBO", consent))
    [found] = (await bank.search(reader, "queue")).wins

    assert (found.told.people.users == ("UBO",)) == is_named
    assert bool((await bank.search(reader, "", {"UBO"})).wins) == is_named


async def test_who_told_a_win_is_found_by_name_too(bank, tell):
    await tell(a_win(), a_win(user="UBO"))

    assert ids((await bank.search(CY, "queue", {"UANA"})).wins) == ["w1"]


async def test_ones_own_and_those_that_name_one_stand_apart(bank, tell):
    await tell(a_win(), a_win(user="UBO", people=("UANA",)), a_win(user="UCY"))
    shelf = await bank.of(ANA)

    assert (ids(shelf.mine), ids(shelf.about_me)) == (["w1"], ["w1-1"])


@pytest.mark.parametrize(
    ("who", "mine", "may_change", "names_me"),
    [(ANA, True, True, False), (BO, False, False, True), (replace(CY, user="ULEAD"), False, True, False)],
)
async def test_each_reader_is_offered_what_they_may_do(bank, tell, who, mine, may_change, names_me):
    await tell(a_win(people=("UBO",)))
    [found] = (await bank.search(who, "")).wins

    assert (found.is_mine, found.may_change, found.names_me) == (mine, may_change, names_me)


async def test_a_win_has_the_day_it_is_for_the_reader(bank, tell):
    await tell(a_win(celebrated_at=MONDAY_NINE.replace(hour=23)))
    [found] = (await bank.search(replace(ANA, time_zone="Pacific/Auckland"), "")).wins

    assert found.on == date(2026, 3, 17)


async def test_who_is_named_hears_of_it_for_a_fortnight(bank, tell, ledger):
    fortnight = timedelta(days=14)
    await tell(a_win(people=("UBO",)))
    await tell(a_win(id="old", people=("UBO",), celebrated_at=MONDAY_NINE - fortnight - timedelta(seconds=1)))
    async with ledger.open() as books:
        assert [win.id for win in await naming(books, "UBO", MONDAY_NINE)] == ["w1"]
        assert await naming(books, "UBO", MONDAY_NINE + fortnight + timedelta(seconds=1)) == []
        assert await naming(books, "UANA", MONDAY_NINE) == []


async def test_an_author_hears_what_touched_people(bank, tell, ledger):
    await tell(a_win(), a_win())
    async with ledger.open() as books:
        await books.wins.cheer("w1-1", "UBO", "tada")
        found = await touched(books, "UANA", MONDAY_NINE)
        assert (await at_home(books, ANA, MONDAY_NINE)).touched == found

        assert [(win.id, people) for win, people in found] == [("w1-1", 1)]
        assert await touched(books, "UANA", MONDAY_NINE + timedelta(days=20)) == []


async def test_app_home_shows_the_wins_of_the_fortnight_newest_first(bank, tell, ledger):
    await tell(a_win(), a_win(user="UBO"), a_win(celebrated_at=MONDAY_NINE - timedelta(days=15)))
    async with ledger.open() as books:
        home = await at_home(books, CY, MONDAY_NINE)

        assert (ids(home.lately), home.more) == (["w1", "w1-1"], 0)


async def test_whoever_is_named_hears_of_it_however_many_wins_there_are(bank, tell, ledger):
    await tell(*[a_win() for _ in range(6)], a_win(people=("UCY",)))
    async with ledger.open() as books:
        home = await at_home(books, CY, MONDAY_NINE)

        assert (ids(home.lately), home.more) == (["w1-6", "w1", "w1-1", "w1-2", "w1-3"], 2)


async def test_a_search_of_a_thousand_words_is_answered(bank, tell):
    await tell(a_win(text=" ".join(f"w{n}" for n in range(20))))

    assert ids((await bank.search(ANA, " ".join(f"w{n}" for n in range(2_000)))).wins) == ["w1"]


def test_a_team_is_quiet_after_six_weeks_without_a_word_of_it():
    old = a_win(teams=("docs",), celebrated_at=MONDAY_NINE - timedelta(days=42, seconds=1))
    fresh = a_win(teams=("rendering",), celebrated_at=MONDAY_NINE - timedelta(days=42))

    assert quiet_teams([DOCS, RENDERING], [old, fresh], MONDAY_NINE) == [QuietTeam(DOCS, date(2026, 2, 2))]
    assert quiet_teams([DOCS], [], MONDAY_NINE) == [QuietTeam(DOCS, None)]
    assert quiet_teams([DOCS], [old, replace(old, celebrated_at=MONDAY_NINE)], MONDAY_NINE) == []


async def test_quiet_teams_are_found_in_the_books(bank, tell, ledger):
    await tell(a_win(teams=("rendering",)))
    async with ledger.open() as books:
        assert await not_named_lately(books, MONDAY_NINE) == [QuietTeam(DOCS, None)]
