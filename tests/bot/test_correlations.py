"""The figures about links: right on real readings, and an answer for every odd series."""

import csv
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.correlations import adjusted, figures
from rituals.link_figures import AtLag, LinkFigures, Pairing
from rituals.link_verdicts import Claim, Lack, LinkVerdict, judge, lack

REFERENCE = Path(__file__).with_name("bevy_correlations.csv")
LAGS = tuple(range(9))
STAR = "weekly_active_contributors"

# What people say of each input of the demo: so many weeks later, in that direction.
CLAIMS = {
    "first_time_contributors": Claim(3, 1),
    "newcomer_return_rate": Claim(1, 1),
    "open_to_merge_hours": Claim(2, -1),
    "coauthored_share": Claim(2, 1),
    "docs_changes": Claim(4, 1),
    "rendering_changes": Claim(2, 1),
    "ecs_core_changes": Claim(2, 1),
    "tests_added": Claim(4, 1),
    "reverts": Claim(1, -1),
    "dependency_bumps": Claim(2, 1),
}


@cache
def real() -> dict[str, tuple[tuple[int, float], ...]]:
    found: dict[str, list[float]] = {}
    with Path("bot/demo/data/bevy.csv").open() as file:
        for row in csv.DictReader(file):
            found.setdefault(row["metric"], []).append(float(row["value"]))
    return {key: tuple(enumerate(values)) for key, values in found.items()}


@cache
def of_real() -> dict[str, LinkFigures]:
    asked = [Pairing(real()[STAR], real()[key], LAGS) for key in CLAIMS]
    return dict(zip(CLAIMS, figures(asked), strict=True))


def one(star, moved_by, lags=LAGS) -> LinkFigures:
    return figures([Pairing(tuple(star), tuple(moved_by), lags)])[0]


def sure(at: AtLag) -> tuple[float, float, float, float]:
    """What is known of a lag: r, its interval, and the chance."""
    assert at.r is not None
    assert at.low is not None
    assert at.high is not None
    assert at.p is not None
    return at.r, at.low, at.high, at.p


def noise(seed, number=120):
    chance = random.Random(seed)
    return [(week, chance.gauss(0, 1)) for week in range(number)]


def test_plain_coefficients_are_those_of_an_independent_calculation():
    with REFERENCE.open() as file:
        expected = list(csv.DictReader(line for line in file if not line.startswith("#")))

    assert len(expected) == len(CLAIMS) * len(LAGS)
    for row in expected:
        at = of_real()[row["input"]].at(int(row["lag"]))
        assert at.pairs == int(row["n"])
        assert at.r == pytest.approx(float(row["r"]), abs=1e-6)


def test_real_links_get_the_verdicts_an_honest_reader_would_give():
    chances = adjusted([sure(of_real()[key].at(claim.lag))[3] for key, claim in CLAIMS.items()])
    verdicts = {
        key: judge(of_real()[key], claim, chance)
        for (key, claim), chance in zip(CLAIMS.items(), chances, strict=True)
    }
    same = {"first_time_contributors", "docs_changes", "rendering_changes", "ecs_core_changes"}

    assert {key for key, each in verdicts.items() if each is LinkVerdict.SAME_EVENTS} == same
    assert {each for key, each in verdicts.items() if key not in same} == {LinkVerdict.NO_SIGN}


def test_the_more_doubtful_of_both_tests_counts():
    # Pearson's own test gives 0.004 here; that the weeks hang together takes most of it away.
    _, low, high, chance = sure(of_real()["dependency_bumps"].at(2))

    assert 0.04 < chance < 0.06
    assert low < 0.061 < 0.306 < high


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_that_follows_another_is_found_at_its_lag(sign):
    moved_by = noise(1)
    blur = dict(noise(2))
    star = [(week + 3, 1e6 + sign * 400 * value + 100 * blur[week]) for week, value in moved_by]
    found = one(star, moved_by)

    assert max(found.by_lag, key=lambda at: abs(sure(at)[0])).lag == 3
    assert judge(found, Claim(3, sign), found.at(3).p) is LinkVerdict.TOGETHER
    assert judge(found, Claim(3, -sign), found.at(3).p) is LinkVerdict.OPPOSITE


def test_what_chance_makes_is_seldom_a_sign():
    # The changes of numbers drawn anew each week hang together; Pearson's own test finds 12 signs in 100.
    found = [one(noise(seed), noise(seed + 1000), (2,)).at(2) for seed in range(200)]

    assert sum(sure(at)[3] < 0.05 for at in found) <= 18


def test_a_gap_makes_no_change():
    whole = noise(3, 60)
    gone = [each for each in whole if each[0] not in {20, 21, 40}]
    found = one(noise(4, 60), gone, (0, 2))

    # Each gap takes the change into it and the one out of it.
    assert found.common == 57
    assert found.at(0).pairs == 59 - 5
    assert found.at(2).pairs == 57 - 5


def test_every_other_week_is_no_unbroken_series():
    found = one(noise(5), [each for each in noise(6) if each[0] % 2])

    assert found.at(0) == AtLag(0, 0)
    assert lack(found, 0) is Lack.UNBROKEN


@pytest.mark.parametrize("value", [lambda week: 5.0, lambda week: 0.1 * week, lambda week: 0.0])
def test_what_always_changes_by_the_same_amount_goes_with_nothing(value):
    found = one(noise(7), [(week, value(week)) for week in range(120)])

    assert found.at(2) == AtLag(2, 117)
    assert lack(found, 2) is Lack.VARIETY


def test_fewer_than_26_common_weeks_are_not_looked_at():
    assert one(noise(8, 25), noise(9, 25)) == LinkFigures(25)
    assert one(noise(8, 26), noise(9, 26)).at(8).r is not None


def test_a_lag_beyond_the_usual_ones_is_looked_at_too():
    assert one(noise(10), noise(11), (0, 12)).at(12).pairs == 119 - 12


def test_two_that_are_one_go_together_wholly():
    r, _, _, chance = sure(one(noise(12), noise(12), (0,)).at(0))

    assert r == pytest.approx(1)
    assert chance < 1e-9


def test_the_same_readings_give_the_same_figures():
    assert one(noise(13), noise(14)) == one(noise(13), noise(14))


def test_chances_looked_at_together_grow():
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert adjusted([]) == []


odd = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, 1.0, -1.0, 1e308, -1e308, 5e-324, 1e-300, 100.0]),
    st.integers(0, 3).map(float),
)
odd_series = st.dictionaries(st.integers(0, 60), odd, min_size=0, max_size=60).map(
    lambda found: tuple(sorted(found.items()))
)


@settings(max_examples=80, deadline=None)
@given(star=odd_series, moved_by=odd_series, lag=st.integers(0, 30))
def test_every_series_gets_a_sound_answer(star, moved_by, lag):
    found = one(star, moved_by, tuple(sorted({0, 1, lag})))

    for at in found.by_lag:
        if at.r is not None:
            r, low, high, chance = sure(at)
            assert -1 <= low <= r <= high <= 1
            assert 0 <= chance <= 1
    verdict = judge(found, Claim(lag, 1), found.at(lag).p)
    assert (verdict is LinkVerdict.TOO_LITTLE) == (lack(found, lag) is not None)
