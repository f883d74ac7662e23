"""Charts are drawn, whatever the readings and the words look like."""

import struct
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.charts import Form, Look, Mark, Multiples, Panels, Size, Theme, draw
from tests.bot.charts.made import FIRST, a_chart, a_range

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONG = "x" * 300
FEW = [date(2026, month, 1) for month in (1, 2, 3)]
ODD = {
    "two": a_chart([20.0, 27.0], a_range(10.0, 40.0)),
    "gaps": a_chart([20.0, None, 27.0, None], a_range(10.0, 40.0)),
    "zeros": a_chart([0.0] * 52, a_range(0.0, 0.0)),
    "all equal": a_chart([5.0] * 52),
    "negative": a_chart([-5.0, -3.25, 2.0], a_range(-8.0, 8.0)),
    "far apart": a_chart([1e15, 1e-15], a_range(0.0, 2e15)),
    "far out": a_chart([3.0, 60.0], a_range(1.0, 40.0)),
    "just under": a_chart([3.0, 0.5], a_range(1.0, 40.0)),
    "one": a_chart([7.0], a_range(7.0, 7.0)),
    "one at last": a_chart([None, 7.0]),
    "none": a_chart([None, None, None]),
    "nothing at all": a_chart([]),
    "the largest": a_chart([1e308, -1e308, 1.7e308], a_range(-1.7e308, 1.7e308)),
    "the smallest": a_chart([5e-324, 0.0, 1e-320]),
    "hardly apart": a_chart([1e15, 1e15 + 0.125, 1e15 + 0.25]),
    "letters": a_chart([1.0, 2.0], title="$\\frac{1}{2}$ 売上 🚀 مبيعات \x00\ud800" + LONG),
    "only such letters": a_chart([1.0, 2.0], title="売上"),
    "long": replace(a_chart([1.0, 2.0], a_range(1.0, 2.0)), subtitle=LONG, last_label=LONG),
    "doubted": a_chart([1.0, 2.0], a_range(1.0, 2.0), doubt=LONG),
    "no words": replace(a_chart([1.0, 2.0], title=""), subtitle=""),
    "months": a_chart([1.0, 2.0, 3.0], starts=FEW),
    "marks": a_chart(
        [1.0, None, 3.0],
        a_range(1.0, 3.0),
        restated=[True, True, True],
        annotations=[Mark(FIRST, LONG)] * 9 + [Mark(date(1999, 1, 1), "Long ago")],
        versions=[Mark(FIRST + timedelta(days=8), "売上")] * 5,
    ),
}


@pytest.mark.parametrize("chart", ODD.values(), ids=ODD)
@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("form", Form)
def test_any_chart_is_drawn_at_any_size(chart, size, form):
    facts = chart if size is not Size.PAGE else Multiples([chart, chart, chart], 2, LONG)
    file = draw(facts, Look(form, Theme.DARK, size))

    assert file.startswith(SIGNATURE if form is Form.PNG else b"<svg ")


@pytest.mark.parametrize(
    "chart", [each for name, each in ODD.items() if name not in {"marks", "doubted", "letters"}]
)
def test_a_chart_is_a_png_of_the_size_slack_shows_well(chart):
    png = draw(chart)

    assert png.startswith(SIGNATURE)
    assert struct.unpack(">II", png[16:24]) == (1200, 600)


def test_the_same_readings_give_the_same_picture_and_others_do_not():
    first, again = draw(a_chart([20.0, 27.0])), draw(a_chart([20.0, 27.0]))

    assert first == again
    assert first != draw(a_chart([20.0, 28.0]))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_several_metrics_stand_below_each_other(number):
    long, short = a_chart([20.0, None, 27.0] * 10, a_range(10.0, 40.0)), a_chart([1e6, 2e6])
    png = draw(Panels([long, short, a_chart([0.5, 0.25, 0.75])][:number]))

    assert struct.unpack(">II", png[16:24]) == (1200, 600 if number == 1 else 520 * number)
