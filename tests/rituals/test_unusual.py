"""A number out of the usual is asked about once, of its owner alone, and the answer stands beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from rituals import prompts, scoreboard, unusual
from rituals.letters import Letter
from rituals.rights import NotTheTeamLead
from rituals.sentence import SentenceAsk
from rituals.unusual import Explaining, ReadingGone, Unusual, UnusualTold
from storage.records.metrics import Contradiction, Sentence
from storage.records.prompts import PromptState
from tests.making import ANA, BO, MONDAY_NINE, a_metric, a_reading, a_star, a_team, a_workspace, an_input

MONDAY, LAST_WEEK = date(2026, 3, 16), date(2026, 3, 9)
CALM = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]
MERGED, STAR = a_metric(), a_star().metric


def weekly(metric, *last, ends=LAST_WEEK):
    values = [*CALM, *last]
    first = ends - timedelta(weeks=len(values) - 1)
    return [
        a_reading(metric=metric, period_start=first + timedelta(weeks=week), value=value, recorded_by="load")
        for week, value in enumerate(values)
    ]


@pytest.fixture
async def team(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.teams.put(a_team(lead="UBO"))
        await books.north_stars.put(a_star())
        await books.inputs.put(an_input())
    return ledger


@pytest.fixture
def asked(team):
    """What Bo is asked about an input as it stands on a day."""

    async def _asked(day=MONDAY, metric=MERGED):
        async with team.open() as books:
            score = await scoreboard.score(books, metric, day)
            await unusual.ask(books, "UBO", score, MONDAY_NINE)
            await unusual.mend(books, MONDAY_NINE)
            return await books.prompts.of_person("UBO", PromptState.WAITING)

    return _asked


@pytest.fixture
def read(team):
    async def _read(*readings):
        async with team.open() as books:
            await books.readings.put(readings)

    return _read


def content(prompt):
    return TypeAdapter(Unusual).validate_json(prompt.content)


async def test_a_routine_number_is_not_asked_about(asked, read):
    await read(*weekly("merged", 22.0))

    assert await asked() == []


@pytest.mark.parametrize("value", [36.0, 7.0, 300.0])
async def test_a_signal_is_asked_about_once_whichever_way_it_goes(asked, read, value):
    await read(*weekly("merged", value))
    await asked()
    (prompt,) = await asked()

    assert prompt.joined
    assert (content(prompt).period, content(prompt).is_star) == (LAST_WEEK, False)


async def test_the_same_going_on_is_not_asked_about_again(asked, read):
    await read(*weekly("merged", 36.0))
    await asked()
    await read(a_reading(period_start=MONDAY, value=37.0))

    assert len(await asked(MONDAY + timedelta(weeks=1))) == 1


async def test_an_impossible_number_is_asked_about_before_there_is_a_usual_range(asked, read):
    share = replace(MERGED, unit="percent")
    await read(a_reading(value=120.0, recorded_by="load"))

    assert len(await asked(metric=share)) == 1


async def test_a_period_that_was_told_twice_is_asked_about(asked, read, team):
    await read(*weekly("merged", 22.0))
    async with team.open() as books:
        twice = Contradiction("merged", LAST_WEEK, 22.0, 24.0, "source:sheet", MONDAY_NINE)
        await books.contradictions.told("source:sheet", LAST_WEEK, [twice])

    assert len(await asked()) == 1


async def test_what_is_explained_already_is_not_asked_about(asked, read):
    await read(*weekly("merged", 36.0))
    await read(a_reading(period_start=LAST_WEEK, value=36.0, note="The hackathon"))

    assert await asked() == []


async def test_an_answer_is_the_note_on_the_reading_and_takes_the_questions_place(asked, read, team, clock):
    await read(*weekly("merged", 36.0))
    (prompt,) = await asked()
    await Explaining(team, clock).explain(BO, "merged", LAST_WEEK, "The hackathon")

    async with team.open() as books:
        reading = await books.readings.of_period("merged", LAST_WEEK)
        settled = await books.prompts.get(prompt.key)
        (told,) = await books.audit.newest(1)
    assert (reading.value, reading.note, reading.recorded_by) == (36.0, "The hackathon", "load")
    assert (settled.state, settled.kind) == (PromptState.ANSWERED, UnusualTold.kind)
    assert told.what == "reading.corrected"


async def test_only_whoever_answers_for_the_number_explains_it(read, team, clock):
    await read(*weekly("merged", 36.0))

    with pytest.raises(NotTheTeamLead):
        await Explaining(team, clock).explain(ANA, "merged", LAST_WEEK, "I know better")


async def test_a_number_that_is_not_there_cannot_be_explained(team, clock):
    with pytest.raises(ReadingGone):
        await Explaining(team, clock).said(BO, "merged", LAST_WEEK)


async def test_a_number_that_was_corrected_is_not_asked_about_any_more(asked, read):
    await read(*weekly("merged", 36.0))
    await asked()
    await read(a_reading(period_start=LAST_WEEK, value=22.0))

    assert await asked() == []


async def test_of_the_north_star_the_sentence_is_the_answer(team, read):
    await read(*weekly(STAR.key, 36.0))
    async with team.open() as books:
        score = await scoreboard.score(books, STAR, MONDAY)
        await unusual.ask(books, "UANA", score, MONDAY_NINE)
        (prompt,) = await books.prompts.of_person("UANA", PromptState.WAITING)
        told = Sentence(STAR.key, LAST_WEEK, "A launch", "UANA", datetime(2026, 3, 16, tzinfo=UTC))
        await books.sentences.put(told)
        await unusual.mend(books, MONDAY_NINE)
        settled = await books.prompts.get(prompt.key)

    assert content(prompt).is_star
    assert TypeAdapter(UnusualTold).validate_json(settled.content).text == "A launch"


async def test_while_the_sentence_is_asked_for_nothing_else_is_asked_about_the_north_star(team, read):
    await read(*weekly(STAR.key, 36.0))
    async with team.open() as books:
        friday = Letter("s", "UANA", SentenceAsk(STAR, LAST_WEEK, MONDAY))
        await prompts.ask(books, friday, MONDAY_NINE)
        await unusual.ask(books, "UANA", await scoreboard.score(books, STAR, MONDAY), MONDAY_NINE)

        assert await books.prompts.named("unusual.asked:") == []
