"""What the figures of a link are taken to say."""

import pytest

from rituals.link_figures import AtLag, LinkFigures
from rituals.link_verdicts import Claim, Lack, LinkVerdict, judge, lack

UP, DOWN = Claim(2, 1), Claim(2, -1)


def at(lag, r, reach=0.1, pairs=100):
    return AtLag(lag, pairs, r, r - reach, r + reach, 0.001)


def some(*by_lag, common=100):
    return LinkFigures(common, by_lag)


def test_a_sure_link_moves_together_or_points_the_other_way():
    assert judge(some(at(0, 0.1), at(2, 0.4)), UP, 0.01) is LinkVerdict.TOGETHER
    assert judge(some(at(0, 0.1), at(2, -0.4)), DOWN, 0.01) is LinkVerdict.TOGETHER
    assert judge(some(at(0, 0.1), at(2, -0.4)), UP, 0.01) is LinkVerdict.OPPOSITE


def test_a_link_that_chance_explains_shows_no_sign_yet():
    assert judge(some(at(0, 0.1), at(2, 0.4)), UP, 0.05) is LinkVerdict.NO_SIGN
    assert judge(some(at(0, 0.1), at(2, 0.09)), UP, 0.04) is LinkVerdict.NO_SIGN


def test_what_happens_in_the_same_period_counts_the_same_events():
    assert judge(some(at(0, 0.7), at(1, -0.3), at(2, 0.4)), UP, 0.01) is LinkVerdict.SAME_EVENTS
    assert judge(some(at(0, 0.7)), Claim(0, 1), 0.001) is LinkVerdict.SAME_EVENTS


def test_a_later_period_that_says_nearly_as_much_is_looked_at():
    assert judge(some(at(0, 0.6), at(2, 0.5)), UP, 0.01) is LinkVerdict.TOGETHER


def test_a_weaker_link_within_the_period_stands():
    assert judge(some(at(0, 0.3)), Claim(0, 1), 0.01) is LinkVerdict.TOGETHER


def test_the_echo_of_the_same_period_is_no_sign():
    assert judge(some(at(0, 0.3), at(1, -0.25)), Claim(1, 1), 0.01) is LinkVerdict.NO_SIGN
    assert judge(some(at(0, 0.05), at(1, -0.25)), Claim(1, 1), 0.01) is LinkVerdict.OPPOSITE


@pytest.mark.parametrize(
    ("figures", "missing"),
    [
        (LinkFigures(25), Lack.PERIODS),
        (some(AtLag(2, 16)), Lack.UNBROKEN),
        (some(AtLag(2, 100)), Lack.VARIETY),
        (some(at(2, 0.4)), None),
    ],
)
def test_what_is_missing_for_a_verdict_is_named(figures, missing):
    assert lack(figures, 2) is missing
    assert (judge(figures, UP, 0.01) is LinkVerdict.TOO_LITTLE) == (missing is not None)
