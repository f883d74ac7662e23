"""The page says what was measured, beside what, and whether the target was reached."""

from tests.bench.figures import Figure, Measured, Results, keep, kept_in
from tests.bench.page import page, table


def a_figure(**changed):
    return Figure(**{"what": "an ack", "unit": "ms", "ours": (2.0, 3.0, 4.0), **changed})


def last_line(figure):
    return table([figure]).splitlines()[-1]


def test_a_figure_stands_beside_its_peer_with_its_spread():
    figure = a_figure(peer="a bare app", peers=(10.0, 12.0, 50.0), at_most=0.25)

    assert last_line(figure) == (
        "| an ack | 3.00 ms | 2.00 to 4.00 | a bare app | 12.0 ms | 10.0 to 50.0 "
        "| × 0.25 | at most × 0.25 | yes |"
    )


def test_a_target_without_a_peer_is_missed_by_one_bad_round():
    assert last_line(a_figure(at_most=3.5)).endswith("| at most 3.5 ms | **no** |")
    assert last_line(a_figure(at_least=2)).endswith("| at least 2 ms | yes |")


def test_a_figure_that_is_promised_nothing_reaches_nothing():
    assert last_line(a_figure(peer="it", peers=(6.0,))).endswith("| × 0.50 |  |  |")


def test_what_was_kept_makes_the_same_page(tmp_path):
    row = Measured((a_figure(),), "## More\n\nwords", {"rows": 3.0}, took_s=90)
    results = Results({"ack": row}, "2 cores", "Python 3")
    keep(results, tmp_path / "kept.json")

    assert kept_in(tmp_path / "kept.json") == results
    assert "## More\n\nwords\n\nMeasured in 1.5 minutes on 2 cores; Python 3." in page(results)
