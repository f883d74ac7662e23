"""Each KPI of a department becomes what it is said to be, all of them or none."""

from datetime import timedelta

import pytest

from rituals.inputs import Inputs
from rituals.kpi_filing import KpiRefused, Kpis, Tag, TeamMissing
from rituals.kpis import Fault, FaultyKpis, Pasted
from rituals.metrics import MetricNameTaken
from rituals.outputs import TooManyOutputs
from rituals.rights import GuestsRead, NotTheProductLead
from rituals.teams import TeamGone
from rituals.unconnected import PATIENCE
from storage.records.dictionary import Entry, Standing
from storage.records.levers import Finding
from storage.records.metrics import Cadence, Direction, InputState, Lever
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY, a_metric, a_star, a_team, a_workspace

CY = Person("UCY", "Cy", "UTC")
TEXT = "Wait | hours | Until the first answer | down\nBacklog\nTickets answered"
SUPPORT = Pasted("Support", Cadence.MONTH, TEXT)
TAGS = [Tag.EFFICIENCY, Tag.GUARDRAIL, Tag.UNCONNECTED]


@pytest.fixture
async def kpis(ledger, clock, ids):
    """Bo leads Rendering; Ana is the product lead."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
        await books.teams.put(a_team(lead="UBO"))
        for person in (ANA, BO, CY):
            await books.people.put(person)
    return Kpis(ledger, clock, ids, Inputs(ledger, clock, ids))


async def test_each_becomes_what_it_was_tagged(kpis, ledger):
    filed = await kpis.file(CY, SUPPORT, TAGS, "rendering")

    async with ledger.open() as books:
        (proposed,) = await books.inputs.of_team("rendering")
        entries = {entry.metric: entry for entry in await books.dictionary.all()}
        backlog = await books.metrics.get("backlog")
        versions = await books.versions.of("backlog")
        asked = await books.prompts.get(f"input-proposed:{proposed.id}")
    assert (proposed.state, proposed.lever, proposed.hypothesis) == (
        InputState.PROPOSED,
        Lever.EFFICIENCY,
        "",
    )
    assert (proposed.metric.unit, proposed.metric.direction) == ("hours", Direction.DOWN)
    assert asked.user == "UBO"
    assert entries == {
        "wait": Entry("wait", department="Support"),
        "backlog": Entry("backlog", Standing.GUARDRAIL, "UCY", department="Support"),
        "tickets_answered": Entry("tickets_answered", Standing.UNCONNECTED, "UCY", department="Support"),
    }
    assert (backlog.cadence, backlog.unit) == (Cadence.MONTH, "count")
    assert [each.approved_by for each in versions] == ["UCY"]
    assert (filed.undefined, filed.asked_again) == (["Backlog", "Tickets answered"], False)


async def test_a_lead_is_asked_again_about_what_is_not_connected(kpis, ledger):
    filed = await kpis.file(BO, SUPPORT, TAGS, "rendering")

    async with ledger.open() as books:
        (work,) = await books.unconnected.open()
    assert filed.asked_again
    assert (work.work, work.needed_by, work.finding) == ("Tickets answered", "Support", Finding.NOT_YET)
    assert work.revisit_on == MONDAY + PATIENCE


async def test_all_of_a_list_is_written_or_nothing(kpis, ledger):
    async with ledger.open() as books:
        await books.metrics.add(a_metric(key="t", name="tickets ANSWERED"))
    with pytest.raises(KpiRefused) as refused:
        await kpis.file(CY, SUPPORT, TAGS, "rendering")

    assert (refused.value.number, type(refused.value.because)) == (2, MetricNameTaken)
    async with ledger.open() as books:
        assert await books.inputs.of_team("rendering") == []
        assert await books.dictionary.all() == []


async def test_names_that_are_taken_are_told_before_anything_is_tagged(kpis, ledger):
    async with ledger.open() as books:
        await books.metrics.add(a_metric(key="t", name="tickets ANSWERED"))
    with pytest.raises(FaultyKpis) as refused:
        await kpis.read(CY, SUPPORT)

    assert refused.value.faults == [(3, Fault.KNOWN, "Tickets answered")]


async def test_outputs_are_the_product_leads_to_name_and_three_at_most(kpis, ledger):
    four = Pasted("Finance", Cadence.MONTH, "A\nB\nC\nD")
    with pytest.raises(KpiRefused) as refused:
        await kpis.file(CY, four, [Tag.OUTPUT] * 4, None)
    assert isinstance(refused.value.because, NotTheProductLead)
    with pytest.raises(KpiRefused) as refused:
        await kpis.file(ANA, four, [Tag.OUTPUT] * 4, None)
    assert (refused.value.number, type(refused.value.because)) == (3, TooManyOutputs)
    await kpis.file(ANA, four, [*[Tag.OUTPUT] * 3, Tag.UNCONNECTED], None)

    async with ledger.open() as books:
        assert len(await books.dictionary.of_standing(Standing.OUTPUT)) == 3


async def test_an_input_needs_a_team_that_is_there(kpis, ledger, clock):
    with pytest.raises(TeamMissing):
        await kpis.file(CY, SUPPORT, TAGS, None)
    async with ledger.open() as books:
        await books.teams.put(a_team(lead="UBO", retired_at=clock.now() - timedelta(days=1)))
    with pytest.raises(TeamGone):
        await kpis.file(CY, SUPPORT, TAGS, "rendering")


async def test_guests_bring_no_lists(kpis):
    guest = Person("UG", "Gus", "UTC", is_guest=True)
    for attempt in (lambda: kpis.read(guest, SUPPORT), lambda: kpis.file(guest, SUPPORT, TAGS, "rendering")):
        with pytest.raises(GuestsRead):
            await attempt()


async def test_only_the_product_lead_is_offered_outputs(kpis):
    assert (await kpis.desk(ANA)).names_outputs
    assert not (await kpis.desk(CY)).names_outputs
