"""How the Monday pulse looks and what its preview's buttons do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.blocks.limits import message
from bot.features.monday import views
from rituals.letters import post
from rituals.monday import MONDAY, MondayPulse, Preview
from rituals.quality import Caveat, CaveatKind
from rituals.ritual import Occasion
from rituals.scoreboard import InputScore, Kept, tally
from storage.records.metrics import Cadence, Reading
from tests.contracts.checking import faults_of_message
from tests.making import a_metric, a_star, a_version, a_workspace
from tests.reading import buttons, reads

TODAY = date(2026, 3, 16)
SIX = datetime(2026, 3, 16, 6, tzinfo=UTC)
ACTIVE = a_metric(key="active", name="Weekly *active* <contributors>", unit="count")
RESTLESS = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]


def score(values, metric=ACTIVE, last=date(2026, 3, 9)):
    first = last - timedelta(weeks=len(values) - 1)
    readings = [
        Reading(metric.key, first + timedelta(weeks=number), value, "UANA", SIX)
        for number, value in enumerate(values)
        if value is not None
    ]
    return tally(metric, readings, TODAY)


def a_pulse(values=(*RESTLESS, 26.0), **fields) -> MondayPulse:
    made = MondayPulse(TODAY, "Europe/Berlin", score(values), 0, (), (), "A <calm> week.", "UANA")
    return replace(made, **fields)


def signal(team, value, **fields):
    metric = a_metric(key=team, **fields)
    return InputScore(team, metric, score([*RESTLESS, value], metric).verdict)


def said(pulse) -> str:
    return reads(views.pulse(pulse)).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_verdict_comes_first_and_in_words():
    assert said(a_pulse()).startswith(
        "*Steady: 26 weekly ∗active∗ &lt;contributors&gt;; 5 more than the week before is routine, "
        "the usual range is 12 to 31.*\nLast four weeks: 16 Feb *18* · 23 Feb *23* · 2 Mar *21* · 9 Mar *26*"
    )


def test_a_screen_reader_gets_everything_that_is_written():
    pulse = a_pulse(signals=(signal("Review", 60.0),), asked=1, kept=(Kept("Docs", done=2),))
    text = views.pulse(pulse).text

    assert all(line in text for line in reads(views.pulse(pulse)).split("\n"))


def test_the_picture_says_the_same_in_words():
    picture = views.pulse(a_pulse()).picture

    assert picture is not None
    assert picture.alt_text.startswith("Chart of Weekly *active* <contributors> by week, 1 Dec 2025 to 9 Mar")
    assert picture.alt_text.endswith("Lowest: 18, the week of 22 Dec 2025; highest: 26, the week of 9 Mar.")


def test_without_the_picture_there_is_a_table_of_twelve_weeks():
    (table,) = message(views.pulse(a_pulse([*RESTLESS, None, 26.0])).without_picture)
    cells = [[cell["text"] for cell in row] for row in table["rows"]]

    assert cells[0] == ["Week", "Weekly *active* <contributors>"]
    assert cells[1:3] == [["9 Mar 2026", "26"], ["2 Mar 2026", "no reading"]]
    assert len(cells) == 13


def test_one_reading_is_no_picture_yet():
    shown = views.pulse(a_pulse([20.0]))

    assert (shown.picture, shown.without_picture) == (None, [])


def test_a_missing_number_is_said_and_shown_as_missing():
    text = said(a_pulse([*RESTLESS, None]))

    assert (
        "The number for the week of 9 Mar is not in yet; the last one, for the week of 2 Mar, was 21." in text
    )
    assert "9 Mar *none*" in text


def test_without_any_number_it_is_short():
    text = said(a_pulse([], sentence=None, asked=2, missing=2))

    assert text.splitlines()[:4] == [
        "*No number is in yet for weekly ∗active∗ &lt;contributors&gt;.*",
        "No input metric has a reading for the last period yet. `/nsm log` writes one down.",
        "No commitments ran last week; the button below makes one.",
        "`/nsm log` writes the first number down, `/nsm load` takes in a whole history.",
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([20.0], None),
        ([20.0, 24.0], "Last two weeks: 2 Mar *20* · 9 Mar *24*"),
        ([20.0, None, 24.5], "Last three weeks: 23 Feb *20.0* · 2 Mar *none* · 9 Mar *24.5*"),
        ([20.0, None], "Last two weeks: 2 Mar *20* · 9 Mar *none*"),
    ],
)
def test_of_weeks_before_the_first_number_nothing_is_said(values, told):
    lines = said(a_pulse(values)).splitlines()

    assert [line for line in lines if line.startswith("Last")] == ([told] if told else [])


def test_inputs_with_a_signal_are_told_by_team_and_a_good_one_is_thanked():
    text = said(a_pulse(asked=3, signals=(signal("R&D", 60.0), signal("Docs", 1.0))))

    assert "• *R&amp;D*: Above the usual range: merged pull requests at 60" in text
    assert "usual is 12 to 31. Thank you, R&amp;D." in text
    assert text.count("Thank you") == 1


def test_no_signal_is_said_and_no_input_is_not_mentioned():
    assert "No input metric has a signal of its own." in said(a_pulse(asked=3))
    assert "input" not in said(a_pulse(asked=0))


def test_many_signals_are_cut_politely():
    many = tuple(signal(f"Team {number}", 60.0) for number in range(9))

    assert "… and 3 more" in said(a_pulse(asked=9, signals=many))


def test_the_sentence_is_quoted_with_its_author_or_marked_as_automatic():
    assert ">A &lt;calm&gt; week.\n— <@UANA>" in said(a_pulse())
    assert "_Automatic line: nobody has written a sentence for the week of 9 Mar yet._" in said(
        a_pulse(sentence=None)
    )


def test_commitments_are_counted_by_team_and_nobody_is_named():
    kept = (Kept("Docs", done=2, moved=1, open=1), Kept(None, not_yet=1, running=1, dropped=1))
    text = said(a_pulse(kept=kept))

    assert (
        "*Last week's commitments:* Docs 2 done, 1 moved, 1 open · "
        "Without a team 1 not yet, 1 dropped, 1 still running" in text
    )
    assert "No commitments ran last week; the button below makes one." in said(a_pulse())
    assert "button below" not in said(a_pulse(preview=Preview.ASKED))


def test_it_tells_when_it_was_updated_and_where_the_usual_range_comes_from():
    assert (
        "Number last updated Mon 16 Mar, 07:00 (Europe/Berlin) · "
        "The usual range comes from 14 readings, 1 Dec to 2 Mar." in said(a_pulse())
    )


def test_a_usual_range_of_long_ago_is_told_with_its_year():
    now = a_pulse().score
    assert now.verdict.usual is not None
    then = replace(now.verdict.usual, first=date(2024, 1, 1), last=date(2024, 6, 24))
    told = replace(now, verdict=replace(now.verdict, usual=then))

    assert "comes from 14 readings, 1 Jan 2024 to 24 Jun 2024." in said(a_pulse(score=told))


@pytest.mark.parametrize(
    ("since", "changed", "told"),
    [
        (
            date(2026, 1, 5),
            "Without bots",
            "; the definition changed on 5 January 2026, and numbers before and after are compared.",
        ),
        (date(2025, 12, 1), "Without bots", "1 Dec to 2 Mar."),
        (date(2026, 1, 5), "", "1 Dec to 2 Mar."),
    ],
)
def test_a_usual_range_of_before_a_new_definition_says_why_it_holds(since, changed, told):
    versions = (a_version(), a_version(number=2, effective_from=since, definition=changed, name="Bots"))

    assert f"{told}\n" in f"{said(a_pulse(score=replace(a_pulse().score, versions=versions)))}\n"


@pytest.mark.parametrize(
    ("missing", "asked", "told"),
    [
        (0, 5, "No input metric has a signal of its own.\n"),
        (1, 5, "of its own. 1 of 5 inputs has no reading for the last period yet."),
        (3, 5, "of its own. 3 of 5 inputs have no reading for the last period yet."),
        (1, 1, "*\nNo input metric has a reading for the last period yet."),
    ],
)
def test_silence_is_not_taken_for_calm(missing, asked, told):
    assert told in said(a_pulse(missing=missing, asked=asked))


def test_it_tells_since_when_the_numbers_source_fails():
    score = replace(a_pulse().score, caveats=(Caveat(CaveatKind.FAILING, since=SIX),))

    assert (
        "the usual range is 12 to 31.*\nNote: its source fails since Mon 16 Mar, 07:00 (Europe/Berlin).\n"
        in said(a_pulse(score=score))
    )


def test_a_metric_of_months_is_told_in_months():
    metric = a_metric(cadence=Cadence.MONTH, unit="count", name="Repeat purchasers")
    readings = [Reading(metric.key, date(2026, month, 1), 20.0 + month, "UANA", SIX) for month in (1, 2)]
    text = said(a_pulse(score=tally(metric, readings, TODAY)))

    assert "22 repeat purchasers, 1 more than the month before." in text
    assert "Last two months: Jan 2026 *21* · Feb 2026 *22*" in text


@pytest.mark.parametrize(
    ("preview", "labels"),
    [
        (Preview.NO, ["Commit", "Celebrate a win"]),
        (Preview.ASKED, ["Post it", "Only me this time"]),
        (Preview.POSTED, ["Commit", "Celebrate a win"]),
        (Preview.KEPT_PRIVATE, ["Commit", "Celebrate a win"]),
    ],
)
def test_a_preview_has_buttons_until_it_is_decided(preview, labels):
    assert buttons(views.pulse(a_pulse(preview=preview))) == labels


@pytest.mark.parametrize("preview", Preview)
def test_slack_accepts_it(preview):
    many = tuple(signal(f"Team {number} " + "x" * 200, 60.0, name="y" * 300) for number in range(9))
    shown = views.pulse(a_pulse(preview=preview, asked=9, signals=many, kept=(Kept("Docs", done=1),)))

    blocks = message([*shown.blocks, *shown.without_picture])
    assert faults_of_message({"text": shown.text[:4000], "blocks": blocks}) == []


@pytest.fixture
async def preview(simulator, polaris):
    """Dana, the product lead, has a preview among her messages."""
    dana = simulator.people["dana"]
    company = simulator.workspace.channel("north-star").id
    async with polaris.ledger.open() as books:
        await books.workspaces.put(
            a_workspace(id=polaris.installation.workspace, company_channel=company, product_lead=dana.id)
        )
        await books.north_stars.put(a_star(metric=ACTIVE))
        (letter,) = await MONDAY.prepare(books, Occasion("monday", None, TODAY, due_at=SIX, now=SIX))
        await post(books, letter, SIX)
    await polaris.driver.drain()
    return dana


async def on_their_way(polaris):
    async with polaris.ledger.open() as books:
        keys = ("", ":preview:posted", ":preview:private")
        return [key for key in keys if await books.deliveries.get(f"monday::2026-03-16{key}") is not None]


async def test_post_it_posts_for_everybody(preview, polaris):
    await preview.clicks(views.POST_IT)

    assert await on_their_way(polaris) == ["", ":preview:posted"]


async def test_only_me_posts_nothing(preview, polaris):
    await preview.clicks(views.ONLY_ME)

    assert await on_their_way(polaris) == [":preview:private"]


async def test_a_preview_of_last_week_says_kindly_that_it_is_over(preview, polaris, clock):
    clock.pass_(days=7)
    await preview.clicks(views.POST_IT)
    await polaris.door.settled()

    assert "its week is over" in preview.reads(preview.dm.id)[-1]
