"""`/nsm metric`: anybody looks a metric up; whoever answers for it says what it means, and why."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.metric import views
from bot.features.metric.form import buttons as offered
from rituals.dictionary import Card, Listed, Near, Part, Played, Restated
from rituals.scoreboard import Known, tally
from storage.records.dictionary import Entry
from storage.records.metrics import Direction
from storage.records.shifts import AcceptedShift
from storage.records.sources import KnownSource
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, MONDAY_NINE, a_metric, a_reading, a_team, a_version, an_input
from tests.reading import buttons, fields, reads

METRIC = a_metric(unit="hours", direction=Direction.DOWN, definition="From opened to merged")


def a_card(metric=METRIC, **values):
    made = Card(
        listed=Listed(metric, (Played(Part.INPUT, a_team()),), "UBO"),
        entry=Entry(metric.key, department="Engineering"),
        source="The warehouse",
        sources=(),
        versions=(a_version(),),
        score=tally(metric, [a_reading()], MONDAY),
        last=a_reading(),
        restated=None,
        can_change=False,
    )
    return replace(made, **values)


def weekly(values):
    first = date(2026, 3, 9) - timedelta(weeks=len(values) - 1)
    return [
        a_reading(period_start=first + timedelta(weeks=week), value=value)
        for week, value in enumerate(values)
    ]


def said(**values):
    return views.card(a_card(**values), "UTC").text


def test_a_card_says_what_it_is_how_it_is_counted_and_by_whom():
    text = said()

    assert "Input of Rendering. Answered for by <@UBO>." in text
    assert "*How it is counted*\nFrom opened to merged" in text
    assert "in hours · down is better · counted every week · department: Engineering" in text
    assert "The warehouse\nLast reading: 27\u00a0h for the week of 9 Mar 2026, <!date^" in text
    assert re.search(r"\^written \{date_short_pretty\}, \{time\}\|written [^>]+> by <@UANA>\.", text)
    assert reads(views.card(a_card(), "UTC")).splitlines()[1:] == text.splitlines()[1:]


def test_a_card_without_much_says_what_is_missing():
    metric = a_metric()
    text = said(
        metric=metric, listed=Listed(metric, (Played(Part.NONE),), None), last=None, versions=(), source=""
    )

    assert "In no use now. Nobody answers for it yet." in text
    assert "_Nobody has written that down yet._" in text
    assert "There is no reading yet." in text
    assert "_Nobody has agreed to its words yet._" in text


def test_a_source_tells_when_it_last_went_well_and_that_it_fails():
    source = KnownSource("warehouse", "sql", error="no host db.internal", last_success_at=MONDAY_NINE)
    failing = replace(source, last_success_at=None, failing_since=MONDAY_NINE)

    assert re.search(r"source warehouse \(sql\): last went <!date\^\d+\^well \{", said(sources=(source,)))
    assert "has not gone well yet; *fails since Mon 16 Mar, 09:00 (UTC)*." in said(sources=(failing,))
    assert "db.internal" not in said(sources=(failing,))


@pytest.mark.parametrize(("periods", "words"), [(1, "1 week restated"), (3, "3 weeks restated")])
def test_corrections_are_counted_with_who_made_the_last(periods, words):
    restated = Restated(periods, "UANA", MONDAY_NINE)

    assert f"{words}, last by <@UANA> on 16 March 2026." in said(restated=restated)


def test_every_version_tells_from_when_why_by_whom_and_what_stood_before():
    second = a_version(
        number=2,
        effective_from=MONDAY + timedelta(weeks=4),
        unit="hours",
        definition="Without bots",
        reason="Bots are no people",
        comparable=False,
    )
    text = said(versions=(a_version(definition="All <of> them"), second))

    assert text.index("version 2") < text.index("version 1")
    assert "• *From 13 April 2026* · version 2: another definition, unit pull requests → hours\n" in text
    assert "“Bots are no people”" in text
    assert "Before: All &lt;of&gt; them" in text
    assert "Agreed to by <@UANA> on 16 March 2026; numbers before and after are not compared." in text
    assert "• *From 16 March 2026* · version 1, agreed to by <@UANA>" in text


def test_days_are_those_of_the_reader():
    late = MONDAY_NINE.replace(hour=21)
    card = a_card(
        versions=(a_version(), a_version(number=2, name="Merges", approved_at=late)),
        restated=Restated(1, "UANA", late),
        levels=(AcceptedShift(METRIC.key, MONDAY, "UANA", late),),
    )
    text = views.card(card, "Pacific/Auckland").text

    assert "restated, last by <@UANA> on 17 March 2026." in text
    assert "accepted by <@UANA> on 17 March 2026." in text
    assert "Agreed to by <@UANA> on 17 March 2026" in text


def test_a_new_definition_says_whether_numbers_are_compared_across_it_and_a_new_name_does_not():
    anew = a_version(number=2, definition="Without bots")
    renamed = a_version(number=3, definition="Without bots", name="Merges")
    text = said(versions=(a_version(), anew, renamed))

    assert text.count("; numbers before and after are compared.") == 1


def test_a_long_history_is_cut_in_the_middle_and_says_so():
    versions = tuple(a_version(number=n, name=f"Name {n}") for n in range(1, 12))
    text = said(versions=versions)

    assert "version 11" in text
    assert "… and 5 in between" in text
    assert "version 1, agreed" in text
    assert "version 3" not in text


@pytest.mark.parametrize(("may", "labels"), [(True, 3), (False, 1)])
def test_only_whoever_may_change_it_gets_the_buttons(may, labels):
    card = a_card(can_change=may)

    assert len(buttons(views.card(card, "UTC", buttons=offered(card)))) == labels


@given(texts(1500), st.integers(1, 12))
def test_nothing_people_write_breaks_a_card_or_a_list(text, number):
    metric = replace(METRIC, name=text, definition=text, unit=text)
    versions = tuple(
        a_version(number=n, name=f"{text}{n}", definition=f"{n}{text}", reason=text) for n in (1, 2)
    )
    listed = Listed(metric, (Played(Part.INPUT, a_team(name=text)), Played(Part.GUARDRAIL)), "UBO")
    card = a_card(
        metric,
        listed=listed,
        entry=Entry("m", department=text),
        source=text,
        versions=versions,
        sources=(KnownSource(text, text),),
    )

    for message in (
        views.card(card, "UTC"),
        views.listed([listed] * number),
        views.near(Near(text, (metric,) * (number % 4))),
    ):
        require_harmless(message)


@pytest.fixture
async def engine_input(polaris, team):
    made = an_input(team=team.id, metric=METRIC)
    async with polaris.ledger.open() as books:
        await books.inputs.put(made)
        await books.readings.put([a_reading()])
    return made


async def test_a_metric_is_looked_up_by_name_and_a_misspelt_one_is_a_tap_away(engine_input, person, looks):
    kofi = person("kofi")
    await kofi.runs("/nsm metric merged pul request")
    assert "No metric is called “merged pul request”" in reads(await looks(kofi))
    await kofi.clicks("Open")

    assert "From opened to merged" in reads(await looks(kofi))


async def test_the_list_shows_everything_and_leads_to_each(engine_input, star, person, looks):
    gus = person("gus")
    await gus.runs("/nsm metric", channel="team-docs")
    page = reads(await looks(gus))
    assert "*Weekly active contributors*\nthe North Star" in page
    assert "*Merged pull requests*\ninput of Engine" in page
    await gus.clicks("Open", beside="Merged pull requests")

    assert "From opened to merged" in reads(await looks(gus))


async def test_a_long_list_is_turned(engine_input, polaris, ana, looks):
    async with polaris.ledger.open() as books:
        for number in range(14):
            await books.metrics.add(a_metric(key=f"m{number}", name=f"Metric {number:02}"))
    await ana.runs("/nsm metric")
    await ana.clicks("More metrics")
    assert "Metric 13" in reads(await looks(ana))
    await ana.clicks("Back")

    assert "page 1 of 2" in reads(await looks(ana))


async def test_a_lead_changes_what_an_input_means_and_everybody_reads_why(
    engine_input, polaris, bo, ana, looks
):
    await bo.runs("/nsm metric merged")
    await bo.clicks("Change what it means")
    await polaris.door.settled()
    assert fields(bo.modal)["definition"] == "From opened to merged"
    await bo.submits(
        definition="Without drafts",
        effective_from="2026-03-02",
        reason="Drafts wait on purpose",
        apart=["apart"],
    )
    assert "version 2 holds from 2 March 2026" in reads(bo.modal)
    await bo.closes()
    await ana.runs("/nsm metric merged")

    page = reads(await looks(ana))
    assert "“Drafts wait on purpose”" in page
    assert "numbers before and after are not compared" in page
    assert "Change what it means" not in buttons(await looks(ana))


async def test_a_change_needs_a_reason_and_a_day_that_can_be(engine_input, polaris, bo):
    await bo.runs("/nsm metric merged")
    await bo.clicks("Change what it means")
    await polaris.door.settled()

    assert "reason" in await bo.submits(definition="Without drafts", reason=" ")
    errors = await bo.submits(definition="Without drafts", reason="So", effective_from="2026-05-01")
    assert "23 March 2026" in errors["effective_from"]
    assert bo.modal is not None


async def test_owner_and_source_are_said_in_a_form_of_their_own(engine_input, polaris, bo, person, looks):
    await bo.runs("/nsm metric merged")
    await bo.clicks("Owner and source")
    await polaris.door.settled()
    kofi = person("kofi")
    await bo.submits(owner=kofi.id, source="GitHub, on Mondays", department="Engineering")
    await bo.closes()
    await kofi.runs("/nsm metric merged")

    page = reads(await looks(kofi))
    assert f"Answered for by <@{kofi.id}>." in page
    assert "GitHub, on Mondays" in page
    assert "Change what it means" in buttons(await looks(kofi))


async def test_a_button_of_before_is_no_way_round_who_may(engine_input, polaris, posts, person):
    kofi = person("kofi")
    card = a_card(metric=engine_input.metric, can_change=True)
    await posts(kofi, views.card(card, "UTC", buttons=offered(card)))
    await kofi.clicks("Change what it means")

    await polaris.door.settled()

    assert "who leads Engine" in kofi.reads(kofi.dm.id)[-1]
    assert kofi.modal is None


def test_a_card_says_where_its_level_begins_and_who_accepted_it():
    accepted = AcceptedShift("merged", MONDAY, "UBO", MONDAY_NINE, "New <site>")
    history = replace(accepted, accepted_by="load", why="")

    assert (
        "Limits count from the week of 16 Mar 2026, accepted by <@UBO> on 16 March 2026: “New &lt;site&gt;”."
        in said(levels=(accepted,))
    )
    assert "from the week of 16 Mar 2026: the latest level of history that came in." in said(
        levels=(history,)
    )
    assert "Its level" not in said()


def test_a_card_says_what_settling_means_while_it_is():
    score = tally(METRIC, weekly([20.0, 24.0, 22.0]), MONDAY, known=Known(levels=[date(2026, 2, 23)]))

    assert "*Its level*\nSettling: a new level has begun, and takes ten readings" in said(score=score)


def test_a_card_says_that_a_number_drifts():
    growing = weekly([20.0 + week / 2 for week in range(40)])
    card = a_card(score=tally(METRIC, growing, MONDAY))

    assert "*Its level*\nEach week is much like the one before" in views.card(card, "UTC").text
