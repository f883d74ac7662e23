"""People make, aim, change, settle and undo their own commitments, in the week of their team."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rituals.commitments import (
    NoSuchCommitment,
    NoSuchInput,
    NotYours,
    NotYourTeam,
    Promise,
    TooManyCommitments,
    WeekIsOver,
)
from rituals.committing import Commitments
from storage.records.commitments import CommitmentState, Visibility
from storage.records.metrics import InputState
from tests.making import ANA, BO, MONDAY, a_commitment, a_metric, a_team, a_workspace, an_input, joined


@pytest.fixture
async def commitments(ledger, clock, ids):
    """Ana and Bo are Rendering, whose input is merged pull requests; three a week are allowed."""
    await joined(ledger, a_team(), "UANA", "UBO")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.inputs.put(an_input())
    return Commitments(ledger, clock, ids, limit=3)


async def put(ledger, **fields):
    async with ledger.open() as books:
        await books.commitments.add(one := a_commitment(**fields))
    return one


async def test_quick_words_are_kept_for_the_team_and_this_week(commitments):
    told = await commitments.make(ANA, "  Review two pull requests ")

    one = told.commitment
    assert (one.text, one.team, one.week, one.weeks) == ("Review two pull requests", "rendering", MONDAY, 1)
    assert (one.visibility, one.state) == (Visibility.TEAM, CommitmentState.OPEN)


async def test_what_is_said_back_knows_team_inputs_and_channel(commitments):
    told = await commitments.make(ANA, "Review")

    assert (told.team, list(told.inputs), told.company_channel) == (a_team(), [an_input()], "CALL")


async def test_a_fourth_in_a_week_is_turned_down_and_leaves_no_trace(commitments):
    for n in range(3):
        await commitments.make(ANA, f"promise {n}")

    with pytest.raises(TooManyCommitments):
        await commitments.make(ANA, "one more")

    assert [one.text for one in (await commitments.list(ANA)).mine] == ["promise 0", "promise 1", "promise 2"]


async def test_the_limit_is_each_persons_own_and_each_weeks_own(commitments, clock):
    for n in range(3):
        await commitments.make(ANA, f"promise {n}")
    await commitments.make(BO, "Bo's first")
    clock.pass_(days=7)

    assert (await commitments.make(ANA, "next week's")).commitment.week == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("zone", "now", "week"),
    [
        ("Pacific/Kiritimati", datetime(2026, 3, 22, 9, 59, tzinfo=UTC), date(2026, 3, 16)),
        ("Pacific/Kiritimati", datetime(2026, 3, 22, 10, 0, tzinfo=UTC), date(2026, 3, 23)),
        ("Pacific/Auckland", datetime(2026, 3, 22, 10, 59, tzinfo=UTC), date(2026, 3, 16)),
        ("Pacific/Auckland", datetime(2026, 3, 22, 11, 0, tzinfo=UTC), date(2026, 3, 23)),
        ("Pacific/Niue", datetime(2026, 3, 23, 10, 59, tzinfo=UTC), date(2026, 3, 16)),
        ("Asia/Kathmandu", datetime(2026, 3, 22, 18, 15, tzinfo=UTC), date(2026, 3, 23)),
        ("Europe/Berlin", datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 23)),
        ("Europe/Berlin", datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        ("America/New_York", datetime(2027, 1, 4, 4, 59, tzinfo=UTC), date(2026, 12, 28)),
    ],
)
async def test_a_week_begins_at_midnight_where_the_team_is(commitments, ledger, clock, zone, now, week):
    await joined(ledger, a_team(time_zone=zone), "UANA")
    clock.set_to(now)

    assert (await commitments.make(ANA, "Review")).commitment.week == week


async def test_without_a_team_the_week_is_that_of_ones_own_zone(commitments, clock):
    clock.set_to(datetime(2026, 3, 22, 12, tzinfo=UTC))
    loner = replace(ANA, user="ULONE", time_zone="Pacific/Auckland")

    one = (await commitments.make(loner, "Review")).commitment
    assert (one.team, one.week, one.visibility) == (None, date(2026, 3, 23), Visibility.ME)


async def test_in_several_teams_the_channel_decides_and_another_can_be_chosen_after(commitments, ledger):
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UANA")
    told = await commitments.make(ANA, "Review", "CRENDER")
    assert (told.commitment.team, [team.name for team in told.teams]) == ("rendering", ["Docs", "Rendering"])
    await commitments.aim(ANA, told.commitment.id, "input-merged")

    moved = await commitments.place(ANA, told.commitment.id, "docs")

    assert (moved.commitment.team, moved.commitment.input) == ("docs", None)


async def test_a_team_one_is_not_in_cannot_be_chosen(commitments, ledger):
    await joined(ledger, a_team(id="docs", channel="CDOCS"), "UCY")
    made = (await commitments.make(ANA, "Review")).commitment

    with pytest.raises(NotYourTeam):
        await commitments.place(ANA, made.id, "docs")
    with pytest.raises(NotYourTeam):
        await commitments.promise(ANA, Promise("Review", "docs"))


async def test_only_an_active_input_of_the_team_can_be_chosen(commitments, ledger):
    made = (await commitments.make(ANA, "Review")).commitment
    async with ledger.open() as books:
        await books.inputs.put(an_input(id="old", metric=a_metric(key="old"), state=InputState.RETIRED))

    for forged in ("old", "never-was"):
        with pytest.raises(NoSuchInput):
            await commitments.aim(ANA, made.id, forged)


async def test_saying_twice_how_it_went_changes_nothing(commitments, clock):
    made = (await commitments.make(ANA, "Review")).commitment
    first = await commitments.settle(ANA, made.id, CommitmentState.DONE)
    clock.pass_(hours=1)

    assert await commitments.settle(ANA, made.id, CommitmentState.DONE) == first


async def test_a_settled_commitment_makes_room_for_another(commitments):
    made = [(await commitments.make(ANA, f"promise {n}")).commitment for n in range(3)]
    await commitments.settle(ANA, made[0].id, CommitmentState.DONE)

    assert (await commitments.make(ANA, "one more")).commitment.text == "one more"


async def test_nobody_touches_what_somebody_else_promised(commitments):
    made = (await commitments.make(ANA, "Review")).commitment
    forged = [
        commitments.settle(BO, made.id, CommitmentState.DROPPED),
        commitments.undo(BO, made.id),
        commitments.edit(BO, made.id, Promise("Mine now", "rendering")),
        commitments.add_line(BO, made.id, "so so"),
        commitments.aim(BO, made.id, None),
        commitments.place(BO, made.id, "rendering"),
        commitments.choices_for(BO, made.id),
        commitments.told(BO, made.id),
    ]

    for attempt in forged:
        with pytest.raises(NotYours):
            await attempt
    assert (await commitments.told(ANA, made.id)).commitment == made


async def test_what_was_undone_is_gone(commitments):
    made = (await commitments.make(ANA, "Review")).commitment
    assert await commitments.undo(ANA, made.id) == made

    with pytest.raises(NoSuchCommitment):
        await commitments.settle(ANA, made.id, CommitmentState.DONE)


async def test_a_closed_week_stays_as_it_is(commitments, clock):
    made = (await commitments.make(ANA, "Review")).commitment
    clock.set_to(datetime(2026, 3, 29, 23, 59, tzinfo=UTC))
    await commitments.settle(ANA, made.id, CommitmentState.MOVED)
    clock.pass_(minutes=1)

    with pytest.raises(WeekIsOver):
        await commitments.settle(ANA, made.id, CommitmentState.DONE)


async def test_an_edit_changes_words_input_weeks_and_readers_but_not_the_week(commitments, clock):
    made = (await commitments.make(ANA, "Review")).commitment
    clock.pass_(days=8)
    wish = Promise(" Review three ", "rendering", "input-merged", 2, Visibility.EVERYONE)

    edited = (await commitments.edit(ANA, made.id, wish)).commitment

    assert edited == replace(
        made, text="Review three", input="input-merged", weeks=2, visibility=Visibility.EVERYONE
    )


async def test_a_week_more_needs_room_in_that_week(commitments, clock):
    made = (await commitments.make(ANA, "Review")).commitment
    clock.pass_(days=7)
    for n in range(3):
        await commitments.make(ANA, f"promise {n}")

    with pytest.raises(TooManyCommitments):
        await commitments.edit(ANA, made.id, Promise("Review", "rendering", weeks=2))


async def test_a_line_is_kept_and_can_be_taken_away(commitments):
    made = (await commitments.make(ANA, "Review")).commitment

    assert (await commitments.add_line(ANA, made.id, " one of two ")).commitment.line == "one of two"
    assert (await commitments.add_line(ANA, made.id, "  ")).commitment.line == ""


async def test_the_list_holds_this_week_then_what_is_still_to_be_closed(commitments, ledger, clock):
    clock.set_to(datetime(2026, 3, 25, 9, tzinfo=UTC))
    for name, week, weeks in (
        ("closed", date(2026, 3, 9), 1),
        ("last week's", MONDAY, 1),
        ("still running", MONDAY, 2),
        ("this week's", date(2026, 3, 23), 1),
    ):
        await put(ledger, id=name, week=week, weeks=weeks)

    listing = await commitments.list(ANA)

    assert [one.id for one in listing.mine] == ["still running", "this week's"]
    assert [one.id for one in listing.earlier] == ["last week's"]


async def test_the_list_shows_of_others_what_they_let_one_read(commitments, ledger):
    await put(ledger, id="team", user="UBO")
    await put(ledger, id="private", user="UBO", visibility=Visibility.ME)
    await put(ledger, id="elsewhere", user="UCY", team=None, visibility=Visibility.EVERYONE)
    await put(ledger, id="last week's", user="UBO", week=date(2026, 3, 9))

    assert [one.id for one in (await commitments.list(ANA)).others] == ["team", "elsewhere"]


async def test_the_form_to_change_one_offers_the_team_it_was_made_in(commitments, ledger):
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UANA")
    made = await put(ledger, week=date(2026, 3, 9))
    async with ledger.open() as books:
        await books.memberships.remove("rendering", "UANA")

    choices = await commitments.choices_for(ANA, made.id)

    assert (choices.home, choices.week, choices.commitment) == (a_team(), made.week, made)
    assert [team.id for team in choices.teams] == ["docs", "rendering"]
