"""Everybody can tell the colours of the charts apart, whatever they see of them."""

import pytest

from bot.charts import Size, Theme
from bot.charts.style import MEASURES, PALETTES

ON_A_PHONE = 326
"""How wide a picture on a page is where the phone is 360 px wide; tests/journeys/browser holds it to that."""

# How eyes without one kind of cones see linear RGB: Machado, Oliveira and Fernandes, "A Physiologically-based
# Model for Simulation of Color Vision Deficiency" (IEEE TVCG 15, 2009), severity 1.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color):
    """Linear light, by the formula of sRGB."""
    shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def seen(color, eye):
    return [min(max(sum(a * b for a, b in zip(row, linear(color), strict=True)), 0), 1) for row in EYES[eye]]


def luminance(color, eye="all cones"):
    return sum(
        weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), seen(color, eye), strict=True)
    )


def contrast(one, other, eye="all cones"):
    """WCAG 2.2's ratio: 1 for the same, 21 for black and white."""
    dark, light = sorted((luminance(one, eye), luminance(other, eye)))
    return (light + 0.05) / (dark + 0.05)


def difference(one, other, eye):
    """The distance in CIELAB; 2.3 can just be noticed."""
    return sum((a - b) ** 2 for a, b in zip(lab(seen(one, eye)), lab(seen(other, eye)), strict=True)) ** 0.5


def lab(rgb):
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in to_xyz]
    x, y, z = (
        share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116
        for share in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("eye", EYES)
def test_words_stand_out_from_the_paper_and_lines_from_paper_and_band(theme, eye):
    colors = PALETTES[theme]

    for words in (colors.ink, colors.grey, colors.accent):
        assert contrast(words, colors.paper, eye) >= 4.5
    for line in (colors.history, colors.accent, colors.grey):
        assert contrast(line, colors.paper, eye) >= 3
        assert contrast(line, colors.band, eye) >= 3
    assert contrast(colors.limit, colors.paper, eye) >= 3


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("eye", EYES)
def test_the_last_value_is_told_from_history_and_limits_whatever_the_eye(theme, eye):
    colors = PALETTES[theme]

    assert difference(colors.accent, colors.history, eye) > 20
    assert difference(colors.accent, colors.limit, eye) > 20


@pytest.mark.parametrize(
    ("size", "wide", "least"),
    [
        (Size.SLACK, 360, 10),  # a phone
        (Size.PHONE, ON_A_PHONE, 13),
        (Size.PAGE, 960, 14),
        (Size.TV, 1920, 36),  # seen from three metres
    ],
)
def test_the_smallest_words_are_large_enough_where_they_are_read(size, wide, least):
    measures = MEASURES[size]

    assert round(measures.small * wide / measures.width, 1) >= least
