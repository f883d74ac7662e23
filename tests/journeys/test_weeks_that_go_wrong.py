"""A restart, an outage, a day off, a late number: nothing said twice, nothing lost, nothing stale."""

from datetime import date, time, timedelta

import pytest

from bot.settings import Mode
from rituals.monday import key
from storage.records.appointments import OccurrenceState
from storage.records.deliveries import DeliveryState
from tests.journeys.living import MONDAY, WEEKS, an_office, eventually, furnish
from tests.reading import reads

pytestmark = pytest.mark.journey

FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(weeks=1)
SENTENCE = "Two newcomers came back because Bo answered within the hour."


@pytest.fixture
def database_url(tmp_path):
    return f"sqlite:///{tmp_path / 'polaris.db'}"


@pytest.fixture(params=[Mode.SOCKET, Mode.HTTP], ids=["socket", "http"])
async def either_office(request, database_url):
    async with an_office(database_url, request.param) as opened:
        await furnish(opened)
        yield opened


@pytest.fixture
async def office(database_url):
    async with an_office(database_url) as opened:
        await furnish(opened)
        yield opened


async def test_a_bot_that_is_started_anew_goes_on_where_it_stopped(either_office):
    office = either_office
    ana, hana = office["ana"], office["hana"]
    async with office.at_work() as polaris:
        await office.walk_to(MONDAY, time(9, 5))
        await hana.runs("/commit Answer every newcomer within a day", channel="team-engine")
        await hana.runs("/commit")
        await polaris.door.settled()
        await hana.fills(text="Half a thought", trigger="character")
        await hana.closes()

    async with office.at_work() as polaris:
        await hana.runs("/commit list", channel="team-engine")
        assert "Answer every newcomer within a day" in reads(hana.sees()[-1].blocks)
        await hana.clicks("Done")
        await hana.runs("/commit")
        await polaris.door.settled()
        assert "Half a thought" in str(hana.modal)
        await hana.closes()
        await office.walk_to(FRIDAY, time(16, 5))

    async with office.at_work() as polaris:
        await ana.clicks("Write it")
        await polaris.door.settled()
        assert await ana.submits(text=SENTENCE) == {}

    # Over the weekend nobody is there; on Monday it is a quarter of an hour late.
    await office.walk_to(NEXT_MONDAY, time(9, 15))
    async with office.at_work():
        await office.slack.until(lambda: len(office.pulses()) == 2)
    async with office.at_work():
        await office.walk_to(NEXT_MONDAY, time(10))

    assert office.posted_at() == ["Mon 11 Aug 09:00", "Mon 18 Aug 09:15"]
    assert SENTENCE in office.pulses()[-1]
    assert "1 done" in office.pulses()[-1]
    (asked_once,) = ana.reads(ana.dm.id)
    assert asked_once == f"Kept for Weekly active contributors in the week of 11 Aug:\n>{SENTENCE}"


async def test_a_slack_that_is_down_at_nine_gets_the_pulse_once_it_is_back(office):
    async with office.at_work():
        office.slack.faults.add("503", "chat.postMessage", times=None)
        await office.walk_to(MONDAY, time(9, 20))
        assert office.pulses() == []

        office.slack.faults.clear()
        await office.slack.until(office.pulses)
        await office.walk_to(MONDAY, time(12))

    assert office.posted_at() == ["Mon 11 Aug 09:20"]


async def test_a_day_without_a_bot_is_missed_in_silence_and_the_product_lead_reads_why(office):
    await office.walk_to(MONDAY + timedelta(days=1), time(9))

    async with office.at_work():
        await office.walk_to(MONDAY + timedelta(days=1), time(18))
        assert office.pulses() == []
        told = office["ana"].reads(office["ana"].dm.id)
        assert ["Monday pulse: Mon 11 Aug, 09:00" in each for each in told] == [True]
        await office.walk_to(NEXT_MONDAY, time(9, 5))

    async with office.ledger() as ledger, ledger.open() as books:
        missed = await books.appointments.in_state(OccurrenceState.MISSED)
    assert [(one.ritual, one.day) for one in missed] == [("monday", MONDAY)]
    assert office.posted_at() == ["Mon 18 Aug 09:00"]


async def test_a_number_that_comes_late_edits_the_pulse_once(database_url):
    async with an_office(database_url) as office:
        await furnish(office, WEEKS, last=date(2025, 7, 28))
        async with office.at_work() as polaris:
            await office.walk_to(MONDAY, time(9, 5))
            assert "The number for the week of 4 Aug is not in yet" in office.pulses()[0]

            await office["ana"].runs("/nsm log 32", channel="general")
            await polaris.live()
            await office.slack.until(lambda: "32 weekly active contributors" in office.pulses()[0])
            await office["ana"].runs("/nsm log 33", channel="general")
            await office.walk_to(MONDAY, time(12))

        assert office.posted_at() == ["Mon 11 Aug 09:00"]
        assert office.calls("chat.update") == 1


@pytest.mark.parametrize(
    "fault", ["429", "500", "internal_error", "bad_json", "drop_after_accept", "reset_after_accept", "slow"]
)
async def test_whatever_befalls_the_pulse_on_its_way_it_stands_there_once(office, fault):
    async with office.at_work() as polaris:

        async def arrived():
            async with polaris.ledger.open() as books:
                return (await books.deliveries.get(key(MONDAY))).state is DeliveryState.SENT

        office.slack.faults.add(fault, "chat.postMessage", times=1, seconds=1.0)
        await office.walk_to(MONDAY, time(9, 1))
        await eventually(arrived)
        await office.walk_to(MONDAY, time(10))

    assert len(office.pulses()) == 1
