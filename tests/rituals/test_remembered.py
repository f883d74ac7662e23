"""What was worked out is taken again only where everything it rests on is the same."""

from dataclasses import replace

import pytest

from rituals.remembered import Remembered
from rituals.scoreboard import InputScore, Score, inputs, inputs_of, score
from storage.records.metrics import Contradiction
from storage.records.shifts import AcceptedShift
from tests.making import MONDAY, MONDAY_NINE, a_metric, a_reading, a_team, a_version, an_input
from tests.rituals.test_scoreboard import LAST_WEEK, readings


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.inputs.put(an_input())
        weeks = readings([20.0, 22.0] * 12)
        await books.readings.put(replace(each, recorded_by="source:sheet") for each in weeks)
        yield books


async def looked(books, remembered, day=MONDAY):
    ((_, scores),) = await inputs_of(books, [a_team()], day, remembered)
    return scores


@pytest.fixture
async def remembered(books):
    """Both pages were looked at once."""
    remembered: Remembered[InputScore] = Remembered()
    await looked(books, remembered)
    return remembered


async def a_correction(books):
    await books.readings.put([a_reading(metric="merged", period_start=LAST_WEEK, value=90.0)])


async def a_doubt(books):
    await books.contradictions.told(
        "sheet", LAST_WEEK, [Contradiction("merged", LAST_WEEK, 22.0, 7.0, "sheet", MONDAY_NINE)]
    )


async def a_definition(books):
    await books.versions.add(a_version(effective_from=LAST_WEEK, unit="hours"))


async def an_accepted_shift(books):
    await books.shifts.put(AcceptedShift("merged", LAST_WEEK, "UANA", MONDAY_NINE))


async def another_name(books):
    await books.inputs.put(an_input(metric=a_metric(name="Merges")))


CHANGES = [a_correction, a_doubt, a_definition, an_accepted_shift, another_name]


async def test_a_second_look_judges_nothing_again(books, remembered):
    (first,) = await looked(books, remembered)
    (second,) = await looked(books, remembered)

    assert first is second
    assert [first] == await inputs(books, MONDAY)


@pytest.mark.parametrize("change", CHANGES)
async def test_whatever_changes_is_seen_at_the_next_look(books, remembered, change):
    before = await looked(books, remembered)
    await change(books)
    after = await looked(books, remembered)

    assert after == await inputs(books, MONDAY)
    assert after != before


@pytest.mark.parametrize("change", CHANGES[:4])
async def test_so_it_is_with_the_number_on_top(books, change):
    remembered: Remembered[Score] = Remembered()
    before = await score(books, a_metric(), MONDAY, remembered)
    await change(books)
    after = await score(books, a_metric(), MONDAY, remembered)

    assert after == await score(books, a_metric(), MONDAY)
    assert after != before


async def test_a_week_later_nothing_holds_any_more(books, remembered):
    (later,) = await looked(books, remembered, MONDAY.replace(day=23))

    assert later.verdict.period == MONDAY


def test_workspaces_are_kept_apart():
    remembered: Remembered[str] = Remembered()
    remembered.keep("T1", "merged", "basis", "steady")

    assert remembered.of("T1", "merged", "basis") == "steady"
    assert remembered.of("T2", "merged", "basis") is None


def test_what_was_not_asked_for_longest_goes_first():
    remembered: Remembered[int] = Remembered(most=2)
    for number, metric in enumerate(("a", "b")):
        remembered.keep("T1", metric, "basis", number)
    remembered.of("T1", "a", "basis")
    remembered.keep("T1", "c", "basis", 2)

    assert [remembered.of("T1", metric, "basis") for metric in "abc"] == [0, None, 2]
