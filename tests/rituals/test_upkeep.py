"""Owners are asked for what is late, once, and for nothing that has come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rituals import prompts, upkeep
from rituals.letters import Letter, unpacked
from rituals.ritual import Occasion
from rituals.sentence import SentenceAsk
from rituals.upkeep import SentenceOld
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Sentence
from storage.records.prompts import PromptState
from storage.records.sources import KnownSource
from tests.making import a_metric, a_reading, a_star, a_team, a_workspace, an_input

WEDNESDAY = date(2026, 3, 18)
LAST_WEEK, WEEK_BEFORE = date(2026, 3, 9), date(2026, 3, 2)
OPEN = (PromptState.WAITING, PromptState.ASKED)
STAR = a_star().metric


@pytest.fixture
async def books(ledger):
    """Bo leads the team of the one input, Ana the product; the star is read and explained."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead="UBO"))
        await books.north_stars.put(replace(a_star(), chosen_at=datetime(2026, 1, 5, 9, tzinfo=UTC)))
        await books.inputs.put(an_input())
        await books.readings.put([a_reading(metric=STAR.key, period_start=LAST_WEEK)])
        await books.sentences.put(a_sentence())
        yield books


def a_sentence(period=LAST_WEEK, written=datetime(2026, 3, 13, 16, tzinfo=UTC)):
    return Sentence(STAR.key, period, "A calm week", "UANA", written)


@pytest.fixture
def asked(books):
    """What somebody is asked on a day."""

    async def _asked(user, day=WEDNESDAY):
        at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        await upkeep.prepare(books, Occasion(upkeep.NAME, None, day, at, at))
        await upkeep.mend(books, at)
        return [each.kind for each in await books.prompts.of_person(user, *OPEN)]

    return _asked


async def test_the_teams_lead_is_asked_for_a_reading_that_is_late(books, asked):
    await books.readings.put([a_reading(period_start=WEEK_BEFORE)])

    assert await asked("UBO") == ["upkeep.late"]
    assert await asked("UANA") == []
    assert (await books.prompts.of_person("UBO", *OPEN))[0].joined


async def test_it_is_waited_for_in_silence_for_two_days(books, asked):
    await books.readings.put([a_reading(period_start=WEEK_BEFORE)])

    assert await asked("UBO", date(2026, 3, 17)) == []


async def test_nobody_is_asked_twice_in_a_week_and_again_in_the_next(books, asked):
    await books.readings.put([a_reading(period_start=WEEK_BEFORE)])
    for day in (18, 19, 20):
        await asked("UBO", date(2026, 3, day))
    once = await books.prompts.named("upkeep.late:merged:")
    await asked("UBO", date(2026, 3, 25))

    assert len(once) == 1
    assert len(await books.prompts.named("upkeep.late:merged:")) == 2


async def test_days_that_are_missing_are_asked_for_once_a_week(books, asked):
    daily = a_metric(key="daily", name="Daily", cadence=Cadence.DAY)
    await books.inputs.put(an_input(id="daily", metric=daily))
    await books.readings.put([a_reading(metric="daily", period_start=date(2026, 3, 10))])
    await books.readings.put([a_reading(period_start=LAST_WEEK)])
    for day in (17, 18, 19, 20):
        await asked("UBO", date(2026, 3, day))

    assert len(await books.prompts.named("upkeep.late:daily:")) == 1


async def test_what_has_come_is_not_asked_for_any_more(books, asked):
    await books.readings.put([a_reading(period_start=WEEK_BEFORE)])
    await asked("UBO")
    await books.readings.put([a_reading(period_start=LAST_WEEK)])

    assert await asked("UBO") == []


async def test_whoever_was_told_that_its_source_fails_is_not_asked_as_well(books, asked):
    await books.readings.put([a_reading(period_start=WEEK_BEFORE)])
    failing = KnownSource(
        "sheet", "csv", metrics=("merged",), failing_since=datetime(2026, 3, 17, tzinfo=UTC)
    )
    await books.sources.put(failing)

    assert await asked("UBO") == []


async def test_an_input_that_was_never_read_is_no_news(asked):
    assert await asked("UBO") == []


async def test_an_output_is_asked_of_whom_the_dictionary_names(books, asked):
    churn = a_metric(key="churn", name="Churn")
    await books.metrics.put(churn)
    await books.dictionary.put(Entry("churn", standing=Standing.OUTPUT, owner="UKOFI"))
    await books.readings.put([a_reading(metric="churn", period_start=WEEK_BEFORE)])

    assert await asked("UKOFI") == ["upkeep.late"]


async def test_the_last_sentence_is_dated_as_the_organisation_dates_it(books, asked):
    await books.workspaces.put(a_workspace(time_zone="Pacific/Auckland"))
    await books.sentences.put(a_sentence(written=datetime(2026, 3, 13, 21, tzinfo=UTC)))
    await books.readings.put([a_reading(metric=STAR.key, period_start=date(2026, 3, 16))])
    await asked("UANA", date(2026, 3, 24))

    (prompt,) = await books.prompts.named(SentenceOld.kind)
    assert unpacked(SentenceOld, prompt.content).written_on == date(2026, 3, 14)


async def test_a_sentence_older_than_a_week_is_asked_for(books, asked):
    assert await asked("UANA", date(2026, 3, 19)) == []
    await books.readings.put([a_reading(metric=STAR.key, period_start=date(2026, 3, 16))])

    assert await asked("UANA", date(2026, 3, 24)) == ["upkeep.sentence"]


async def test_a_sentence_that_is_asked_for_already_is_not_asked_for_twice(books, asked):
    await books.readings.put([a_reading(metric=STAR.key, period_start=date(2026, 3, 16))])
    friday = Letter("s", "UANA", SentenceAsk(STAR, date(2026, 3, 16), date(2026, 3, 23)))
    await prompts.ask(books, friday, datetime(2026, 3, 20, 16, tzinfo=UTC))

    assert await asked("UANA", date(2026, 3, 24)) == ["sentence.ask"]


async def test_a_sentence_that_was_written_is_not_asked_for_any_more(books, asked):
    newer = date(2026, 3, 16)
    await books.readings.put([a_reading(metric=STAR.key, period_start=newer)])
    await asked("UANA", date(2026, 3, 24))
    await books.sentences.put(a_sentence(newer, datetime(2026, 3, 24, 11, tzinfo=UTC)))

    assert await asked("UANA", date(2026, 3, 24)) == []


async def test_a_month_that_has_its_sentence_is_left_alone(books, asked):
    monthly = replace(STAR, key="monthly", name="Monthly", cadence=Cadence.MONTH)
    await books.north_stars.put(replace(a_star(), retired_at=datetime(2026, 2, 1, tzinfo=UTC)))
    await books.north_stars.put(
        replace(a_star(id="m", metric=monthly), chosen_at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    )
    february = date(2026, 2, 1)
    await books.readings.put([a_reading(metric="monthly", period_start=february)])
    said = replace(a_sentence(february, datetime(2026, 3, 2, tzinfo=UTC)), metric="monthly")
    await books.sentences.put(said)

    assert await asked("UANA") == []


async def test_an_organisation_with_a_product_lead_has_the_appointment_and_keeps_it(books):
    at = datetime(2026, 3, 18, 9, tzinfo=UTC)
    await upkeep.begin(books, at)
    first = await books.appointments.get(upkeep.NAME, None)
    await upkeep.begin(books, at + timedelta(hours=3))

    assert first is not None
    assert await books.appointments.get(upkeep.NAME, None) == first
