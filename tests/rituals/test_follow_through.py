"""Once a week everybody is asked, once, how what they promised went."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from rituals import prompts
from rituals.commitments import NotYours
from rituals.committing import Commitments
from rituals.follow_through import (
    FOLLOW_THROUGH,
    HALFWAY,
    FollowThroughAsk,
    Zones,
    close,
    due_in,
    halfway_in,
    turn,
    week_asked,
)
from rituals.ritual import Occasion
from storage.records.commitments import CommitmentState
from storage.records.prompts import PromptState
from tests.making import ANA, BO, MONDAY, a_commitment, a_team, a_workspace, an_input, joined

FRIDAY = MONDAY + timedelta(days=4)
FRIDAY_THREE = datetime(2026, 3, 20, 15, tzinfo=UTC)
NEXT = MONDAY + timedelta(weeks=1)
NEXT_NINE = datetime(2026, 3, 23, 9, tzinfo=UTC)
UTC_ALONE: Zones = {None: "UTC"}
ASK = TypeAdapter(FollowThroughAsk)


@pytest.fixture
async def company(ledger):
    """Ana and Bo are Rendering; Ana is in Docs as well."""
    await joined(ledger, a_team(), "UANA", "UBO")
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UANA")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.people.put(ANA)
        await books.inputs.put(an_input())
    return ledger


@pytest.fixture
def promised(company):
    async def _promised(**fields):
        async with company.open() as books:
            await books.commitments.add(one := a_commitment(**fields))
        return one

    return _promised


@pytest.fixture
def keeps(company):
    """Lets a ritual be kept for a team on a day."""

    async def _keeps(team="rendering", day=FRIDAY, at=FRIDAY_THREE, ritual=FOLLOW_THROUGH):
        async with company.open() as books:
            assert await ritual.prepare(books, Occasion(ritual.name, team, day, at, at)) == []

    return _keeps


@pytest.fixture
def asked(company):
    """What somebody was asked, oldest first."""

    async def _asked(user="UANA", *states):
        async with company.open() as books:
            prompts = await books.prompts.of_person(user, *(states or PromptState))
        return [ASK.validate_json(prompt.content) for prompt in prompts]

    return _asked


def ids(ask):
    return [item.commitment.id for item in ask.items]


@pytest.mark.parametrize(
    ("day", "week"),
    [(FRIDAY, MONDAY), (NEXT, MONDAY), (NEXT + timedelta(days=1), MONDAY), (NEXT + timedelta(days=4), NEXT)],
)
def test_friday_is_about_its_own_week_and_monday_about_the_one_before(day, week):
    assert week_asked(day) == week


def test_what_is_over_with_the_week_is_due_until_it_closes():
    over, pledge = a_commitment(), a_commitment(id="c2", weeks=2)
    ended = a_commitment(id="c3", week=date(2026, 3, 9), weeks=2)
    settled = a_commitment(id="c4", state=CommitmentState.DONE)

    assert due_in([over, pledge, ended, settled], MONDAY, FRIDAY, UTC_ALONE) == [over, ended]
    assert due_in([over], NEXT, date(2026, 3, 29), UTC_ALONE) == [over]
    assert due_in([over], NEXT, date(2026, 3, 30), UTC_ALONE) == []


def test_a_pledge_of_two_weeks_is_halfway_after_its_first():
    pledge = a_commitment(weeks=2)

    assert halfway_in([a_commitment(), pledge], MONDAY) == [pledge]
    assert halfway_in([pledge], NEXT) == []


async def test_one_question_holds_all_of_a_persons_teams(promised, keeps, asked):
    await promised(input="input-merged")
    await promised(id="c2", team="docs")
    await promised(id="c3", team=None)
    for team in ("docs", "rendering", None):
        await keeps(team)

    (ask,) = await asked()
    assert ids(ask) == ["c1", "c2", "c3"]
    assert [(item.team, item.input) for item in ask.items] == [
        ("Rendering", "Merged pull requests"),
        ("Docs", None),
        (None, None),
    ]


async def test_each_person_is_asked_about_their_own(promised, keeps, asked):
    await promised()
    await promised(id="c2", user="UBO")
    await keeps()

    assert [ids(ask) for ask in await asked("UBO")] == [["c2"]]


async def test_nobody_is_asked_about_what_is_settled_or_goes_on(promised, keeps, asked):
    await promised(state=CommitmentState.DONE)
    await promised(id="c2", weeks=2)
    await keeps()

    assert await asked() == []


async def test_in_a_friday_team_and_a_monday_team_one_is_asked_on_friday(promised, keeps, asked):
    await promised()
    await promised(id="c2", team="docs")
    await keeps("rendering")
    await keeps("docs", NEXT, NEXT_NINE)

    assert [ask.asked_on for ask in await asked()] == [FRIDAY]


async def test_the_question_is_dropped_when_the_last_of_it_closes_where_the_team_is(promised, keeps, company):
    await joined(company, a_team(time_zone="Pacific/Auckland"), "UANA")
    await promised()
    await keeps()
    async with company.open() as books:
        prompt = await books.prompts.get("follow_through:UANA:2026-03-16")

    assert prompt is not None
    assert prompt.until == datetime(2026, 3, 29, 11, tzinfo=UTC)


async def test_who_did_not_answer_is_not_asked_again_about_that_alone(promised, keeps, asked):
    await promised()
    await keeps()
    await keeps(day=NEXT + timedelta(days=4), at=FRIDAY_THREE + timedelta(weeks=1))

    assert [ask.asked_on for ask in await asked()] == [FRIDAY]


async def test_with_something_new_to_ask_what_is_still_open_is_there_too(promised, keeps, asked):
    await promised()
    await keeps()
    await promised(id="c2", week=NEXT)
    await keeps(day=NEXT + timedelta(days=4), at=FRIDAY_THREE + timedelta(weeks=1))

    assert ids((await asked())[1]) == ["c1", "c2"]


async def test_after_a_week_that_was_skipped_it_is_asked_about_late(promised, keeps, asked):
    await promised()
    await keeps(day=NEXT + timedelta(days=4), at=FRIDAY_THREE + timedelta(weeks=1))

    assert [ids(ask) for ask in await asked()] == [["c1"]]


async def test_whoever_has_left_is_not_asked(promised, keeps, asked, company):
    async with company.open() as books:
        await books.people.put(replace(ANA, is_deactivated=True))
    await promised()
    await keeps()

    assert await asked() == []


async def test_what_belongs_to_a_team_that_is_no_more_is_asked_with_those_of_none(
    promised, keeps, asked, company
):
    await promised()
    async with company.open() as books:
        await books.teams.put(a_team(retired_at=NEXT_NINE))
    await keeps(None)

    assert [ids(ask) for ask in await asked()] == [["c1"]]


async def test_a_pledge_is_asked_about_lightly_a_week_in_and_in_earnest_at_its_end(promised, keeps, asked):
    await promised(weeks=2)
    await keeps()
    await keeps(day=NEXT, at=NEXT_NINE, ritual=HALFWAY)
    await keeps(day=NEXT + timedelta(days=4), at=FRIDAY_THREE + timedelta(weeks=1))

    assert [(ask.asked_on, ask.light) for ask in await asked()] == [
        (NEXT, True),
        (NEXT + timedelta(days=4), False),
    ]


async def test_what_is_said_of_a_pledge_halfway_is_asked_about_again_at_its_end(
    promised, keeps, asked, company, clock
):
    await promised(weeks=2)
    await keeps(day=NEXT, at=NEXT_NINE, ritual=HALFWAY)
    clock.set_to(NEXT_NINE)
    commitments = Commitments(company, clock, str, 3)
    await commitments.settle(ANA, "c1", CommitmentState.MOVED)
    friday = FRIDAY_THREE + timedelta(weeks=1)
    await keeps(day=friday.date(), at=friday)
    assert [item.halfway for ask in await asked() for item in ask.items] == [None, CommitmentState.MOVED]
    clock.set_to(friday)
    await commitments.settle(ANA, "c1", CommitmentState.MOVED)

    light, ask = await asked("UANA", PromptState.ANSWERED)
    assert [item.halfway for item in (*light.items, *ask.items)] == [None, None]


@pytest.mark.parametrize(
    ("zone", "said_at", "again"),
    [
        ("America/Los_Angeles", datetime(2026, 3, 25, 1, tzinfo=UTC), [CommitmentState.MOVED]),  # on Tuesday
        ("Pacific/Auckland", datetime(2026, 3, 24, 20, tzinfo=UTC), []),  # on Wednesday
    ],
)
async def test_halfway_ends_with_the_tuesday_of_the_team(
    promised, keeps, asked, company, clock, zone, said_at, again
):
    async with company.open() as books:
        await books.teams.put(a_team(time_zone=zone))
    await promised(weeks=2)
    clock.set_to(said_at)
    await Commitments(company, clock, str, 3).settle(ANA, "c1", CommitmentState.MOVED)
    friday = FRIDAY_THREE + timedelta(weeks=1)
    await keeps(day=friday.date(), at=friday)

    assert [item.halfway for ask in await asked() for item in ask.items] == again


async def test_a_pledge_that_is_done_halfway_is_done(promised, keeps, asked, company, clock):
    await promised(weeks=2)
    clock.set_to(NEXT_NINE)
    await Commitments(company, clock, str, 3).settle(ANA, "c1", CommitmentState.DONE)
    await keeps(day=NEXT + timedelta(days=4), at=FRIDAY_THREE + timedelta(weeks=1))

    assert await asked() == []


async def test_on_monday_a_pledge_that_is_halfway_is_asked_about_with_the_rest(promised, keeps, asked):
    await promised()
    await promised(id="c2", weeks=2)
    await keeps(day=NEXT, at=NEXT_NINE)

    (ask,) = await asked()
    assert (ids(ask), ask.light) == (["c1", "c2"], False)
    assert [item.is_open for item in ask.items] == [True, False]


async def test_what_is_said_halfway_on_monday_settles_the_question_then(
    promised, keeps, asked, company, clock
):
    await promised()
    await promised(id="c2", weeks=2)
    await keeps(day=NEXT, at=NEXT_NINE)
    clock.set_to(NEXT_NINE)
    commitments = Commitments(company, clock, str, 3)
    await commitments.settle(ANA, "c2", CommitmentState.MOVED)
    await commitments.settle(ANA, "c1", CommitmentState.DONE)

    (ask,) = await asked("UANA", PromptState.ANSWERED)
    assert [item.halfway for item in ask.items] == [None, None]


async def test_an_answer_given_anywhere_shows_in_the_question(promised, keeps, asked, company, clock):
    await promised()
    await promised(id="c2")
    await keeps()
    clock.set_to(FRIDAY_THREE)
    commitments = Commitments(company, clock, str, 3)
    await commitments.settle(ANA, "c1", CommitmentState.MOVED)
    await commitments.add_line(ANA, "c1", "half of it")

    (ask,) = await asked("UANA", PromptState.WAITING)
    assert [(item.commitment.state, item.commitment.line) for item in ask.items] == [
        (CommitmentState.MOVED, "half of it"),
        (CommitmentState.OPEN, ""),
    ]


async def test_with_everything_said_the_question_is_answered_and_can_still_change(
    promised, keeps, asked, company, clock
):
    await promised()
    await keeps()
    clock.set_to(FRIDAY_THREE)
    commitments = Commitments(company, clock, str, 3)
    await commitments.settle(ANA, "c1", CommitmentState.MOVED)
    await commitments.settle(ANA, "c1", CommitmentState.DONE)

    (ask,) = await asked("UANA", PromptState.ANSWERED)
    assert [item.commitment.state for item in ask.items] == [CommitmentState.DONE]


async def test_what_is_taken_back_leaves_the_question(promised, keeps, asked, company, clock):
    await promised()
    await keeps()
    clock.set_to(FRIDAY_THREE)
    await Commitments(company, clock, str, 3).undo(ANA, "c1")

    assert [ask.items for ask in await asked("UANA", PromptState.ANSWERED)] == [()]


async def test_pages_are_turned_by_whoever_was_asked_alone(promised, keeps, asked, company):
    await promised()
    await keeps()
    key = (await asked())[0].key
    async with company.open() as books:
        await turn(books, ANA, key, 2, FRIDAY_THREE)
        with pytest.raises(NotYours):
            await turn(books, BO, key, 1, FRIDAY_THREE)
        with pytest.raises(NotYours):
            await turn(books, ANA, "another", 1, FRIDAY_THREE)

    assert [ask.page for ask in await asked()] == [2]


async def test_when_it_can_be_answered_no_longer_its_buttons_go(promised, keeps, company, asked):
    await promised()
    await keeps()
    async with company.open() as books:
        await prompts.hand_out(books, FRIDAY_THREE)
        for hours in (-1, 0, 0):
            await close(books, datetime(2026, 3, 30, tzinfo=UTC) + timedelta(hours=hours))
        edits = await books.deliveries.edits_of("follow_through:UANA:2026-03-16")

    assert [ask.is_closed for ask in await asked("UANA", PromptState.EXPIRED)] == [True]
    assert edits == 1
