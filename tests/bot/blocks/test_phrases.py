"""Numbers and verdicts in words: true to the last digit, and never alarming."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.phrases import Said, amount, amounts, in_a_sentence, period, say
from rituals.signals import Kind, Rule, Verdict, verdict
from rituals.usual import Point, UsualRange
from storage.records.metrics import Cadence, Direction, Metric

FIRST = date(2026, 1, 5)
PEOPLE = Metric("people", "Weekly active contributors", "count", Direction.UP)
WAIT = Metric("wait", "Median waiting time", "hours", Direction.DOWN)
SHARE = Metric("share", "NPS share", "percent", Direction.UP)
REVERTS = Metric("reverts", "Reverts", "count", Direction.DOWN)
RESTLESS = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, 23.0, 21.0]

ALARMING = (
    "alarm|alert|warning|urgent|critical|crisis|danger|fail|failed|failure|bad|worse|worst|poor|terrible|"
    "plunge|plummet|crash|collapse|tank|drop|dropped|decline|disappoint|miss|missed|blame|fault|underperform|"
    "behind|lagging|must|should|caused|because|due to|thanks to|led to|drove|driven|moved with|record"
)


def judge(values, metric=PEOPLE, accepted=()) -> Verdict:
    starts = (FIRST + timedelta(weeks=number) for number in range(len(values)))
    points = [Point(start, value) for start, value in zip(starts, values, strict=True) if value is not None]
    return verdict(points, metric, FIRST + timedelta(weeks=len(values) - 1), accepted)


def words(values, metric=PEOPLE, accepted=()) -> str:
    said = say(judge(values, metric, accepted), metric)
    return plain(f"{said.verdict} {said.to_people}".strip())


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_value_on_one_side_of_the_average_is_so_as_it_is_written_too():
    nearly_27 = [26.0, 26.0, 29.0] * 3 + [26.0, 28.0] * 6 + [26.0, 27.0, 29.0, 26.0, 26.0]  # 26.96
    told = words([*nearly_27, *[27.0, 28.0] * 4])

    assert "each of the last eight weeks" in told
    assert "lies above 26.9, the average" in told


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (27.0, "count", "27"),
        (0.0, "count", "0"),
        (1234567.0, "count", "1 234 567"),
        (28.0, "percent", "28 %"),
        (28.57142, "percent", "28.6 %"),
        (21.9142, "hours", "21.9 h"),
        (0.8412, "seconds", "0.84 s"),
        (0.000321, "seconds", "0.00032 s"),
        (-3.25, "points", "−3.2 points"),
        (5.0, "contributors", "5"),
        (1234.56, "EUR", "1 235 EUR"),
    ],
)
def test_a_number_is_shown_with_its_unit_and_no_more_digits_than_help(value, unit, shown):
    text = amount(value, Metric("m", "Weekly contributors", unit, Direction.UP))

    assert text.replace("\u202f", " ").replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((1204.0, 1187.5), ["1 204 h", "1 188 h"]),
        ((24.0, 22.5, 30.0), ["24.0 h", "22.5 h", "30.0 h"]),
        ((24.0, 22.0), ["24 h", "22 h"]),
        ((990.5, 1204.0), ["990.5 h", "1 204.0 h"]),
        ((0.05, 0.0), ["0.05 h", "0.00 h"]),
        ((-0.04, 12.5), ["−0.04 h", "12.50 h"]),
        ((), []),
    ],
)
def test_values_beside_each_other_have_as_many_decimals(values, shown):
    assert [plain(each) for each in amounts(values, WAIT)] == shown


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([22.5, 24.0], "median waiting time at 24.0 h, 1.5 h more than the week before."),
        ([21.9, 24.9], "median waiting time at 24.9 h, 3.0 h more than the week before."),
        ([22.0, 24.0], "median waiting time at 24 h, 2 h more than the week before."),
        ([21.96, 21.99], "median waiting time at 21.99 h, 0.03 h more than the week before."),
        ([1187.5, 1204.0], "median waiting time at 1 204 h, 16 h more than the week before."),
    ],
)
def test_a_value_and_its_change_have_as_many_decimals(values, said):
    assert f": {said} " in words(values, WAIT)


@settings(max_examples=200)
@given(st.lists(st.floats(-5000, 5000), min_size=1, max_size=40), st.sampled_from([WAIT, SHARE]))
def test_the_numbers_of_a_sentence_have_as_many_decimals(values, metric):
    numbers = re.findall(
        r"[\d\u202f]+(?:\.\d+)?(?=\u00a0| point| to )", say(judge(values, metric), metric).verdict
    )

    assert len({len(number.partition(".")[2]) for number in numbers}) <= 1


@pytest.mark.parametrize(
    ("cadence", "seen_from", "shown"),
    [
        (Cadence.WEEK, date(2026, 8, 17), "the week of 5 Jan"),
        (Cadence.WEEK, None, "the week of 5 Jan 2026"),
        (Cadence.WEEK, date(2027, 1, 4), "the week of 5 Jan 2026"),
        (Cadence.DAY, date(2026, 8, 17), "5 Jan"),
        (Cadence.MONTH, None, "January 2026"),
    ],
)
def test_a_period_has_a_name(cadence, seen_from, shown):
    assert period(FIRST, Metric("m", "M", "count", Direction.UP, cadence), seen_from) == shown


@pytest.mark.parametrize(
    ("values", "metric", "said"),
    [
        (
            [0.33] * 30,
            WAIT,
            "Steady: median waiting time at 0.33 h, the same as the week before; the usual range is 0.33 h.",
        ),
        (
            [*RESTLESS, 26.0],
            PEOPLE,
            (
                "Steady: 26 weekly active contributors; 5 more than the week before is routine, "
                "the usual range is 12 to 31."
            ),
        ),
        (
            [*RESTLESS, 21.0],
            PEOPLE,
            (
                "Steady: 21 weekly active contributors, the same as the week before; "
                "the usual range is 12 to 31."
            ),
        ),
        (
            [*RESTLESS, None, 20.0],
            PEOPLE,
            (
                "Steady: 20 weekly active contributors, within the usual range of 12 to 31. "
                "The week before has no reading."
            ),
        ),
        (
            [*RESTLESS, 60.0],
            PEOPLE,
            (
                "Above the usual range: 60 weekly active contributors, 39 more than the week before; "
                "usual is 12 to 31. Thank you to every team."
            ),
        ),
        (
            [*RESTLESS, 1.0],
            PEOPLE,
            (
                "Below the usual range: weekly active contributors at 1, 20 fewer than the week before; "
                "usual is 12 to 31. What changed?"
            ),
        ),
        (
            [*RESTLESS, 60.5],
            WAIT,
            (
                "Above the usual range: median waiting time at 60.5 h, 39.5 h more than the week before; "
                "usual is 11.8 to 31.0 h. What changed?"
            ),
        ),
        (
            [*RESTLESS, 22.5],
            SHARE,
            (
                "Steady: NPS share at 22.5 %; 1.5 points more than the week before is routine, "
                "the usual range is 11.8 to 31.0 %."
            ),
        ),
        (
            [*RESTLESS, 27.0, 27.0, 21.0, 28.0],
            PEOPLE,
            (
                "Higher lately: 28 weekly active contributors, 7 more than the week before; three of the "
                "last four weeks lie nearer to the top of the usual range, 12 to 31, than to the average, "
                "21.4. Thank you to every team."
            ),
        ),
        (
            [*RESTLESS, 27.0, 27.0, 21.0, 31.5],
            SHARE,
            (
                "Higher lately: NPS share at 31.5 %, 10.5 points more than the week before; three of the "
                "last four weeks lie nearer to the top of the usual range, 11.8 to 31.0 %, than to the "
                "average, 21.4 %, or beyond it. Thank you to every team."
            ),
        ),
        (
            [*RESTLESS, *[24.0] * 8],
            PEOPLE,
            (
                "A higher level: 24 weekly active contributors, the same as the week before; each of the "
                "last eight weeks, from the week of 13 Apr on, lies above 21.4, the average of the 14 "
                "readings it is compared with. Thank you to every team."
            ),
        ),
        (
            [*RESTLESS, *[24.0] * 9],
            PEOPLE,
            (
                "Still above its former level: 24 weekly active contributors, the same as the week before. "
                "It rose above 21.4, the average until then, in the week of 13 Apr, and nobody has accepted "
                "that as the new normal yet."
            ),
        ),
        (
            [20.0, 24.0],
            PEOPLE,
            (
                "Too early to call: 24 weekly active contributors, 4 more than the week before. A usual "
                "range takes ten earlier weeks with a reading, and there is 1."
            ),
        ),
        (
            [*[20.0, None] * 12, 21.0],
            PEOPLE,
            (
                "Too early to call: 21 weekly active contributors. A usual range takes weeks in a row, "
                "and the earlier ones have too many gaps."
            ),
        ),
        (
            [*RESTLESS, None],
            PEOPLE,
            "The number for the week of 13 Apr is not in yet; the last one, for the week of 6 Apr, was 21.",
        ),
        ([None], PEOPLE, "No number is in yet for weekly active contributors."),
    ],
)
def test_a_verdict_reads_well(values, metric, said):
    assert words(values, metric) == said


def test_a_level_that_was_accepted_settles_from_where_it_begins():
    told = words([*RESTLESS, *[24.0] * 9], accepted=[FIRST + timedelta(weeks=14)])

    assert told == (
        "A new level is settling: 24 weekly active contributors, the same as the week before. It begins with "
        "the week of 13 Apr; a usual range takes ten earlier weeks of that level, and there are 8."
    )


@pytest.mark.parametrize(
    ("rare", "told"),
    [
        (
            [0.0, 0.0, 1.0] * 9 + [0.0],
            (
                "Steady: 0 reverts; 1 fewer than the week before is routine, it is usually 0 and the usual "
                "range is 0 to 2."
            ),
        ),
        (
            [0.0] * 12,
            "Steady: 0 reverts, the same as the week before; it is usually 0 and the usual range is 0 to 2.",
        ),
    ],
)
def test_of_what_is_mostly_zero_it_is_said_that_it_usually_is(rare, told):
    assert words(rare, REVERTS) == told


def numbers(text: str) -> list[float]:
    """Every number in a sentence, as a reader takes it."""
    plain = text.replace("\u202f", "").replace("−", "-")
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", plain)]


def shown_range(said: Said) -> tuple[float, float]:
    found = re.search(
        r"(?:usual is|usual range is|usual range of|usual range,) ([^;.,]*(?:\.\d[^;.,]*)*)", said.verdict
    )
    assert found is not None
    shown = numbers(found[1])  # a range of one has one number
    return shown[0], shown[-1]


values = st.lists(st.integers(0, 60).map(float), min_size=11, max_size=40) | st.lists(
    st.floats(0, 1000, allow_subnormal=False), min_size=11, max_size=40
)


@settings(deadline=None, max_examples=300)
@given(values, st.sampled_from([PEOPLE, WAIT, SHARE]))
def test_no_sentence_contradicts_itself(values, metric):
    seen = judge(values, metric)
    said = say(seen, metric)
    value = numbers(said.verdict.split(" than the ")[0].split("; ")[0])[0]

    if seen.kind is Kind.STEADY:
        low, high = shown_range(said)
        assert low <= value <= high
    elif seen.rule is Rule.OUTSIDE:
        low, high = shown_range(said)
        assert value > high if seen.kind is Kind.UP else value < low


@settings(deadline=None, max_examples=300)
@given(values, st.sampled_from([PEOPLE, WAIT, SHARE]), st.booleans())
def test_the_tone_is_that_of_a_compass(values, metric, last_missing):
    said = words([*values, None] if last_missing else values, metric)
    kind = judge(values, metric)

    assert not re.search(rf"\b({ALARMING})\b", said.lower())
    assert "!" not in said
    assert ("Thank you" in said) == (kind.good is True and not last_missing)
    assert ("What changed?" in said) == (kind.good is False and not last_missing)


def test_a_limit_right_beside_the_value_is_told_apart_from_it():
    usual = UsualRange(20.0, 10.0, 21.93, 26, FIRST, FIRST)
    close = Verdict(Kind.UP, FIRST, Point(FIRST, 21.94), None, usual, Rule.OUTSIDE, good=True)

    assert say(close, WAIT).verdict.replace("\u00a0", " ") == (
        "Above the usual range: median waiting time at 21.94 h; usual is 10.00 to 21.93 h."
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Weekly active contributors", "weekly active contributors"),
        ("Merged PRs", "merged PRs"),
        ("NPS share", "NPS share"),
        ("GitHub stars", "GitHub stars"),
        ("B2B customers", "B2B customers"),
        ("Active Teams", "Active Teams"),
        ("CO2 at Mauna Loa", "CO2 at Mauna Loa"),
        ("", ""),
    ],
)
def test_a_name_in_a_sentence_keeps_the_capitals_that_are_its_own(name, told):
    assert in_a_sentence(name) == told
