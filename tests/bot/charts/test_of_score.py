"""One chart of one score, and the same in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.charts import Form, Look, Mark, draw
from bot.charts.of_score import alt_text, chart, multiples
from rituals.remarks import Remark
from rituals.scoreboard import Known, tally
from storage.records.dictionary import MetricVersion
from storage.records.metrics import Direction, Reading
from tests.making import a_metric

LAST = date(2026, 3, 9)
TODAY = date(2026, 3, 16)
SIX = datetime(2026, 3, 16, 6, tzinfo=UTC)
ACTIVE = a_metric(key="active", name="Weekly active contributors", unit="count")
CALM = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]


def week(ago: int) -> date:
    return LAST - timedelta(weeks=ago)


def a_score(values=(*CALM, 26.0), restated=(), versions=(), metric=ACTIVE):
    ago = range(len(values) - 1, -1, -1)
    readings = [
        Reading(metric.key, week(weeks), value, "UANA", SIX)
        for weeks, value in zip(ago, values, strict=True)
        if value is not None
    ]
    return tally(metric, readings, TODAY, restated, Known(versions=versions))


def a_version(number=1, **fields) -> MetricVersion:
    made = MetricVersion(
        "active", number, date(2025, 1, 1), "Weekly active contributors", "Authors", "count", Direction.UP,
        "Ana asked for it", "UANA", SIX,
    )  # fmt: skip
    return replace(made, **fields)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_chart_has_every_period_a_gap_as_a_gap_and_the_last_value_by_name():
    drawn = chart(a_score([*CALM, None, 26.0]))

    assert drawn.values[-3:] == [21.0, None, 26.0]
    assert drawn.starts[-1] - drawn.starts[0] == timedelta(weeks=15)
    assert (drawn.last_label, drawn.verdict) == ("26", "● steady")


def test_what_was_corrected_is_hollow_and_said():
    score = a_score(restated={week(3), week(1)})

    assert [
        start for start, again in zip(chart(score).starts, chart(score).restated, strict=True) if again
    ] == [
        week(3),
        week(1),
    ]
    assert "Corrected later: 2 weeks, the last of them the week of 2 Mar." in plain(alt_text(score))
    assert chart(a_score()).restated == ()


def test_a_new_meaning_has_a_marker_with_its_reason_and_a_new_name_has_none():
    renamed = a_version(2, effective_from=week(9), name="Active people")
    anew = replace(renamed, number=3, effective_from=week(5), definition="Reviewers too", unit="EUR")
    anew = replace(anew, reason="Bots landed some. " + "And so on. " * 50)
    score = a_score(versions=[a_version(), renamed, replace(anew, comparable=False)])
    words = "ew definition, now in EUR, not comparable with before: Bots landed some. And so on."

    (marker,) = chart(score).versions
    assert marker.start == week(5)
    assert marker.words.startswith(f"N{words}")
    assert len(marker.words) < 170
    assert f"From 2 Feb 2026 on, n{words}" in alt_text(score)


def test_a_new_meaning_without_a_reason_is_told_in_our_words():
    score = a_score(versions=[a_version(), a_version(2, effective_from=week(5), definition="X", reason="")])

    assert chart(score).versions == [Mark(week(5), "New definition")]
    assert "From 2 Feb 2026 on, new definition." in alt_text(score)


def test_a_meaning_that_all_of_the_chart_has_needs_no_marker():
    before = [a_version(), a_version(2, effective_from=week(30), definition="Reviewers too")]

    assert chart(a_score(versions=before)).versions == []


def test_what_was_said_stands_at_its_week_and_in_the_words():
    score = replace(a_score(), remarks=(Remark(week(40), "Long ago"), Remark(week(3), "A calm week.")))

    assert chart(score).annotations == [Mark(week(40), "Long ago"), Mark(week(3), "A calm week.")]
    assert alt_text(score).endswith("Said of the week of 16 Feb: A calm week.")
    assert "Long ago" not in alt_text(score)


def test_the_words_hold_a_remark_to_its_end():
    said = "We shipped a week later than planned, and " * 6 + "it shows."
    score = replace(a_score(), remarks=(Remark(week(3), said),))

    assert alt_text(score).endswith(said)
    assert chart(score).annotations == [Mark(week(3), said)]


def test_a_long_reason_ends_with_a_sentence():
    reason = "Bots no longer count. None of them chose to come back." + " And so on, for many words more." * 3
    anew = a_version(2, effective_from=week(5), definition="Reviewers too", reason=reason)
    (marker,) = chart(a_score(versions=[a_version(), anew])).versions

    assert marker.words == (
        "New definition: Bots no longer count. None of them chose to come back."
        " And so on, for many words more"
    )


def test_nobody_is_named_in_a_chart_or_its_words():
    anew = a_version(2, effective_from=week(5), definition="Reviewers too", reason="A colleague asked")
    score = a_score(restated={week(1)}, versions=[a_version(), anew])

    assert "Ana" not in repr(chart(score)) + alt_text(score)
    assert "UANA" not in repr(chart(score)) + alt_text(score)


def test_the_words_say_the_message_with_its_numbers():
    assert plain(alt_text(a_score([*CALM, None, 26.0]))) == (
        "Chart of Weekly active contributors by week, 24 Nov 2025 to 9 Mar 2026. "
        "Steady: 26 weekly active contributors, within the usual range of 12 to 31. "
        "The week before has no reading. "
        "Lowest: 18, the week of 15 Dec 2025; highest: 26, the week of 9 Mar. "
        "No reading for the week of 2 Mar."
    )


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([*CALM, None], "○ not in yet"),
        ([20.0, 21.0], "◌ too early to call"),
        ([*CALM, 60.0], "▲ up"),
        ([*CALM, 1.0], "▼ down"),
        ([*CALM * 2, *[40.0] * 8], "▲ higher level"),
        ([*CALM * 2, *[40.0] * 10], "▲ still above its former level"),
    ],
)
def test_a_verdict_is_a_mark_and_a_word(values, verdict):
    assert chart(a_score(values)).verdict == verdict


def test_a_metric_without_a_reading_is_still_a_chart():
    score = a_score([])

    assert alt_text(score).startswith("Chart of Weekly active contributors by week, 9 Mar 2026")
    assert b"No reading yet" in draw(chart(score), Look(Form.SVG))


def test_several_scores_are_a_grid():
    made = multiples([a_score(), a_score([20.0, 21.0])], 2, "What moves it")

    assert [each.verdict for each in made.charts] == ["● steady", "◌ too early to call"]
