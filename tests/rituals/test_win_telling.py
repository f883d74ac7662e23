"""The form offers what there is, shows who will be named, and its words leave the others out."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest

from rituals.win_names import Naming
from rituals.win_telling import NamedInWords, NoWords, Telling, has_words, stage, tells, written
from storage.records.metrics import InputState
from storage.records.preferences import Consent, Preferences
from tests.making import (
    BO,
    MONDAY_NINE,
    a_reading,
    a_team,
    a_win,
    a_workspace,
    an_input,
    joined,
)

FEBRUARY, MARCH = date(2026, 2, 9), date(2026, 3, 9)


@pytest.fixture
async def books(ledger):
    await joined(ledger, a_team(), "UANA")
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UBO")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.people.put(replace(BO, name="Bo Ñandú"))
        await books.inputs.put(an_input())
        await books.inputs.put(
            an_input(id="old", metric=replace(an_input().metric, key="old"), state=InputState.RETIRED)
        )
        await books.readings.put(
            a_reading(period_start=day, value=value) for day, value in ((FEBRUARY, 20), (MARCH, 27))
        )
        yield books


async def test_active_inputs_may_be_chosen_by_team(books):
    found = await stage(books, "UANA", Telling(), MONDAY_NINE)

    assert {team: [one.id for one in each] for team, each in found.inputs.items()} == {
        "Rendering": ["input-merged"]
    }
    assert found.pairs == ()


async def test_the_input_of_a_told_win_stays_a_choice(books):
    found = await stage(books, "UANA", Telling(), MONDAY_NINE, kept="old")

    assert {one.id for one in found.inputs["Rendering"]} == {"input-merged", "old"}


async def test_a_chosen_input_brings_its_readings(books):
    found = await stage(books, "UANA", Telling(input="input-merged"), MONDAY_NINE)

    assert [(each.was, each.became) for each in found.pairs] == [(20, 27)]
    assert found.usual == found.pairs[0]


async def test_what_was_chosen_weeks_ago_stays_a_choice(books):
    await books.readings.put([a_reading(period_start=date(2025, 3, 3), value=5)])
    stretch = (date(2025, 3, 3), FEBRUARY)
    found = await stage(books, "UANA", Telling(input="input-merged", stretch=stretch), MONDAY_NINE)

    assert [(each.before, each.after) for each in found.pairs] == [stretch, (FEBRUARY, MARCH)]


async def test_it_shows_how_people_will_appear(books):
    await books.preferences.put(Preferences("UBO", Consent.TEAM))
    await books.preferences.put(Preferences("UANA", Consent.NO_MENTION))
    found = await stage(books, "UANA", Telling(people=("UBO", "UANA")), MONDAY_NINE)

    assert (found.author, found.people) == (Naming(unnamed=1), Naming(colleagues=("Docs",)))


@pytest.mark.parametrize("consent", [Consent.TEAM, Consent.NO_MENTION])
@pytest.mark.parametrize("telling", [Telling("Bo did"), Telling("Done", meaning="Ask Bo Ñandú!")])
async def test_words_do_not_name_who_asked_not_to_be(books, consent, telling):
    await books.preferences.put(Preferences("UBO", consent))
    on = await stage(books, "UANA", telling, MONDAY_NINE)

    with pytest.raises(NamedInWords):
        await written(books, a_win(), replace(telling, people=("UBO",)), on)


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [("Bo Ñandú did", True), ("Bo did", False), ("the bo ñandú of us all", False)],
)
async def test_the_whole_name_of_somebody_nobody_chose_counts_too(books, text, is_refused):
    await books.preferences.put(Preferences("UBO", Consent.NO_MENTION))
    on = await stage(books, "UANA", Telling(text), MONDAY_NINE)
    refused = pytest.raises(NamedInWords) if is_refused else nullcontext()

    with refused:
        await written(books, a_win(), Telling(text), on)


@pytest.mark.parametrize("people", [("UBO",), ()])
async def test_a_full_name_counts_where_slack_shows_a_short_one(books, people):
    bo = await books.people.get("UBO")
    await books.people.put(replace(bo, name="bo", full_name="Robert Lindqvist"))
    await books.preferences.put(Preferences("UBO", Consent.NO_MENTION))
    telling = Telling("Robert Lindqvist did", people=people)
    on = await stage(books, "UANA", telling, MONDAY_NINE)

    with pytest.raises(NamedInWords):
        await written(books, a_win(), telling, on)


async def test_words_may_name_who_agreed(books):
    on = await stage(books, "UANA", Telling(), MONDAY_NINE)
    win = await written(books, a_win(), Telling("Bo did", people=("UBO",), teams=("docs", "never-was")), on)

    assert (win.text, win.people, win.teams) == ("Bo did", ("UBO",), ("docs",))


async def test_a_team_that_is_no_more_keeps_its_part(books):
    on = await stage(books, "UANA", Telling(), MONDAY_NINE)
    win = await written(books, a_win(teams=("gone", "docs")), Telling("Done", teams=("rendering",)), on)

    assert win.teams == ("gone", "rendering")


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Bo did it", True),
        ("(Bo)", True),
        ("Bo's idea", True),
        ("Bob did it", False),
        ("bo did it", True),
        ("Ñandú", False),
        ("with Bo Ñandú.", True),
        ("", False),
    ],
)
def test_a_name_is_a_word_of_its_own(text, is_named):
    assert tells(text, "Bo Ñandú") == is_named


def test_somebody_without_a_name_is_in_no_text():
    assert not tells("anything", "")


@pytest.mark.parametrize("said", ["🎉🎉", ":tada: :+1::skin-tone-2:", "!!! … ?", "42", "1️⃣"])
async def test_emoji_and_punctuation_alone_tell_no_win(books, said):
    with pytest.raises(NoWords):
        await written(books, a_win(), Telling(said), await stage(books, "UANA", Telling(), MONDAY_NINE))


@pytest.mark.parametrize("said", ["Bo :tada:", "🎉 ¡Olé!", "評価が半分に", "10:30 standup"])
def test_words_of_any_language_do(said):
    assert has_words(said)
