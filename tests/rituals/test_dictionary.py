"""The metric dictionary: everything there is, what each is, and one metric by its name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rituals.dictionary import Card, Dictionary, MetricGone, Near, Part
from storage.records.dictionary import Entry, Standing
from storage.records.guardrails import Guardrail
from storage.records.metrics import InputState
from storage.records.people import Person
from storage.records.sources import KnownSource
from tests.making import (
    ANA,
    BO,
    MONDAY_NINE,
    a_metric,
    a_reading,
    a_star,
    a_team,
    a_workspace,
    an_input,
)

GUEST = Person("UG", "Gus", "UTC", is_guest=True)


@pytest.fixture
async def dictionary(ledger, clock):
    """Bo leads Rendering, which has an input, a proposal and a retired one; there is one of each standing."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team(lead="UBO"))
        await books.inputs.put(an_input())
        for key, state in (("new", InputState.PROPOSED), ("old", InputState.RETIRED)):
            agreed = "UBO" if state is InputState.RETIRED else None
            await books.inputs.put(
                an_input(
                    id=key,
                    metric=a_metric(key=key, name=key.title()),
                    state=state,
                    agreed_by=agreed,
                    agreed_at=MONDAY_NINE if agreed else None,
                )
            )
        for standing in Standing:
            key = standing.value
            await books.metrics.add(a_metric(key=key, name=f"Some {key}"))
            await books.dictionary.put(Entry(key, standing, owner="UCY" if key == "output" else None))
        await books.guardrails.put(Guardrail("input-merged", "merged", "UBO", MONDAY_NINE))
    return Dictionary(ledger, clock)


async def test_every_metric_is_listed_by_what_it_is_with_whoever_answers_for_it(dictionary):
    listed = [
        (each.metric.key, [played.part for played in each.parts], each.owner)
        for each in await dictionary.all()
    ]

    assert listed == [
        ("active_contributors", [Part.NORTH_STAR], "UANA"),
        ("merged", [Part.INPUT, Part.GUARDRAIL], "UBO"),
        ("new", [Part.PROPOSED], "UBO"),
        ("output", [Part.OUTPUT], "UCY"),
        ("guardrail", [Part.GUARDRAIL], "UANA"),
        ("unconnected", [Part.UNCONNECTED], "UANA"),
        ("old", [Part.RETIRED], "UBO"),
    ]


async def test_a_metric_in_no_use_is_listed_all_the_same(dictionary, ledger):
    async with ledger.open() as books:
        await books.metrics.add(a_metric(key="x", name="X"))

    assert [played.part for played in (await dictionary.all())[-1].parts] == [Part.NONE]


@pytest.mark.parametrize("typed", ["merged", "MERGED pull-requests", "pull requests"])
async def test_a_card_is_found_by_key_name_or_the_only_name_with_a_part(dictionary, typed):
    found = await dictionary.find(GUEST, typed)

    assert isinstance(found, Card)
    assert found.metric.key == "merged"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Merjed pull requets", ["Merged pull requests"]),
        ("some", ["Some output", "Some guardrail", "Some unconnected"]),
        ("qqqq", []),
    ],
)
async def test_what_nothing_goes_by_brings_the_names_that_come_close(dictionary, typed, names):
    found = await dictionary.find(BO, typed)

    assert isinstance(found, Near)
    assert sorted(each.name for each in found.metrics) == sorted(names)


async def test_a_card_tells_of_its_sources_its_last_reading_and_what_was_corrected(dictionary, ledger):
    source = KnownSource("warehouse", "sql", metrics=("merged",), last_success_at=MONDAY_NINE)
    async with ledger.open() as books:
        await books.sources.put(source)
        await books.sources.put(replace(source, name="other", metrics=("new",)))
        weeks = [date(2026, 2, 23), date(2026, 3, 2)]
        for value, who in ((1.0, "UANA"), (2.0, "UBO"), (3.0, "UANA")):
            at = MONDAY_NINE + timedelta(days=value)
            await books.readings.put(
                a_reading(period_start=week, value=value, recorded_by=who, recorded_at=at) for week in weeks
            )
        await books.readings.put([a_reading()])

    card = await dictionary.card(BO, "merged")
    assert [each.name for each in card.sources] == ["warehouse"]
    assert card.last == a_reading()
    assert (card.restated.periods, card.restated.by) == (2, "UANA")
    assert card.restated.at == MONDAY_NINE + timedelta(days=3)


async def test_what_people_say_of_a_source_is_that_of_the_dictionary_or_else_the_inputs(dictionary, ledger):
    async with ledger.open() as books:
        await books.inputs.put(an_input(source="The sheet"))
    assert (await dictionary.card(BO, "merged")).source == "The sheet"
    async with ledger.open() as books:
        await books.dictionary.put(Entry("merged", source="The warehouse"))

    assert (await dictionary.card(BO, "merged")).source == "The warehouse"


async def test_only_whoever_answers_for_a_metric_is_offered_to_change_it(dictionary, ledger):
    async with ledger.open() as books:
        await books.dictionary.put(Entry("old", owner="UCY"))
    cy = Person("UCY", "Cy", "UTC")
    expected = {
        "active_contributors": [ANA],
        "merged": [BO],
        "new": [],
        "old": [BO, cy],
        "output": [ANA, cy],
        "unconnected": [ANA],
    }
    may = {
        key: [who for who in (ANA, BO, cy, GUEST) if (await dictionary.card(who, key)).can_change]
        for key in expected
    }

    assert may == expected


async def test_a_metric_that_is_not_there_has_no_card(dictionary):
    with pytest.raises(MetricGone):
        await dictionary.card(ANA, "nothing")
