"""Charts are drawn, whatever the readings look like."""

import struct
from datetime import date, timedelta

import pytest

from bot.charts import Chart, Panels, Range, draw

FIRST = date(2025, 8, 18)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def a_chart(values, usual=None, title="Weekly active contributors", starts=None) -> Chart:
    starts = starts or [FIRST + timedelta(weeks=week) for week in range(len(values))]
    last = values[-1]
    return Chart(title, "By week", starts, values, "" if last is None else f"{last:g}", usual)


def a_range(lower, upper) -> Range:
    return Range(FIRST, lower, upper, f"{lower:g}", f"{upper:g}")


@pytest.mark.parametrize(
    "chart",
    [
        a_chart([20.0, 27.0], a_range(10.0, 40.0)),
        a_chart([20.0, None, 27.0, None], a_range(10.0, 40.0)),
        a_chart([0.0] * 52, a_range(0.0, 0.0)),
        a_chart([5.0] * 52),
        a_chart([-5.0, -3.25, 2.0], a_range(-8.0, 8.0)),
        a_chart([1e15, 1e-15], a_range(0.0, 2e15)),
        a_chart([3.0, 60.0], a_range(1.0, 40.0)),
        a_chart([3.0, 0.5], a_range(1.0, 40.0)),
        a_chart([None, 7.0]),
        a_chart([1.0, 2.0], title="$\\frac{1}{2}$ 売上 " + "x" * 300),
        a_chart([1.0, 2.0, 3.0], starts=[date(2026, month, 1) for month in (1, 2, 3)]),
    ],
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
