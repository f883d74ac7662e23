"""`/nsm output`: everybody sees what follows the North Star; the product lead says what does."""

import pytest

from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Direction
from tests.making import a_metric
from tests.reading import buttons, reads

CHURN = {
    "name": "Churn <b>",
    "definition": "Customers who left in the month",
    "unit": "percent",
    "direction": Direction.DOWN,
    "cadence": Cadence.MONTH,
}


@pytest.fixture
def outputs(polaris):
    """The output metrics by name, with who answers for them."""

    async def _read():
        async with polaris.ledger.open() as books:
            metrics = await books.dictionary.of_standing(Standing.OUTPUT)
            return {each.name: (await books.dictionary.get(each.key)).owner for each in metrics}

    return _read


async def lists(person, polaris):
    await person.runs("/nsm output", channel="general")
    await polaris.door.settled()
    return person.sees("general")[-1]


async def adds(person, polaris, **values):
    await lists(person, polaris)
    await person.clicks("Add an output")
    await polaris.door.settled()
    return await person.submits(**values)


async def test_the_product_lead_files_one_and_everybody_reads_it(star, ana, bo, polaris, outputs):
    assert await adds(ana, polaris, **CHURN, owner=bo.id) == {}

    assert await outputs() == {"Churn <b>": bo.id}
    assert "is filed as an output metric" in reads(ana.modal)
    seen = await lists(bo, polaris)
    assert "*Churn &lt;b&gt;*\nNo number is in yet" in reads(seen.blocks)
    assert f"Counted every month, kept by <@{bo.id}>" in reads(seen.blocks)
    assert buttons(seen.blocks) == []


async def test_its_number_is_written_down_by_whoever_answers_for_it(star, ana, bo, polaris):
    await adds(ana, polaris, **CHURN, owner=bo.id)
    await bo.runs("/nsm log churn b 2.5", channel="general")
    await polaris.door.settled()

    assert "Written down: *Churn &lt;b&gt;*" in bo.reads("general")[-1]


async def test_a_metric_that_is_known_is_chosen_from_a_list(star, ana, polaris, outputs):
    async with polaris.ledger.open() as books:
        await books.metrics.add(a_metric(key="arr", name="ARR"))
        await books.dictionary.put(Entry("arr", Standing.UNCONNECTED, owner="UFIN"))
    await adds(ana, polaris, known="ARR")

    assert await outputs() == {"ARR": "UFIN"}


async def test_from_the_list_the_way_leads_to_a_new_one_too(star, ana, bo, polaris, outputs):
    async with polaris.ledger.open() as books:
        await books.metrics.add(a_metric(key="arr", name="ARR"))
    await adds(ana, polaris, owner=bo.id)
    await ana.submits(**CHURN)

    assert await outputs() == {"Churn <b>": bo.id}


async def test_no_more_than_three_and_one_that_is_removed_makes_room(star, ana, polaris, outputs):
    for name in ("Churn", "Retention", "Revenue"):
        await adds(ana, polaris, **{**CHURN, "name": name})
        await ana.closes()
    shown = await lists(ana, polaris)
    assert "Add an output" not in buttons(shown.blocks)

    await ana.clicks("Remove", beside="Churn")
    await polaris.door.settled()
    assert list(await outputs()) == ["Retention", "Revenue"]
    assert "Add an output" in buttons(ana.sees("general")[-1].blocks)


async def test_a_guest_answers_for_nothing(star, ana, person, polaris, outputs):
    answer = await adds(ana, polaris, **CHURN, owner=person("gus").id)

    assert "answered for by a member" in str(answer)
    assert await outputs() == {}


async def test_below_the_tree_it_stands_apart(star, ana, polaris):
    await adds(ana, polaris, **CHURN)
    await ana.runs("/nsm tree", channel="general")
    await polaris.door.settled()

    said = ana.reads("general")[-1]
    assert "*Outputs, which follow the North Star*\n• *Churn &lt;b&gt;*\n\u2003No number is in yet" in said
    assert said.index("No teams yet") < said.index("Outputs, which follow")
