"""What a metric meant when: every change of its words is kept, with its day, its reason and who agreed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rituals import scoreboard
from rituals.comparing import Comparisons
from rituals.inputs import Inputs
from rituals.link_figures import LinkFigures
from rituals.north_star import NorthStars
from rituals.recording import Recordings
from rituals.signals import Kind
from rituals.versions import Change, EffectiveWhen, begin, comparable_since, history, in_force, revise, steps
from rituals.win_numbers import pairs
from storage.records.metrics import Direction, InputState
from tests.making import (
    ANA,
    MONDAY,
    MONDAY_NINE,
    a_choice,
    a_meeting,
    a_metric,
    a_reading,
    a_star,
    a_team,
    a_version,
    a_workspace,
    an_input,
)
from tests.rituals.test_inputs import proposal

LATER = MONDAY_NINE + timedelta(weeks=10)
TODAY = LATER.date()
METRIC = a_metric()
HOURS = replace(METRIC, unit="hours")


@pytest.fixture
async def books(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.inputs.put(an_input())
        yield books


async def revised(books, before=METRIC, after=HOURS, at=LATER, **why):
    return await revise(books, "UBO", before, after, why=Change(**why), now=at)


async def test_the_first_change_keeps_what_was_agreed_to_before(books):
    await revised(books, reason="Minutes fit nowhere")

    first, second = await books.versions.of("merged")
    assert (first.unit, first.approved_by, first.effective_from) == ("pull requests", "UANA", MONDAY)
    assert (second.unit, second.approved_by, second.effective_from) == ("hours", "UBO", TODAY)
    assert (second.number, second.reason) == (2, "Minutes fit nowhere")


async def test_what_never_changed_has_the_version_that_was_agreed_to(books):
    known = await history(books, METRIC)

    assert [(each.number, each.approved_by, each.name) for each in known] == [(1, "UANA", METRIC.name)]
    assert await books.versions.of("merged") == []


async def test_nothing_is_a_version_that_changes_no_word(books):
    assert await revised(books, after=METRIC) is None
    assert await books.versions.of("merged") == []


async def test_a_metric_nobody_agreed_to_begins_with_what_stood_there(books):
    churn = a_metric(key="churn")
    await books.metrics.add(churn)
    await revised(books, churn, replace(churn, name="Churn"), effective_from=date(2025, 1, 1))

    first, second = await books.versions.of("churn")
    assert (first.approved_by, first.effective_from) == (None, date(2025, 1, 1))
    assert second.name == "Churn"


async def test_a_metric_of_its_own_begins_on_the_day_it_is_made(books):
    churn = a_metric(key="churn")
    await books.metrics.add(churn)
    await begin(books, churn, "UANA", LATER)

    assert [each.effective_from for each in await history(books, churn)] == [TODAY]


async def test_a_change_may_hold_from_long_ago_and_from_the_next_period_and_no_later(books):
    next_monday = date(2026, 6, 1)
    assert next_monday.isoweekday() == 1
    await revised(books, effective_from=next_monday)
    with pytest.raises(EffectiveWhen) as refused:
        await revised(books, HOURS, METRIC, effective_from=next_monday + timedelta(days=1))

    assert (refused.value.earliest, refused.value.latest) == (next_monday, next_monday)


async def test_a_change_holds_from_no_day_before_the_last_one(books):
    await revised(books, effective_from=date(2024, 1, 1))
    with pytest.raises(EffectiveWhen):
        await revised(books, HOURS, METRIC, effective_from=date(2023, 12, 31))


@pytest.mark.parametrize(
    ("changes", "comparable"),
    [
        ({"unit": "hours"}, False),
        ({"definition": "Without bots"}, True),
        ({"direction": Direction.DOWN}, True),
    ],
)
async def test_another_unit_parts_the_numbers_and_other_changes_only_if_said_so(books, changes, comparable):
    made = await revised(books, after=replace(METRIC, **changes))

    assert made.comparable is comparable


async def test_numbers_that_cannot_be_compared_are_judged_without_those_before(books):
    weeks = [MONDAY + timedelta(weeks=n) for n in range(9)]
    await books.readings.put(a_reading(period_start=week, value=60.0 * n) for n, week in enumerate(weeks))
    await revised(books, effective_from=weeks[-2])
    metric = replace(HOURS)
    await books.metrics.put(metric)

    seen = await scoreboard.score(books, metric, weeks[-1] + timedelta(weeks=1))
    (as_input,) = await scoreboard.inputs(books, weeks[-1] + timedelta(weeks=1))
    assert (seen.verdict.kind, seen.verdict.readings) == (Kind.TOO_LITTLE, 1)
    assert [start for start, _ in seen.recent] == weeks[-2:]
    assert len(seen.points) == 9
    assert as_input.verdict == seen.verdict


async def test_the_last_period_is_shown_in_the_unit_it_was_counted_in(books):
    await books.readings.put([a_reading(period_start=date(2026, 5, 18))])
    await revised(books, effective_from=TODAY)

    seen = await scoreboard.score(books, HOURS, TODAY)
    (as_input,) = await scoreboard.inputs(books, TODAY)
    assert (seen.metric.unit, as_input.metric.unit) == ("pull requests", "pull requests")


def test_what_was_read_before_the_first_day_goes_by_the_first_words():
    old, new = (
        a_version(),
        a_version(number=2, effective_from=date(2026, 5, 1), unit="hours", name="Old name"),
    )

    assert in_force(HOURS, [old, new], date(2020, 1, 1)).unit == "pull requests"
    assert in_force(HOURS, [old, new], date(2026, 4, 30)).unit == "pull requests"
    assert in_force(METRIC, [old, new], date(2026, 5, 1)) == HOURS
    assert in_force(METRIC, [], MONDAY) == METRIC


def test_comparing_begins_at_the_last_parting_before_a_period():
    versions = [a_version(comparable=False)] + [
        a_version(number=n, effective_from=date(2026, n, 1), comparable=n == 4) for n in (2, 3, 4)
    ]

    assert comparable_since(versions, date(2026, 5, 1)) == date(2026, 3, 1)
    assert comparable_since(versions, date(2026, 2, 28)) == date(2026, 2, 1)
    assert comparable_since(versions, date(2026, 1, 31)) == date.min


def test_a_step_knows_what_it_changed():
    second = a_version(number=2, unit="hours", definition="New")

    assert [(step.version, step.changed) for step in steps([a_version(), second])] == [
        (second, ("definition", "unit"))
    ]
    assert steps([]) == []


async def test_the_form_of_an_input_keeps_versions_once_it_was_agreed_to(ledger, clock, ids):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.inputs.put(an_input())
        proposed = an_input(
            id="p",
            metric=a_metric(key="p", name="P"),
            state=InputState.PROPOSED,
            agreed_by=None,
            agreed_at=None,
        )
        await books.inputs.put(proposed)
    inputs = Inputs(ledger, clock, ids)
    await inputs.change(ANA, "input-merged", proposal(), Change("We answer now"))
    await inputs.change(ANA, "p", proposal(name="Q"))

    async with ledger.open() as books:
        versions = await books.versions.all()
    assert [(each.metric, each.number, each.reason) for each in versions] == [
        ("merged", 1, ""),
        ("merged", 2, "We answer now"),
    ]


async def test_setting_up_the_star_anew_keeps_its_versions(ledger, clock, ids):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
    changed = a_choice(definition="Without bots")
    await NorthStars(ledger, clock, ids).change(ANA, changed, a_meeting(), Change("Bots are no people"))

    async with ledger.open() as books:
        versions = await books.versions.all()
    assert [(each.number, each.definition, each.reason) for each in versions] == [
        (1, "Distinct authors", ""),
        (2, "Without bots", "Bots are no people"),
    ]


async def test_a_win_holds_no_numbers_against_each_other_that_cannot_be_compared(books):
    weeks = [MONDAY + timedelta(weeks=n) for n in range(6)]
    await books.readings.put(a_reading(period_start=week, value=float(n)) for n, week in enumerate(weeks))
    await revised(books, effective_from=weeks[3])

    found = await pairs(books, HOURS, weeks[5] + timedelta(weeks=1))
    assert [(pair.before, pair.after) for pair in found] == [(weeks[4], weeks[5]), (weeks[3], weeks[5])]
    assert {pair.metric.unit for pair in found} == {"hours"}


class Noting:
    """Answers nothing, and notes what it was asked."""

    def __init__(self):
        self.asked = []

    async def figures(self, asked):
        self.asked += asked
        return [LinkFigures(0) for _ in asked]

    async def adjusted(self, chances):
        return chances


async def test_links_are_held_against_comparable_numbers_alone(ledger, clock):
    weeks = [MONDAY - timedelta(weeks=n) for n in range(10, 0, -1)]
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team())
        await books.inputs.put(an_input(agreed_at=MONDAY_NINE - timedelta(weeks=12)))
        for key in ("merged", "active_contributors"):
            await books.readings.put(a_reading(metric=key, period_start=week) for week in weeks)
        await revised(books, at=MONDAY_NINE, effective_from=weeks[6])
    reckoner = Noting()
    await Comparisons(ledger, clock, reckoner).compared()

    (asked,) = reckoner.asked
    assert (len(asked.star), len(asked.moved_by)) == (10, 4)


async def test_a_reading_is_written_down_by_the_words_of_its_period(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team())
        await books.inputs.put(an_input())
        percent = replace(METRIC, unit="percent")
        await revised(books, after=percent, at=MONDAY_NINE)
        await books.metrics.put(percent)

    told = await Recordings(ledger, clock).record(ANA, "merged", 140.0)
    assert told.metric.unit == "pull requests"
