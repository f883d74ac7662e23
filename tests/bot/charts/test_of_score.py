"""One chart of one score, and the same in words."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.caveats import sentences
from bot.blocks.limits import ALT_TEXT
from bot.blocks.phrases import say
from bot.charts import Form, Look, Mark, draw
from bot.charts.of_score import alt_text, alt_texts, chart, multiples
from rituals.quality import Bound, Caveat, CaveatKind
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


def words(longest):
    letters = st.characters(categories=["L", "N"])
    return st.builds(lambda letter, times: letter * times, letters, st.integers(1, longest))


@st.composite
def long_ones(draw_):
    """With new definitions and remarks that may have no room, and doubts that always have some."""
    reasons = draw_(st.lists(words(300), max_size=14))
    anew = [
        a_version(2 + n, effective_from=week(13 - n), definition=f"As of {n}", reason=reason)
        for n, reason in enumerate(reasons)
    ]
    said = [Remark(week(n), each) for n, each in enumerate(draw_(st.lists(words(900), max_size=3)), 1)]
    odd = [
        Caveat(CaveatKind.IMPOSSIBLE, week(n), value=-1, bound=Bound.BELOW_ZERO)
        for n in range(1, draw_(st.integers(1, 9)))
    ]
    name = draw_(words(80))
    values = draw_(st.sampled_from([[*CALM, 26.0], [*CALM, None], [*CALM[:8], None, *CALM[8:], 60.0]]))
    score = a_score(values, {week(1)}, [a_version(), *anew], replace(ACTIVE, name=name))
    return replace(score, remarks=tuple(said[::-1]), caveats=tuple(odd))


def left_out(alt):
    found = re.search(r"(\d+) more details? (?:is|are) left out here\.", alt)
    return int(found[1]) if found else 0


@given(long_ones())
def test_words_without_room_are_counted_and_the_verdict_and_the_doubts_never_lost(score):
    alt = alt_text(score)
    whole = alt_text(score, room=100_000)
    all_said = [f"Said of the week of {m.period_start.day} {m.period_start:%b}" for m in score.remarks]
    all_said += [f"From {mark.start.day} {mark.start:%b %Y} on, n" for mark in chart(score).versions]

    assert len(alt) <= ALT_TEXT
    assert say(score.verdict, score.metric).verdict in alt
    assert [each for each in sentences(score)[1:] if each not in alt] == []
    assert ("Note: " in alt) == bool(score.caveats)
    assert (alt == whole) == (len(whole) <= ALT_TEXT)
    assert left_out(alt) == sum(each not in alt for each in [*all_said, "Lowest: ", "Corrected later: "])


def test_what_was_said_last_is_said_longest():
    said = [Remark(week(ago), f"{ago} weeks ago " + "x" * 700) for ago in (9, 6, 3)]
    alt = alt_text(replace(a_score(), remarks=tuple(said)))

    assert ["9 weeks ago" in alt, "6 weeks ago" in alt, "3 weeks ago" in alt] == [False, True, True]
    assert "1 more detail is left out here. Said of the week of 26 Jan: 6 weeks ago" in alt


def test_of_more_doubts_than_there_is_room_for_the_gravest_is_told():
    odd = [
        Caveat(CaveatKind.IMPOSSIBLE, week(n), value=-1.5, bound=Bound.BELOW_ZERO, is_last=not n)
        for n in range(60)
    ]
    alt = alt_text(replace(a_score(), caveats=tuple(odd)))

    assert len(alt) <= ALT_TEXT
    assert "Note: \N{MINUS SIGN}1.5 is below zero." in alt
    assert left_out(alt) > 10


def test_of_several_long_ones_each_has_its_share():
    said = tuple(Remark(week(ago), "x" * 700) for ago in (9, 6, 3))
    odd = (Caveat(CaveatKind.JUMP, LAST, value=26.0, is_last=True),)
    scores = [
        replace(a_score(metric=replace(ACTIVE, name=name * 80)), remarks=said, caveats=odd) for name in "abc"
    ]
    alt = alt_texts(scores)

    assert len(alt) <= ALT_TEXT
    assert [alt.count(each) for each in ("Steady: ", "Note: 26 is far from usual", "are left out")] == [3] * 3
    assert alt_texts([a_score()] * 2) == " ".join([alt_text(a_score())] * 2)


def test_several_scores_are_a_grid():
    made = multiples([a_score(), a_score([20.0, 21.0])], 2, "What moves it")

    assert [each.verdict for each in made.charts] == ["● steady", "◌ too early to call"]
