"""One reading of everything."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from rituals.quality import CaveatKind
from rituals.scoreboard import Kept, inputs, kept, score
from rituals.signals import Kind
from rituals.usual import Point
from storage.records.commitments import CommitmentState
from storage.records.metrics import Contradiction, InputState, Reading
from tests.making import a_commitment, a_metric, a_team, an_input

MONDAY = date(2026, 3, 16)
LAST_WEEK = date(2026, 3, 9)
LONG_AGO = datetime(2026, 3, 9, 6, tzinfo=UTC)


def readings(values, metric="merged", last=LAST_WEEK):
    """The last of them is for the week of `last`; None leaves a week out."""
    first = last - timedelta(weeks=len(values) - 1)
    return [
        Reading(metric, first + timedelta(weeks=week), value, "UANA", LONG_AGO + timedelta(minutes=week))
        for week, value in enumerate(values)
        if value is not None
    ]


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team())
        await books.inputs.put(an_input())
        yield books


async def test_a_metric_stands_as_its_last_full_week_says(books):
    await books.readings.put([*readings([20.0, 22.0] * 8), *readings([99.0], last=MONDAY)])

    seen = await score(books, a_metric(), MONDAY)

    assert seen.verdict.kind is Kind.STEADY
    assert seen.recent[-1] == (LAST_WEEK, 22.0)
    assert seen.points[-1] == Point(LAST_WEEK, 22.0)
    assert seen.updated_at == LONG_AGO + timedelta(minutes=15)


async def test_a_missing_week_is_shown_as_missing_and_a_year_is_enough(books):
    await books.readings.put(readings([*[20.0, 22.0] * 40, None, 21.0]))

    seen = await score(books, a_metric(), MONDAY)

    assert [value for _, value in seen.recent] == [20.0, 22.0, None, 21.0]
    assert len(seen.points) == 51
    assert seen.points[0].period_start == LAST_WEEK - timedelta(weeks=51)


async def test_a_period_that_was_corrected_is_known_as_restated(books):
    await books.readings.put(readings([20.0, 22.0, 24.0]))
    await books.readings.put(readings([21.0, 22.0, 24.0]))

    seen = await score(books, a_metric(), MONDAY)

    assert [(point.value, point.restated) for point in seen.points] == [
        (21.0, True),
        (22.0, False),
        (24.0, False),
    ]


def told_twice(weeks):
    return [
        Contradiction("merged", LAST_WEEK - timedelta(weeks=ago), 20.0, 21.0, "source:sheet", LONG_AGO)
        for ago in range(weeks)
    ]


async def test_what_a_source_told_twice_casts_no_doubt_on_what_a_person_wrote(books):
    await books.readings.put(readings([20.0, 22.0, 24.0]))
    await books.contradictions.told("source:sheet", date(2026, 1, 5), told_twice(weeks=4))

    (seen,) = await inputs(books, MONDAY)
    assert [(each.kind, each.period) for each in seen.caveats] == [
        (CaveatKind.DUPLICATE, LAST_WEEK - timedelta(weeks=3))
    ]


async def test_however_much_a_source_told_twice_takes_no_more_statements(books, ledger):
    asked = []
    event.listen(ledger._engine.sync_engine, "before_cursor_execute", lambda *_: asked.append(1))

    async def statements(weeks):
        await books.contradictions.told("source:sheet", date(2026, 1, 5), told_twice(weeks))
        asked.clear()
        await inputs(books, MONDAY)
        return len(asked)

    assert await statements(weeks=1) == await statements(weeks=8)


async def test_a_metric_without_readings_has_a_score_too(books):
    seen = await score(books, a_metric(), MONDAY)

    assert (seen.verdict.kind, seen.points, seen.updated_at) == (Kind.MISSING, (), None)


async def test_only_active_inputs_of_living_teams_are_scored(books):
    await books.inputs.put(an_input(id="two", metric=a_metric(key="two"), state=InputState.PROPOSED))
    await books.teams.put(a_team(id="old", channel="COLD", retired_at=LONG_AGO))
    await books.inputs.put(an_input(id="three", team="old", metric=a_metric(key="three")))

    assert [(each.team, each.metric.key) for each in await inputs(books, MONDAY)] == [("Rendering", "merged")]


async def test_commitments_are_counted_by_team_and_by_what_became_of_them(books):
    states = [CommitmentState.DONE, CommitmentState.DONE, CommitmentState.MOVED, CommitmentState.OPEN]
    for number, state in enumerate(states):
        await books.commitments.add(a_commitment(id=f"c{number}", week=LAST_WEEK, state=state))
    await books.commitments.add(
        a_commitment(id="alone", week=LAST_WEEK, team=None, state=CommitmentState.NOT_YET)
    )
    await books.commitments.add(a_commitment(id="other week", week=MONDAY))

    assert await kept(books, LAST_WEEK) == [Kept("Rendering", done=2, moved=1, open=1), Kept(None, not_yet=1)]


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        (CommitmentState.OPEN, Kept("Rendering", running=1), Kept("Rendering", open=1)),
        (CommitmentState.DROPPED, Kept("Rendering", dropped=1), Kept("Rendering", dropped=1)),
    ],
)
async def test_a_commitment_of_two_weeks_runs_in_both(books, state, first, second):
    await books.commitments.add(a_commitment(week=LAST_WEEK, weeks=2, state=state))

    assert await kept(books, LAST_WEEK) == [first]
    assert await kept(books, MONDAY) == [second]
