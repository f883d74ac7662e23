"""`/nsm metric import`: a department's KPIs, pasted, told apart, taken over; nothing typed is lost."""

import pytest

from bot.blocks.values import pack
from bot.features.metric.import_views import CARRIED, tag
from rituals.kpi_filing import Desk
from rituals.kpis import Kpi, Pasted, parse
from storage.records.metrics import Cadence
from tests.making import a_metric, a_reading, a_team
from tests.reading import buttons, choices, fields, reads

LIST = "- Wait | hours | Until the first answer | down\n- Backlog <!here>"

INPUT, GUARDRAIL = "Input · Efficiency: faster, fewer steps", "Guardrail: it must not get worse"


@pytest.fixture
async def pastes(polaris, team):
    """Somebody pastes a list; gives the faults."""

    async def _pastes(someone, text=LIST, **fields_):
        await someone.runs("/nsm metric import", channel="general")
        await polaris.door.settled()
        return await someone.submits(**{"department": "Engine", "kpis": text, **fields_})

    return _pastes


async def test_a_list_is_told_apart_and_taken_over(pastes, polaris, person, looks):
    kofi = person("kofi")
    assert await pastes(kofi) == {}
    assert fields(kofi.modal) == {
        "kpi_0": "Not connected yet",
        "kpi_1": "Not connected yet",
        "team": "Engine",
    }
    assert "In hours · Until the first answer · Down is better" in reads(kofi.modal)
    await kofi.submits(kpi_0=INPUT, kpi_1=GUARDRAIL)

    said = reads(kofi.modal)
    assert "Proposed as inputs: Wait\nGuardrails: Backlog &lt;!here&gt;" in said
    assert "how these are counted: Backlog &lt;!here&gt;." in said
    await kofi.closes()
    await kofi.runs("/nsm metric")
    page = reads(await looks(kofi))
    assert "*Wait*\nproposed as an input of Engine" in page
    assert "*Backlog &lt;!here&gt;*\nguardrail: it must not get worse" in page


async def test_the_lead_is_asked_about_a_proposal_without_a_reason(pastes, bo, person, delivered):
    kofi = person("kofi")
    await pastes(kofi)
    await kofi.submits(kpi_0=INPUT)
    await delivered()

    assert "_Nobody has said yet why it should move anything._" in bo.reads(bo.dm.id)[-1]


async def test_a_faulty_list_stays_in_the_window_with_what_is_wrong(pastes, polaris, person):
    async with polaris.ledger.open() as books:
        await books.metrics.add(a_metric(key="b", name="backlog"))
    faults = await pastes(person("kofi"), "Backlog\n| hours\nWait\nwait")

    assert faults["kpis"] == (
        "Line 1: there is a metric called “Backlog” already, perhaps a retired one; line 2: “| hours” names"
        " nothing that is counted; line 4: “wait” is in the list already."
    )


async def test_more_lines_than_a_window_holds_are_told_so(pastes, person):
    faults = await pastes(person("kofi"), "\n".join(f"KPI {n}" for n in range(23)))

    assert faults["kpis"].startswith("23 lines are more than one window holds: 20 at a time.")


async def test_more_text_than_a_window_carries_is_told_so(pastes, person):
    faults = await pastes(person("kofi"), 'KPI | | "' + '"' * 2300)

    assert "more text than one window carries" in faults["kpis"]


async def test_one_that_cannot_be_taken_over_is_told_under_its_field_and_nothing_is_lost(
    pastes, polaris, person
):
    kofi = person("kofi")
    await pastes(kofi)
    async with polaris.ledger.open() as books:
        await books.metrics.add(a_metric(key="w", name="Wait"))
    faults = await kofi.submits(kpi_1=GUARDRAIL)

    assert set(faults) == {"kpi_0"}
    assert fields(kofi.modal)["kpi_0"] == "Not connected yet"


async def test_an_input_without_a_team_is_asked_for_one(pastes, person):
    kofi = person("kofi")
    await pastes(kofi, department="Support")
    faults = await kofi.submits(kpi_0=INPUT)

    assert faults == {"team": "An input is proposed to a team: choose one."}


async def test_a_list_that_was_taken_over_is_no_draft_any_more(pastes, polaris, person):
    kofi = person("kofi")
    await kofi.runs("/nsm metric import", channel="general")
    await polaris.door.settled()
    await kofi.fills(department="Engine", kpis=LIST, trigger="character")
    await kofi.closes()
    await kofi.runs("/nsm metric import")
    await polaris.door.settled()
    assert fields(kofi.modal)["kpis"] == LIST
    await kofi.submits()
    await kofi.submits()
    await kofi.closes()
    await kofi.runs("/nsm metric import")
    await polaris.door.settled()

    assert fields(kofi.modal)["kpis"] is None


async def test_guests_are_offered_no_list_and_cannot_bring_one(star, polaris, person, looks):
    gus = person("gus")
    await gus.runs("/nsm metric", channel="team-docs")
    assert "Take over a list of KPIs" not in buttons(await looks(gus))
    await gus.runs("/nsm metric import")

    assert "changing it is for members" in reads(await looks(gus))


def test_inputs_are_offered_where_there_is_a_team_and_outputs_to_whoever_names_them():
    pasted = Pasted("Support", Cadence.WEEK, "Wait")

    def offered(desk):
        return choices(tag(pasted, [Kpi("Wait")], desk), "kpi_0")

    assert len(offered(Desk([a_team()], names_outputs=True))) == 8
    assert len(offered(Desk([a_team()], names_outputs=False))) == 7
    assert offered(Desk([], names_outputs=False)) == [GUARDRAIL, "Not connected yet"]


def test_the_longest_list_fits_into_what_a_window_carries():
    text = "\n".join(f"{n:02}{'ü' * 78} | {'m' * 27} | x" for n in range(20))[:2400]
    parse(text.rsplit("\n", 1)[0])

    assert len(pack(Pasted("d" * 60, Cadence.MONTH, text))) <= CARRIED


async def test_what_was_not_connected_is_proposed_with_the_words_and_readings_it_has(
    pastes, polaris, person, looks
):
    kofi = person("kofi")
    await pastes(kofi, "Wait | hours | Until the first answer | down")
    await kofi.submits()
    await kofi.closes()
    async with polaris.ledger.open() as books:
        await books.readings.put([a_reading(metric="wait")])
    await kofi.runs("/nsm metric wait")
    await kofi.clicks("Propose it as an input")
    await polaris.door.settled()
    assert fields(kofi.modal)["definition"] == "Until the first answer"
    assert "Under this name it keeps its readings" in reads(kofi.modal)
    assert await kofi.submits(lever="efficiency", hypothesis="Whoever waits leaves") == {}
    await kofi.closes()

    async with polaris.ledger.open() as books:
        (proposed,) = await books.inputs.all()
        entry = await books.dictionary.get("wait")
    assert (proposed.metric.key, proposed.hypothesis) == ("wait", "Whoever waits leaves")
    assert entry.standing is None
    await kofi.runs("/nsm metric wait")
    assert "Propose it as an input" not in buttons(await looks(kofi))
