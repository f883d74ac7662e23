"""The nearest past decisions are found by one stated rule, and say why they are near."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rituals.precedents import nearest
from storage.records.conflicts import Side
from tests.making import MONDAY_NINE, a_conflict, a_decision, a_metric, a_team, an_input

ONBOARDING = a_decision(outcome="Onboarding e-mails go first", reasons="The landing page is easier to move")


@pytest.fixture
async def books(ledger):
    """Rendering and Docs differed over "Merged pull requests", and Docs and Sales over something else."""
    async with ledger.open() as books:
        for name in ("Rendering", "Docs", "Sales"):
            await books.teams.put(a_team(id=name.lower(), name=name, channel=f"C{name}"))
        await books.inputs.put(an_input())
        await books.inputs.put(an_input(id="theirs", team="docs", metric=a_metric(key="read", name="Reads")))
        await books.conflicts.add(a_conflict(ours=Side(input="input-merged"), theirs=Side(input="theirs")))
        await books.conflicts.add(a_conflict(id="k2", team="docs", other_team="sales"))
        yield books


@pytest.fixture
async def decided(books):
    await books.decisions.add(ONBOARDING)
    await books.decisions.add(a_decision(id="d2", conflict="k2", outcome="Latency before imports"))
    return books


async def near(books, teams=(), inputs=(), words="", limit=3):
    return [each.decision.id for each in await nearest(books, teams, inputs, words, limit)]


async def test_it_says_why_it_is_near(decided):
    (first,) = await nearest(
        decided, ["docs", "rendering"], ["theirs"], "The email or the landing page?", limit=1
    )

    assert first.decision == ONBOARDING
    assert (first.both, first.shared_teams) == (True, ("Rendering", "Docs"))
    assert first.shared_inputs == ("Reads",)
    assert first.words == ("email", "landing", "page")


@pytest.mark.parametrize(
    ("teams", "inputs", "words", "found"),
    [
        ((), (), "latency", ["d2"]),
        ((), ("input-merged",), "", ["d1"]),
        (("rendering", "docs"), (), "", ["d1"]),
        (("docs", "sales"), ("theirs",), "", ["d2", "d1"]),
        (("docs",), (), "", []),
        (("docs",), (), "imports", ["d2"]),
        (("sales", "rendering"), (), "", []),
        ((), (), "nothing of that", []),
        ((), (), "", []),
    ],
)
async def test_teams_inputs_and_words_count(decided, teams, inputs, words, found):
    assert await near(decided, teams, inputs, words) == found


async def test_of_equals_the_newer_comes_first(books):
    await books.decisions.add(a_decision())
    again = a_decision(id="d2", conflict="k2", decided_at=MONDAY_NINE + timedelta(days=1))
    await books.decisions.add(again)

    assert await near(books, words="onboarding") == ["d2", "d1"]


async def test_what_is_superseded_is_no_precedent(decided):
    await decided.decisions.add(replace(ONBOARDING, id="d3", supersedes="d1"))

    assert await near(decided, words="onboarding") == ["d3"]


async def test_what_was_written_in_a_case_is_not_searched(decided):
    assert await near(decided, words="weeks") == []


async def test_no_more_than_asked_for_come(decided):
    assert await near(decided, words="onboarding e-mail latency", limit=1) == ["d1"]


async def test_before_the_first_decision_there_is_nothing(books):
    assert await near(books, ["docs", "rendering"], ["theirs"], "onboarding") == []


async def test_an_organisation_wide_case_shares_one_team_at_most(books):
    await books.conflicts.add(a_conflict(id="k3", team=None))
    await books.decisions.add(a_decision(conflict="k3"))

    assert await near(books, ["docs", "rendering"]) == []
    assert await near(books, ["docs"], words="onboarding") == ["d1"]
