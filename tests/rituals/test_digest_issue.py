"""What an issue holds: each win once, shared ones first, numbers and stories in turn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.digest_issue import about_of, arranged, due_after, gather, since_last
from storage.records.commitments import CommitmentState
from storage.records.digests import Digest, DigestedWin, DigestKind
from storage.records.metrics import Reading
from tests.making import MONDAY_NINE, a_commitment, a_metric, a_team, a_win, a_workspace, an_input

NUMBERS, STORIES = DigestKind.NUMBERS, DigestKind.STORIES
DAY = date(2026, 3, 19)
LAST = DAY - timedelta(weeks=2)
NOW = MONDAY_NINE + timedelta(days=3)

wins = st.lists(
    st.builds(
        a_win,
        id=st.text("abcdef", min_size=1, max_size=3),
        story=st.booleans(),
        teams=st.sampled_from([(), ("docs",), ("docs", "rendering")]),
        celebrated_at=st.integers(0, 20_000).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    ),
    unique_by=lambda win: win.id,
)
kinds = st.sampled_from(DigestKind)


def names(wins):
    return [win.id for win in wins]


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
        await books.teams.put(a_team())
        yield books


async def told(books, *ids, **fields):
    for win in ids:
        await books.wins.add(replace(a_win(id=win), **fields))


async def went_out(books, *ids, day=LAST, **fields):
    await books.digests.put(Digest(day, kind=NUMBERS, posted_at=NOW - timedelta(weeks=2), **fields))
    for place, win in enumerate(ids, start=1):
        await books.digests.include(DigestedWin(win, day, place))


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, NUMBERS), (Digest(LAST, kind=NUMBERS), STORIES), (Digest(LAST, kind=STORIES), NUMBERS)],
)
def test_numbers_and_stories_take_turns(last, due):
    assert due_after(last) is due


@pytest.mark.parametrize(
    ("due", "stories", "has_moves", "about"),
    [
        (NUMBERS, [False, True], False, NUMBERS),
        (NUMBERS, [True], False, STORIES),
        (NUMBERS, [True], True, NUMBERS),
        (NUMBERS, [], False, NUMBERS),
        (STORIES, [False, True], True, STORIES),
        (STORIES, [False], False, NUMBERS),
        (STORIES, [], False, STORIES),
    ],
)
def test_an_issue_is_about_what_there_is_rather_than_an_empty_promise(due, stories, has_moves, about):
    assert about_of(due, [a_win(story=story) for story in stories], has_moves=has_moves) is about


def test_shared_wins_come_first_then_the_kind_of_the_issue_then_the_earliest():
    early, late = MONDAY_NINE, NOW
    made = [
        a_win(id="late number", celebrated_at=late),
        a_win(id="story", story=True, celebrated_at=early),
        a_win(id="number", celebrated_at=early),
        a_win(id="shared story", story=True, teams=("docs", "rendering"), celebrated_at=late),
    ]

    together = {"shared story"}

    assert names(arranged(made, NUMBERS, (), together)) == ["shared story", "number", "late number", "story"]
    assert names(arranged(made, STORIES, (), together)) == ["shared story", "story", "number", "late number"]


@given(wins, kinds, st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True))
def test_however_it_is_arranged_no_win_is_lost_or_doubled(made, about, order):
    assert sorted(names(arranged(made, about, order))) == sorted(names(made))


@given(wins, kinds, st.randoms())
def test_the_editors_order_is_kept_and_what_came_since_stands_at_the_end(made, about, chance):
    chosen = names(made)[: len(made) // 2]
    chance.shuffle(chosen)

    assert names(arranged(made, about, chosen))[: len(chosen)] == chosen


@given(wins, kinds)
def test_no_shared_win_stands_behind_one_that_is_not(made, about):
    together = {win.id for win in made if len(win.teams) > 1}
    shared = [win.id in together for win in arranged(made, about, (), together)]

    assert shared == sorted(shared, reverse=True)


async def test_teams_that_no_win_named_for_a_while_are_told_to_the_editor(books):
    await told(books, "w1", teams=("docs",))

    assert (await gather(books, DAY, NOW)).quiet == ("Rendering",)


@pytest.mark.parametrize(
    ("docs", "rendering", "is_together"),
    [("plain", "plain", True), ("engineering", "engineering", False), ("marketing", "engineering", True)],
)
async def test_a_win_is_shared_when_two_functions_had_a_hand_in_it(books, docs, rendering, is_together):
    await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS", audience=docs))
    await books.teams.put(a_team(audience=rendering))
    await told(books, "w1", teams=("docs", "rendering"))

    assert (await gather(books, DAY, NOW)).together == ({"w1"} if is_together else set())


async def test_a_win_that_went_out_or_was_left_out_before_does_not_come_again(books):
    await told(books, "out", "left", "new")
    await went_out(books, "out", left_out=("left",))

    assert names((await gather(books, DAY, NOW)).wins) == ["new"]


async def test_a_win_whose_issue_was_missed_comes_in_the_next_and_an_old_one_does_not(books):
    await told(books, "missed", celebrated_at=NOW - timedelta(days=20))
    await told(books, "old", celebrated_at=NOW - timedelta(days=29))

    assert names((await gather(books, DAY, NOW)).wins) == ["missed"]


async def test_what_is_left_out_of_this_issue_stands_aside(books):
    await told(books, "w1", "w2")
    await books.digests.put(Digest(DAY, left_out=("w1",)))
    material = await gather(books, DAY, NOW)

    assert (names(material.wins), names(material.left_out)) == (["w2"], ["w1"])


async def test_a_withdrawn_win_is_not_in_it(books):
    await told(books, "w1", withdrawn_at=NOW)

    assert (await gather(books, DAY, NOW)).wins == ()


@pytest.mark.parametrize(("story", "lacks"), [(None, True), (True, True), (False, False)])
async def test_it_is_known_when_the_kind_that_is_due_is_missing(books, story, lacks):
    if story is not None:
        await told(books, "w1", story=story)

    assert (await gather(books, DAY, NOW)).lacks_its_kind is lacks


async def test_commitments_of_the_two_weeks_before_are_counted_when_they_were_kept(books):
    for number, (weeks_back, state) in enumerate(
        [
            (0, CommitmentState.DONE),
            (1, CommitmentState.DONE),
            (2, CommitmentState.MOVED),
            (2, CommitmentState.DROPPED),
            (3, CommitmentState.DONE),
        ]
    ):
        week = date(2026, 3, 16) - timedelta(weeks=weeks_back)
        await books.commitments.add(a_commitment(id=f"c{number}", week=week, state=state))

    assert (await gather(books, DAY, NOW)).kept == 2


@pytest.mark.parametrize(
    ("last", "since"),
    [
        (None, date(2026, 3, 5)),
        (Digest(date(2026, 3, 5)), date(2026, 3, 5)),
        (Digest(date(2026, 2, 26)), date(2026, 2, 26)),
        (Digest(date(2026, 1, 8)), date(2026, 2, 19)),
    ],
)
def test_an_issue_looks_back_to_the_last_one(last, since):
    assert since_last(last, DAY) == since


async def test_only_inputs_that_moved_the_good_way_are_told(books):
    for name, last in (("up", 90.0), ("down", 1.0), ("steady", 21.0)):
        await books.inputs.put(an_input(id=name, metric=a_metric(key=name, name=name)))
        values = [*[20.0, 22.0] * 8, last]
        first = date(2026, 3, 9) - timedelta(weeks=len(values) - 1)
        await books.readings.put(
            [Reading(name, first + timedelta(weeks=n), v, "UANA", NOW) for n, v in enumerate(values)]
        )

    assert [move.metric.name for move in (await gather(books, DAY, NOW)).moves] == ["up"]


async def test_the_win_that_most_people_reacted_to_last_time_is_remembered(books):
    await told(books, "w1", "w2", "w3", "before")
    await went_out(books, "before", day=LAST - timedelta(weeks=2))
    await went_out(books, "w1", "w2", "w3")
    for win, users in (("w1", ["UBO"]), ("w2", ["UBO", "UCY"]), ("w3", ["UBO", "UCY"]), ("before", "ABCD")):
        for user in users:
            await books.wins.cheer(win, user, "tada")
    touched = (await gather(books, DAY, NOW)).touched

    assert touched is not None
    assert touched.id == "w2"  # of two alike the one that stood first


async def test_one_persons_reaction_is_not_people(books):
    await told(books, "w1")
    await went_out(books, "w1")
    for reaction in ("tada", "heart"):
        await books.wins.cheer("w1", "UBO", reaction)

    assert (await gather(books, DAY, NOW)).touched is None


async def test_where_the_most_cheered_was_withdrawn_the_next_one_is_remembered(books):
    await told(books, "gone", withdrawn_at=NOW)
    await told(books, "w1")
    await went_out(books, "gone", "w1")
    for win, users in (("gone", "ABC"), ("w1", "AB")):
        for user in users:
            await books.wins.cheer(win, user, "tada")
    touched = (await gather(books, DAY, NOW)).touched

    assert touched is not None
    assert touched.id == "w1"
