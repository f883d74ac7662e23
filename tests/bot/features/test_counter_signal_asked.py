"""The North Star rose while churn rose too: the product lead decides whether triage talks it over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.features.monday import views as monday
from rituals.monday import gather, prepare
from rituals.ritual import Occasion
from rituals.triage import TriageAgenda
from rituals.triage import prepare as triage
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Direction, Reading
from tests.making import MONDAY_NINE, a_metric
from tests.reading import buttons, reads

MONDAY = Occasion("monday", None, date(2026, 3, 16), MONDAY_NINE, MONDAY_NINE)
QUESTION = (
    "Weekly active contributors rose in the week of 9 Mar while churn rose too in February."
    " Is it the same customers?"
)


@pytest.fixture
async def asked(star, ana, polaris, delivered):
    """The star leapt last week and churn leapt in February; Ana has been asked."""
    churn = a_metric(
        key="churn", name="Churn", unit="percent", direction=Direction.DOWN, cadence=Cadence.MONTH
    )
    async with polaris.ledger.open() as books:
        await books.metrics.add(churn)
        await books.dictionary.put(Entry("churn", Standing.OUTPUT))
        weeks = [60.0, *[20.0, 22.0] * 8]
        await books.readings.put(
            Reading(star.metric.key, date(2026, 3, 9) - timedelta(weeks=back), value, ana.id, MONDAY_NINE)
            for back, value in enumerate(weeks)
        )
        months = [date(2024 + (10 + at) // 12, (10 + at) % 12 + 1, 1) for at in range(16)]
        values = [*[2.0, 2.4] * 7, 2.2, 9.0]
        await books.readings.put(
            Reading("churn", start, value, ana.id, MONDAY_NINE)
            for start, value in zip(months, values, strict=True)
        )
        await prepare(books, MONDAY)
    await delivered()


async def test_it_is_a_question_and_accuses_nobody(asked, ana):
    said = ana.reads(ana.dm.id)[-1].replace("\u00a0", " ")

    assert QUESTION in said
    assert "nobody is asked to answer for it" in said
    assert buttons(ana.sees(ana.dm.id)[-1].blocks)[:2] == ["Put it on triage's agenda", "Not for triage"]


async def test_monday_asks_the_same_of_everybody(asked, polaris, ana):
    async with polaris.ledger.open() as books:
        pulse = await gather(books, MONDAY.day)
    assert pulse is not None
    said = reads(monday.pulse(pulse))

    assert f"*A question:* {QUESTION}" in said
    assert ana.id not in said


async def test_on_the_agenda_triage_talks_it_over(asked, ana, polaris, place, delivered):
    await ana.clicks("Put it on triage's agenda")
    await delivered()
    assert "The next triage talks it over" in ana.reads(ana.dm.id)[-1]
    assert "names one" in ana.reads(ana.dm.id)[-1]  # there is no triage channel yet

    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(replace(workspace, triage_channel=place("general")))
        (agenda,) = await triage(books, MONDAY)
    assert isinstance(agenda.content, TriageAgenda)
    assert [each.text for each in agenda.content.questions] == [QUESTION]


async def test_whoever_decides_takes_it_off_again(asked, ana, polaris, delivered):
    await ana.clicks("Put it on triage's agenda")
    await delivered()
    await ana.runs("/nsm triage", channel="general")
    await polaris.door.settled()
    assert "*To talk over:* Weekly active contributors rose" in reads(ana.sees("general")[-1].blocks)

    await ana.clicks("Take it off")
    await polaris.door.settled()
    assert "To talk over" not in reads(ana.sees("general")[-1].blocks)


async def test_left_there_triage_hears_nothing(asked, ana, polaris, delivered):
    await ana.clicks("Not for triage")
    await delivered()

    assert "You left it there." in ana.reads(ana.dm.id)[-1]
    async with polaris.ledger.open() as books:
        assert await books.triage_questions.waiting() == []
