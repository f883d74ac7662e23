"""One to three metrics follow the North Star, named by the product lead, and stand apart from it."""

from datetime import UTC, date, datetime

import pytest

from rituals.metrics import MetricNameTaken
from rituals.outputs import CannotOwn, NoSuchOutput, Outputs, TooManyOutputs, outputs
from rituals.recording import NotTheOwner, Recordings
from rituals.rights import NotTheProductLead
from storage.records.dictionary import Entry, Standing
from storage.records.guardrails import Guardrail
from storage.records.metrics import Cadence, Direction, Reading
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY_NINE, a_metric, a_star, a_team, a_workspace, an_input

CHURN = a_metric(
    key="", name="Churn", unit="percent", direction=Direction.DOWN, cadence=Cadence.MONTH, definition="Left"
)
CY = Person("UCY", "Cy", "UTC")
TODAY = date(2026, 3, 16)


@pytest.fixture
async def organisation(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team())
        await books.north_stars.add(a_star())
        await books.people.put(BO)
    return ledger


@pytest.fixture
def desk(organisation, clock):
    return Outputs(organisation, clock)


async def standing(ledger, key):
    async with ledger.open() as books:
        entry = await books.dictionary.get(key)
    return entry and entry.standing


async def test_the_product_lead_files_one_and_everybody_sees_how_it_stands(desk, organisation):
    made = await desk.file_new(ANA, CHURN, owner="UBO")
    async with organisation.open() as books:
        await books.readings.put([Reading("churn", date(2026, 2, 1), 2.5, "UBO", MONDAY_NINE)])

    (shown,) = (await desk.sheet(BO)).scores
    assert (made.key, shown.metric.name, shown.owner) == ("churn", "Churn", "UBO")
    assert (shown.score.verdict.period, shown.score.verdict.value) == (date(2026, 2, 1), 2.5)


async def test_the_product_lead_answers_for_what_nobody_else_does(desk, organisation):
    await desk.file_new(ANA, CHURN)
    async with organisation.open() as books:
        (shown,) = await outputs(books, TODAY)

    assert shown.owner == "UANA"


@pytest.mark.parametrize("owner", ["UGUS", "USTRANGER"])
async def test_a_number_is_answered_for_by_a_member(desk, organisation, owner):
    async with organisation.open() as books:
        await books.people.put(Person("UGUS", "Gus", "UTC", is_guest=True))
    with pytest.raises(CannotOwn):
        await desk.file_new(ANA, CHURN, owner=owner)

    assert await standing(organisation, "churn") is None


async def test_nobody_else_files_or_removes_one(desk, organisation):
    await desk.file_new(ANA, CHURN)

    with pytest.raises(NotTheProductLead):
        await desk.file_new(BO, a_metric(key="", name="Revenue"))
    with pytest.raises(NotTheProductLead):
        await desk.remove(BO, "churn")
    assert not (await desk.sheet(BO)).may_change


async def test_before_there_is_a_product_lead_anybody_may_who_may_set_up(ledger, clock):
    made = await Outputs(ledger, clock).file_new(BO, CHURN)

    assert await standing(ledger, made.key) is Standing.OUTPUT


async def test_a_fourth_is_too_many(desk):
    for name in ("Churn", "Retention", "Revenue"):
        await desk.file_new(ANA, a_metric(key="", name=name))

    with pytest.raises(TooManyOutputs):
        await desk.file_new(ANA, a_metric(key="", name="Profit"))
    with pytest.raises(TooManyOutputs):
        await desk.may_file(ANA)


async def test_a_name_that_is_in_use_is_not_counted_twice(desk):
    with pytest.raises(MetricNameTaken):
        await desk.file_new(ANA, a_metric(key="", name="weekly active contributors"))


async def test_a_metric_that_is_known_keeps_its_words_and_what_else_is_known_of_it(desk, organisation):
    async with organisation.open() as books:
        await books.metrics.put(a_metric(key="churn", name="Churn"))
        await books.dictionary.put(Entry("churn", Standing.UNCONNECTED, "UBO", "Billing", "Finance"))
    await desk.file_known(ANA, "churn")

    async with organisation.open() as books:
        assert await books.dictionary.get("churn") == Entry(
            "churn", Standing.OUTPUT, "UBO", "Billing", "Finance"
        )


@pytest.mark.parametrize("key", ["active_contributors", "merged", "nothing"])
async def test_neither_the_north_star_nor_an_input_is_ever_an_output(desk, organisation, key):
    async with organisation.open() as books:
        await books.inputs.put(an_input())

    assert key not in {each.key for each in await desk.may_file(ANA)}
    with pytest.raises(NoSuchOutput):
        await desk.file_known(ANA, key)


async def test_one_that_is_removed_keeps_its_readings_and_can_come_back(desk, organisation):
    await desk.file_new(ANA, CHURN)
    async with organisation.open() as books:
        await books.readings.put([Reading("churn", date(2026, 2, 1), 2.5, "UBO", MONDAY_NINE)])
    await desk.remove(ANA, "churn")
    assert await standing(organisation, "churn") is None
    with pytest.raises(NoSuchOutput):
        await desk.remove(ANA, "churn")

    await desk.file_known(ANA, "churn")
    (shown,) = (await desk.sheet(ANA)).scores
    assert shown.score.verdict.value == 2.5


async def test_one_that_is_watched_beside_an_input_stays_a_guardrail(desk, organisation):
    await desk.file_new(ANA, CHURN)
    async with organisation.open() as books:
        await books.inputs.put(an_input())
        await books.guardrails.put(Guardrail("input-merged", "churn", "UANA", MONDAY_NINE))
    await desk.remove(ANA, "churn")

    assert await standing(organisation, "churn") is Standing.GUARDRAIL


async def test_every_change_is_in_the_audit_trail(desk, organisation):
    await desk.file_new(ANA, CHURN)
    await desk.remove(ANA, "churn")

    async with organisation.open() as books:
        noted = await books.audit.newest(5, skip=0)
    assert [(each.what, each.subject) for each in noted] == [
        ("output.removed", "Churn"),
        ("output.filed", "Churn"),
    ]


async def test_a_month_that_is_still_running_is_not_told(desk, organisation):
    await desk.file_new(ANA, CHURN)
    async with organisation.open() as books:
        at = datetime(2026, 3, 15, tzinfo=UTC)
        await books.readings.put([Reading("churn", date(2026, 3, 1), 9.0, "UBO", at)])

    (shown,) = (await desk.sheet(ANA)).scores
    assert shown.score.points == ()


@pytest.mark.parametrize("standing", [Standing.OUTPUT, Standing.GUARDRAIL, Standing.UNCONNECTED])
async def test_what_the_dictionary_names_is_written_down_by_its_owner_or_the_product_lead(
    organisation, clock, standing
):
    async with organisation.open() as books:
        await books.metrics.add(a_metric(key="churn", name="Churn", unit="percent"))
        await books.dictionary.put(Entry("churn", standing, "UBO"))
    recordings = Recordings(organisation, clock)

    assert [each.key for each in await recordings.answered_by(BO)] == ["churn"]
    for who in (BO, ANA):
        await recordings.record(who, "churn", 2.5)
    with pytest.raises(NotTheOwner):
        await recordings.record(CY, "churn", 2.5)
