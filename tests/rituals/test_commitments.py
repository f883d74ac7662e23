"""Whose week a commitment is, how many fit, who may read it, until when it changes."""

from datetime import date, timedelta

import pytest

from rituals.commitments import (
    LONGEST,
    NothingPromised,
    TooLateToUndo,
    TooLong,
    TooManyCommitments,
    WeekIsOver,
    checked,
    closes_on,
    counts_in,
    home_team,
    pulses,
    readable_by,
    refuse_changes_after_close,
    refuse_late_undo,
    refuse_more_than,
    usual_visibility,
)
from storage.records.commitments import CommitmentState, Visibility
from tests.making import MONDAY, a_commitment, a_team

NEXT = MONDAY + timedelta(weeks=1)
SETTLED = [state for state in CommitmentState if state is not CommitmentState.OPEN]


def test_words_lose_the_space_around_them_and_nothing_else():
    assert checked("  ship\n\nit & <rest>  ") == "ship\n\nit & <rest>"


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_promise_has_words(text):
    with pytest.raises(NothingPromised):
        checked(text)


def test_a_promise_of_exactly_the_longest_length_fits():
    assert checked("a" * LONGEST) == "a" * LONGEST


def test_a_longer_one_says_how_long_it_is():
    with pytest.raises(TooLong) as refusal:
        checked("a" * (LONGEST + 7))

    assert refusal.value.length - refusal.value.longest == 7


@pytest.mark.parametrize(("weeks", "counted"), [(1, [False, True, False]), (2, [False, True, True, False])])
def test_a_commitment_counts_in_each_of_its_weeks(weeks, counted):
    one = a_commitment(weeks=weeks)
    around = [MONDAY + timedelta(weeks=n) for n in range(-1, len(counted) - 1)]

    assert [counts_in(one, week) for week in around] == counted


@pytest.mark.parametrize(
    ("weeks", "mondays"), [(1, [date(2026, 3, 23)]), (2, [date(2026, 3, 23), date(2026, 3, 30)])]
)
def test_the_pulse_after_each_week_counts_it(weeks, mondays):
    assert pulses(a_commitment(weeks=weeks)) == mondays


@pytest.mark.parametrize(("weeks", "closed_on"), [(1, date(2026, 3, 30)), (2, date(2026, 4, 6))])
def test_it_can_be_changed_until_the_week_after_its_last_ends(weeks, closed_on):
    one = a_commitment(weeks=weeks)
    refuse_changes_after_close(one, closed_on - timedelta(days=1))

    with pytest.raises(WeekIsOver):
        refuse_changes_after_close(one, closed_on)

    assert closes_on(one) == closed_on


def test_two_open_leave_room_for_a_third():
    refuse_more_than(3, [a_commitment(), a_commitment()], MONDAY)


def test_three_open_are_named_to_whoever_wants_a_fourth():
    three = [a_commitment(id=name) for name in "abc"]

    with pytest.raises(TooManyCommitments) as refusal:
        refuse_more_than(3, three, MONDAY)

    assert list(refusal.value.open) == three


@pytest.mark.parametrize("state", SETTLED)
def test_what_is_settled_makes_room(state):
    refuse_more_than(1, [a_commitment(state=state)], MONDAY)


def test_last_weeks_do_not_count_unless_they_are_for_two():
    refuse_more_than(1, [a_commitment()], NEXT)

    with pytest.raises(TooManyCommitments):
        refuse_more_than(1, [a_commitment(weeks=2)], NEXT)


@pytest.mark.parametrize("state", SETTLED)
def test_what_is_settled_cannot_be_undone(state):
    with pytest.raises(TooLateToUndo):
        refuse_late_undo(a_commitment(state=state), MONDAY)


def test_an_open_one_can_be_undone_until_sunday():
    refuse_late_undo(a_commitment(), MONDAY + timedelta(days=6))

    with pytest.raises(TooLateToUndo):
        refuse_late_undo(a_commitment(), NEXT)


@pytest.mark.parametrize(
    ("visibility", "teammate", "stranger"),
    [(Visibility.TEAM, True, False), (Visibility.EVERYONE, True, True), (Visibility.ME, False, False)],
)
def test_words_are_read_by_whom_their_owner_chose(visibility, teammate, stranger):
    one = a_commitment(visibility=visibility)

    assert readable_by(one, "UANA", [])
    assert readable_by(one, "UBO", ["rendering"]) is teammate
    assert readable_by(one, "UCY", ["docs"]) is stranger


def test_words_for_a_team_that_is_not_there_are_read_by_nobody_else():
    assert not readable_by(a_commitment(team=None, visibility=Visibility.TEAM), "UBO", ["rendering"])


def test_with_a_team_the_team_reads_and_without_one_nobody_else():
    assert [usual_visibility("rendering"), usual_visibility(None)] == [Visibility.TEAM, Visibility.ME]


def test_a_quick_commitment_goes_to_the_team_of_the_channel_else_to_the_first():
    docs, rendering = a_team(id="docs", channel="CDOCS"), a_team()

    assert home_team([docs, rendering], "CRENDER") == rendering
    assert home_team([docs, rendering], "CELSE") == docs
    assert home_team([], "CRENDER") is None
