"""The page tells of each curve how it grows, and of what was left out that it was."""

from dataclasses import replace

from tests.growth.curves import SIZES, Curve, Growth
from tests.growth.page import page
from tests.growth.picture import drawn

LINEAR = Curve("teams", "tick", {size: size / 1e4 for size in SIZES})
LEVEL = Curve("teams", "commit", dict.fromkeys(SIZES, 0.002))
STEEP = Curve("teams", "monday", {10: 0.1, 100: 1.0, 1_000: 100.0}, (10_000, 100_000))


def told(*curves):
    return page(Growth(curves, "2 cores", "Python 3"))


def test_a_row_has_the_time_of_every_size_and_the_power():
    assert "| a tick, nothing due | 1.0 ms | 10 ms | 100 ms | 1.0 s | 10.0 s | n^1.00 |" in told(LINEAR)
    assert "| `/commit`, stored | 2.0 ms | 2.0 ms | 2.0 ms | 2.0 ms | 2.0 ms | level |" in told(LEVEL)


def test_what_was_left_out_says_so():
    assert "| 100.0 s | left out | left out | n^1.50 |" in told(STEEP)
    assert b"more was left out" in drawn([STEEP])
    assert b"left out" not in drawn([LINEAR])


def test_what_grows_faster_than_n_log_n_is_named_first():
    assert "Nothing here grows faster than n log n." in told(LINEAR, LEVEL)
    assert "Faster than n log n grows: Monday's content with teams (n^1.50)." in told(LINEAR, STEEP)


def test_a_picture_has_a_panel_for_each_operation():
    pictures = drawn([LINEAR, LEVEL, replace(LEVEL, operation="home")])

    assert all(words in pictures for words in (b"a tick, nothing due", b"/commit, stored", b"App Home"))
