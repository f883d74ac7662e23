"""What owners are asked about their numbers, and how they answer in Slack."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.features.upkeep import views
from rituals.quality import Caveat, CaveatKind
from rituals.scoreboard import tally
from rituals.unusual import Unusual
from rituals.upkeep import ReadingLate, SentenceOld
from tests.making import MONDAY, a_metric, a_reading, an_input
from tests.reading import buttons, fields, reads

LAST_WEEK, WEEK_BEFORE = date(2026, 3, 9), date(2026, 3, 2)
CALM = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0, 60.0]
NAME = "Merged <pull> & *requests*"


def weekly(metric="merged"):
    first = LAST_WEEK - timedelta(weeks=len(CALM) - 1)
    return [
        a_reading(metric=metric, period_start=first + timedelta(weeks=week), value=value, recorded_by="load")
        for week, value in enumerate(CALM)
    ]


def unusual(**fields):
    score = tally(a_metric(name=NAME), weekly(), MONDAY)
    return Unusual(score.metric, score.verdict, score.caveats, **fields)


def test_a_late_reading_is_asked_for_with_the_ways_to_mend_it():
    said = reads(views.late(ReadingLate(a_metric(name=NAME), LAST_WEEK, WEEK_BEFORE, 1)))

    assert "*Merged &lt;pull&gt; &amp; ∗requests∗* is for the week of 2 Mar; last week's has not come" in said
    assert "`/nsm log`" in said
    assert "`/nsm source`" in said


def test_several_missing_periods_are_counted():
    late = ReadingLate(a_metric(), LAST_WEEK, date(2026, 2, 16), 3)

    assert "for the week of 16 Feb; 3 weeks since then have not come yet" in reads(views.late(late))


def test_a_sentence_is_asked_for_with_the_form_one_tap_away():
    message = views.sentence(SentenceOld(a_metric(), LAST_WEEK, date(2026, 3, 2)))

    assert "The last sentence is from 2 March" in reads(message)
    assert buttons(message) == ["Write it"]
    assert "There is none yet" in reads(views.sentence(SentenceOld(a_metric(), LAST_WEEK, None)))


def test_an_unusual_number_asks_a_question_and_blames_nobody():
    said = reads(views.unusual(unusual(is_star=False)))

    assert "What do you know about it?" in said
    assert "Note: 60\u00a0pull requests is far from usual and worth a check." in said
    assert "Nothing is wrong with not knowing" in said
    assert "!" not in said


def test_of_the_north_star_a_sentence_is_asked_for():
    assert buttons(views.unusual(unusual(is_star=True))) == ["Write a sentence"]


def test_a_period_told_twice_that_has_no_reading_is_asked_about_too():
    score = tally(a_metric(), [], MONDAY)
    twice = Caveat(CaveatKind.DUPLICATE, LAST_WEEK, value=12, other=14, is_last=True)
    said = reads(views.unusual(Unusual(score.metric, score.verdict, (twice,), is_star=False)))

    assert "last week was told twice, as 12" in said


@pytest.fixture
async def engine_input(polaris, team, clock, delivered):
    """An input that left its usual range; it is past one on Monday."""
    made = an_input(team=team.id)
    async with polaris.ledger.open() as books:
        await books.inputs.put(made)
        await books.readings.put(weekly())
    await delivered()
    clock.set_to(datetime(2026, 3, 16, 13, 1, tzinfo=UTC))
    await delivered()
    return made


async def test_the_lead_alone_is_asked_and_says_what_they_know(engine_input, polaris, delivered, bo, ana):
    assert "What do you know about it?" in bo.reads(bo.dm.id)[-1]
    assert not any("What do you know about it?" in text for text in ana.reads(ana.dm.id))
    await bo.clicks(views.EXPLAIN)
    await polaris.door.settled()
    assert fields(bo.modal) == {"text": None}
    await bo.submits(text="The <hackathon>")
    await delivered()

    async with polaris.ledger.open() as books:
        reading = await books.readings.of_period(engine_input.metric.key, LAST_WEEK)
    assert reading.note == "The <hackathon>"
    assert "Thank you. Kept for Merged pull requests" in bo.reads(bo.dm.id)[-1]


async def test_an_answer_meant_for_somebody_else_is_turned_away(engine_input, polaris, ana, bo, posts):
    score = tally(engine_input.metric, weekly(), MONDAY)
    await posts(ana, views.unusual(Unusual(score.metric, score.verdict, score.caveats, is_star=False)))
    await ana.clicks(views.EXPLAIN)
    await polaris.door.settled()

    assert ana.modal is None
    assert "who leads Engine" in ana.reads(ana.dm.id)[-1]
