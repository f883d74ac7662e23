"""`/nsm log`: a reading for a period that is over, by whoever answers for the metric."""

from datetime import date

import pytest

from bot.features.log.views import said
from rituals.recording import Recorded
from tests.making import a_metric, a_reading, a_revision, a_star, an_input
from tests.reading import choices, fields, reads


@pytest.fixture
async def merges(polaris, team):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric(unit="percent")))


@pytest.fixture
def readings(polaris):
    async def _read(metric="active_contributors"):
        async with polaris.ledger.open() as books:
            return {each.period_start: each for each in await books.readings.of_metric(metric)}

    return _read


async def test_a_value_alone_is_the_north_stars_of_the_last_week(star, ana, readings):
    await ana.runs("/nsm log 27")

    assert (await readings())[date(2026, 3, 9)].value == 27
    assert ana.reads()[-1] == "Written down: *Weekly active contributors*, the week of 9 Mar 2026: *27*."


async def test_a_metric_is_named_in_words_with_period_and_note(merges, bo, readings):
    await bo.runs("/nsm log merged pull requests 62% 2026-W10 counted by hand & eye")

    reading = (await readings("merged"))[date(2026, 3, 2)]
    assert (reading.value, reading.note, reading.recorded_by) == (62, "counted by hand & eye", bo.id)


async def test_a_corrected_value_is_said_with_what_stood_there_and_who_wrote_it(star, ana, polaris):
    async with polaris.ledger.open() as books:
        await books.readings.put([a_reading(metric="active_contributors", recorded_by="push:billing <a>")])
    await ana.runs("/nsm log 31")
    await ana.runs("/nsm log 33")

    answer = ana.reads()[-1]
    assert "the week of 9 Mar 2026: *33*; it was 31 until now." in answer


def test_the_last_values_that_were_corrected_are_listed_newest_first():
    told = Recorded(
        a_star().metric,
        a_reading(value=33.0),
        a_reading(value=31.0),
        [a_revision(number=n, value=float(n), recorded_by=f"push:billing <{n}>") for n in range(1, 6)],
    )

    listed = said(told).blocks[-1].to_dict()["elements"][0]["text"]
    assert [line.split(",")[0] for line in listed.splitlines()[1:]] == ["5", "4", "3", "… and 2 before"]
    assert "billing &lt;5&gt;, which pushes" in listed


async def test_the_same_value_again_leaves_no_trace(star, ana, polaris):
    await ana.runs("/nsm log 27")
    await ana.runs("/nsm log 27")

    assert "was *27* already" in ana.reads()[-1]
    async with polaris.ledger.open() as books:
        assert await books.readings.revisions("active_contributors") == []


async def test_a_year_long_before_anything_is_known_is_asked_about_and_not_written(star, ana, readings):
    await ana.runs("/nsm log 27 2024-03-11")
    await ana.runs("/nsm log 27 1999-01-04")

    assert list(await readings()) == [date(2024, 3, 11)]
    assert ana.reads()[-1].startswith(
        "Is it really 1999? Nothing is known of Weekly active contributors before 11 March 2024."
        " What is older comes from a file: `/nsm load`."
    )


async def test_a_unit_that_somebody_named_pings_nobody(team, polaris, bo):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric(unit="<!here>")))
    await bo.runs("/nsm log merged pull requests 3")
    await bo.runs("/nsm log merged pull requests 4")

    assert "<!here>" not in "".join(bo.reads())


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("27 2026-03-16", "is still running"),
        ("27 2026-05-04", "The week of 4 May has not begun. Write it down from 11 May on."),
        ("-1", "Is it really −1? A count is never below zero."),
        ("1e999", "not a number I can read"),
        ("nan", "not a number I can read"),
        ("twenty", "No metric is called “twenty”"),
        ("Weekly actve contributors 27", "Did you mean Weekly active contributors?"),
        ("merged 101", "Is it really 101\u00a0%? A percentage is a share of a whole"),
    ],
)
async def test_what_cannot_be_right_is_said_and_not_written(merges, ana, bo, readings, typed, answer):
    who = bo if "merged" in typed else ana
    await who.runs(f"/nsm log {typed}")

    assert answer in who.reads()[-1]
    assert [await readings(), await readings("merged")] == [{}, {}]


async def test_each_metric_has_one_who_answers_for_it(merges, ana, bo, readings):
    await ana.runs("/nsm log merged 62")
    await bo.runs("/nsm log 27")

    assert "who leads Engine" in ana.reads()[-1]
    assert f"<@{ana.id}>, the product lead" in bo.reads()[-1]
    assert [await readings(), await readings("merged")] == [{}, {}]


async def test_the_form_offers_what_the_person_answers_for(merges, bo, polaris, readings):
    await bo.runs("/nsm log")
    await polaris.door.settled()
    assert choices(bo.modal, "metric") == ["Merged pull requests (percent, every week)"]
    await bo.submits(value="61.5", period="2026-03-04", note="")

    assert (await readings("merged"))[date(2026, 3, 2)].value == 61.5
    assert "61.5" in reads(bo.modal)


async def test_a_wrong_value_is_told_under_its_field_and_kept(merges, bo, polaris):
    await bo.runs("/nsm log")
    await polaris.door.settled()
    too_much = await bo.submits(value="101", note="as they say")
    running = await bo.submits(value="50", period="2026-03-17")

    assert too_much == {
        "value": "Is it really 101\u00a0%? A percentage is a share of a whole, 0 to 100."
        " What can be more needs another unit."
    }
    assert "still running" in running["period"]
    assert fields(bo.modal)["metric"] == "Merged pull requests (percent, every week)"


async def test_whoever_answers_for_nothing_is_told_who_does(merges, person, polaris):
    await person("kofi").runs("/nsm log")

    assert "You answer for no metric" in person("kofi").reads()[-1]


async def test_before_setup_there_is_nothing_to_log(ana):
    await ana.runs("/nsm log 5")

    assert "There is no North Star yet" in ana.reads()[-1]
