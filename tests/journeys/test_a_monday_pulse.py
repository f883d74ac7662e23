"""A pulse from Friday's question to Monday's message, through the whole bot, on real readings."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.simulator.server import running
from rituals import history
from storage.records.metrics import Direction, Metric, Reading
from tests.bot.features.test_monday_on_real_readings import real
from tests.making import a_star, a_team, an_input
from tests.patience import PATIENT
from tests.reading import reads

ACTIVE = Metric("weekly_active_contributors", "Weekly active contributors", "count", Direction.UP)
RETURN = Metric("newcomer_return_rate", "Newcomer return rate", "percent", Direction.UP)
FRIDAY_FOUR = datetime(2026, 3, 20, 16, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 23, 9, tzinfo=UTC)
LAST_WEEK = date(2026, 3, 16)


@pytest.fixture
async def simulator(clock):
    """A workspace that granted the optional scopes too: charts stand in their messages."""
    async with running(
        "manifest.yml", clock.now(), granted_optional=("all",), files_ready_after=0.0, **PATIENT
    ) as simulator:
        yield simulator


@pytest.fixture
async def organisation(simulator, polaris, clock):
    """It has said yes to the pulse; its readings reach to the week before last."""
    dana, channel = simulator.people["dana"], simulator.workspace.channel("north-star").id
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(
            replace(
                workspace, company_channel=channel, product_lead=dana.id, pulse_public_since=date(2026, 1, 5)
            )
        )
        await books.teams.put(a_team(id="community", name="Community"))
        await books.north_stars.put(a_star(metric=ACTIVE))
        await books.inputs.put(an_input(team="community", metric=RETURN))
        async with history.taken(books, {ACTIVE.key, RETURN.key}, "feed", clock.now()):
            await books.readings.put(readings(ACTIVE, until=LAST_WEEK - timedelta(weeks=1)))
            await books.readings.put(readings(RETURN, until=LAST_WEEK))
        for ritual, day, at in (("monday", 1, time(9)), ("sentence", 5, time(16))):
            await polaris.agenda.keep(books, ritual, None, days=(day,), at=at, zone="UTC")
    return polaris


def readings(metric, until):
    at = datetime(2026, 3, 23, 6, tzinfo=UTC)
    return [Reading(metric.key, week, value, "feed", at) for week, value in real(metric.key) if week <= until]


async def lives_until(polaris, clock, instant):
    clock.set_to(instant)
    await polaris.live()


async def it_arrives(polaris):
    async with polaris.ledger.open() as books:
        await books.readings.put(readings(ACTIVE, until=LAST_WEEK))


def pulse(simulator):
    """The newest message of the company channel."""
    return simulator.people["lena"].sees("north-star")[-1]


async def test_on_monday_everybody_reads_the_verdict_and_sees_the_chart(organisation, simulator, clock):
    await it_arrives(organisation)
    await lives_until(organisation, clock, MONDAY_NINE)

    told = reads(pulse(simulator).blocks).replace("\u00a0", " ")
    assert told.startswith("*Steady: 27 weekly active contributors; 6 fewer than the week before is routine")
    assert "Last four weeks: 23 Feb *33* · 2 Mar *21* · 9 Mar *33* · 16 Mar *27*" in told
    assert [block["type"] for block in pulse(simulator).blocks][:2] == ["section", "image"]


async def test_a_late_number_edits_the_message_that_said_so(organisation, simulator, clock):
    await lives_until(organisation, clock, MONDAY_NINE)
    first = pulse(simulator)
    assert "The number for the week of 16 Mar is not in yet" in first.text

    await it_arrives(organisation)
    await lives_until(organisation, clock, MONDAY_NINE + timedelta(minutes=5))

    assert pulse(simulator).ts == first.ts
    assert "not in yet" not in pulse(simulator).text
    assert "*Steady: " in pulse(simulator).text


async def test_fridays_sentence_stands_in_mondays_pulse(organisation, simulator, clock):
    await it_arrives(organisation)
    await lives_until(organisation, clock, FRIDAY_FOUR)
    dana = simulator.people["dana"]
    assert (
        "What would you say about Weekly active contributors in the week of 16 Mar?"
        in dana.reads(dana.dm.id)[-1]
    )

    await dana.clicks("sentence.write")
    await organisation.door.settled()
    await dana.submits(text="The release sprint is on.")
    await lives_until(organisation, clock, MONDAY_NINE)

    assert f">The release sprint is on.\n— <@{dana.id}>" in pulse(simulator).text


async def test_a_sentence_after_the_hour_edits_the_pulse(organisation, simulator, clock):
    await it_arrives(organisation)
    await lives_until(organisation, clock, FRIDAY_FOUR)
    await lives_until(organisation, clock, MONDAY_NINE)
    assert "Automatic line" in pulse(simulator).text

    dana = simulator.people["dana"]
    dana.reads(dana.dm.id)
    await dana.clicks("sentence.write")
    await organisation.door.settled()
    await dana.submits(text="Better late than never.")
    await organisation.live()

    assert ">Better late than never." in pulse(simulator).text


async def test_the_first_pulse_waits_for_the_product_lead(organisation, simulator, clock):
    dana = simulator.people["dana"]
    async with organisation.ledger.open() as books:
        await books.workspaces.put(replace(await books.workspaces.get(), pulse_public_since=None))
    await it_arrives(organisation)
    before = len(simulator.people["lena"].sees("north-star"))
    await lives_until(organisation, clock, MONDAY_NINE)
    assert len(simulator.people["lena"].sees("north-star")) == before
    assert any("A preview for you alone" in each for each in dana.reads(dana.dm.id))

    await dana.clicks("Post it")
    await organisation.live()

    assert "*Steady: " in pulse(simulator).text
    assert any("*Posted.*" in each for each in dana.reads(dana.dm.id))
