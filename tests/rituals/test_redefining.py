"""Other words for a metric, from a day on and for a reason, by whoever answers for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rituals.dictionary import OnlyProposed
from rituals.metrics import MetricNameTaken
from rituals.redefining import CannotOwn, Meaning, Redefinitions
from rituals.rights import GuestsRead, NotTheProductLead, NotTheTeamLead
from rituals.versions import Change, EffectiveWhen
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Direction, InputState
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY, a_metric, a_star, a_team, a_workspace, an_input

CY = Person("UCY", "Cy", "UTC")
GUEST = Person("UG", "Gus", "UTC", is_guest=True)
WHY = Change("Bots are no people", MONDAY - timedelta(weeks=3), comparable=False)


def meaning(**words):
    return replace(Meaning("Merged pull requests", "By people", "pull requests", Direction.UP), **words)


@pytest.fixture
async def words(ledger, clock):
    """Bo leads Rendering, whose input it is; Ana owns the star, Cy an output."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team(lead="UBO"))
        await books.inputs.put(an_input())
        proposed = a_metric(key="new", name="New")
        await books.inputs.put(
            an_input(id="new", metric=proposed, state=InputState.PROPOSED, agreed_by=None, agreed_at=None)
        )
        await books.metrics.add(a_metric(key="churn", name="Churn"))
        await books.dictionary.put(Entry("churn", Standing.OUTPUT, owner="UCY"))
        for person in (ANA, BO, CY, GUEST):
            await books.people.put(person)
    return Redefinitions(ledger, clock)


async def test_other_words_are_a_version_and_stand_in_the_audit_trail(words, ledger):
    version = await words.change(BO, "merged", meaning(), WHY)

    async with ledger.open() as books:
        assert (await books.metrics.get("merged")).definition == "By people"
        assert (await books.versions.of("merged"))[-1] == version
        (noted,) = await books.audit.newest(1)
    assert (version.approved_by, version.effective_from, version.comparable) == (
        "UBO",
        date(2026, 2, 23),
        False,
    )
    assert (noted.what, noted.who, noted.subject) == ("metric.changed", "UBO", "Merged pull requests")
    assert noted.after["reason"] == "Bots are no people"
    assert noted.after["definition"] == "By people"


async def test_the_same_words_change_nothing(words, ledger):
    assert await words.change(BO, "merged", meaning(definition=""), WHY) is None
    async with ledger.open() as books:
        assert await books.audit.newest(1) == []


@pytest.mark.parametrize(
    ("who", "key", "refusal"),
    [
        (ANA, "merged", NotTheTeamLead),
        (CY, "merged", NotTheTeamLead),
        (BO, "active_contributors", NotTheProductLead),
        (BO, "churn", NotTheProductLead),
        (GUEST, "merged", GuestsRead),
        (BO, "new", OnlyProposed),
    ],
)
async def test_nobody_changes_what_others_answer_for(words, ledger, who, key, refusal):
    for change in (
        lambda: words.change(who, key, meaning(name="Other"), WHY),
        lambda: words.describe(who, key, None, "", ""),
        lambda: words.to_change(who, key),
    ):
        with pytest.raises(refusal):
            await change()

    async with ledger.open() as books:
        assert await books.versions.all() == []


async def test_an_owner_changes_their_own_and_the_product_lead_the_rest(words):
    for who, name in ((CY, "Churned teams"), (ANA, "Churn of teams")):
        assert (await words.change(who, "churn", meaning(name=name), Change("Clearer"))).name == name
    assert (
        await words.change(ANA, "active_contributors", meaning(name="WAC"), Change("Shorter"))
    ).number == 2


async def test_a_name_belongs_to_one_metric_however_it_is_written(words):
    with pytest.raises(MetricNameTaken):
        await words.change(BO, "merged", meaning(name="CHURN "), WHY)


async def test_nothing_is_written_down_for_a_day_that_cannot_be(words, ledger):
    with pytest.raises(EffectiveWhen):
        await words.change(BO, "merged", meaning(), Change("Why", MONDAY + timedelta(weeks=2)))
    async with ledger.open() as books:
        assert (await books.metrics.get("merged")).definition == ""


async def test_owner_source_and_department_are_kept_beside_its_standing(words, ledger):
    await words.describe(ANA, "churn", "UBO", "The sheet", "Sales")

    async with ledger.open() as books:
        assert await books.dictionary.get("churn") == Entry(
            "churn", Standing.OUTPUT, "UBO", "The sheet", "Sales"
        )
        (noted,) = await books.audit.newest(1)
    assert (noted.what, noted.before["owner"], noted.after["owner"]) == ("metric.described", "UCY", "UBO")


async def test_whoever_leads_answers_for_it_without_being_named(words):
    assert (await words.describe(BO, "merged", "UBO", "", "")).owner is None
    assert (await words.describe(BO, "merged", "UCY", "", "")).owner == "UCY"
    assert (await words.describe(BO, "merged", "UBO", "", "")).owner == "UBO"


@pytest.mark.parametrize("owner", ["UG", "UNOBODY"])
async def test_a_metric_is_answered_for_by_a_member(words, owner):
    with pytest.raises(CannotOwn):
        await words.describe(ANA, "churn", owner, "", "")
