"""No words stand on others or leave the paper, whatever is drawn, at any size."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from bot.charts import Form, Look, Mark, Multiples, Panels, Size, draw
from bot.charts.extent import pixels
from bot.charts.wording import advance
from tests.bot.charts.made import FIRST, a_chart, a_range
from tests.bot.charts.test_drawing import LONG, ODD
from tests.gallery.cases import cases

NAMESPACE = "{http://www.w3.org/2000/svg}"
CLOSE = {
    f"{last:g} in {lower:g} to {upper:g}": a_chart([0.0, 30.0, last], a_range(lower, upper))
    for last, lower, upper in [
        (10.0, 10.0, 10.0),
        (10.0, 9.5, 10.5),
        (10.0, 10.0, 10.4),
        (11.0, 10.0, 10.4),
        (9.0, 10.0, 10.4),
        (0.0, 0.0, 30.0),
        (30.0, 0.0, 30.0),
        (0.0, 0.0, 0.5),
        (30.0, 29.5, 30.0),
    ]
}
DRAWN = {
    **{name: chart for name, chart in ODD.items() if name not in {"marks", "letters", "only such letters"}},
    **CLOSE,
    **{f"the gallery's {case.name}": case.facts for case in cases()},
    "long words": a_chart([1.0, 2.0], title=LONG, doubt=LONG, annotations=[Mark(FIRST, LONG)] * 3),
    "several": Panels(list(CLOSE.values())[:3]),
    "a grid": Multiples(
        [replace(each, verdict="● steady", doubt="Odd") for each in CLOSE.values()], 3, "All"
    ),
    "a grid of long words": Multiples([a_chart([1.0, 2.0], title=LONG, doubt=LONG)] * 3, 2, LONG),
}


def boxes(svg: str):
    """Each piece of writing with the room it takes: left, top, right, bottom."""
    for each in ET.fromstring(svg).iter(f"{NAMESPACE}text"):
        look, words = each.attrib, "".join(each.itertext())
        size = float(look["font-size"].removesuffix("px"))
        wide = size * sum(advance(letter, bold="font-weight" in look) for letter in words)
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[look.get("text-anchor", "start")]
        left, base = float(look["x"]) - shift * wide, float(look["y"])
        yield words, (left, base - 0.72 * size, left + wide, base)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("size", [Size.SLACK, Size.PAGE, Size.TV])
@pytest.mark.parametrize("facts", DRAWN.values(), ids=DRAWN)
def test_words_keep_apart_and_on_the_paper(facts, size):
    look = Look(Form.SVG, size=size)
    svg = draw(facts, look).decode()
    found, (width, height) = list(boxes(svg)), (each * 0.75 for each in pixels(facts, look))

    assert [(a[0], b[0]) for a, b in combinations(found, 2) if overlap(a[1], b[1])] == []
    assert [
        words for words, box in found if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
    ] == []


SENTENCE = "The reviewers take turns, so that nobody waits for one who is away, " * 4 + "and it shows."


@pytest.mark.parametrize(
    "facts",
    [
        a_chart([1.0, 2.0], title=SENTENCE),
        a_chart([1.0, 2.0], doubt=SENTENCE),
        a_chart([1.0, 2.0], annotations=[Mark(FIRST, SENTENCE)]),
        a_chart([1.0, 2.0], versions=[Mark(FIRST + timedelta(weeks=1), SENTENCE)]),
        Multiples([a_chart([1.0, 2.0]), a_chart([1.0, 2.0], title=SENTENCE)], 2),
        Multiples([a_chart([1.0, 2.0], doubt=SENTENCE)], 2),
    ],
)
def test_in_slack_no_sentence_ends_before_its_end(facts):
    said = " ".join(words for words, _ in boxes(draw(facts, Look(Form.SVG)).decode()))

    assert SENTENCE in said
    assert "…" not in said


@pytest.mark.parametrize("size", Size)
def test_a_page_knows_the_size_of_a_picture_before_it_is_drawn(size):
    look = Look(Form.SVG, size=size)
    drawn = ET.fromstring(draw(ODD["marks"], look)).attrib
    width, height = (drawn[side].removesuffix("pt") for side in ("width", "height"))

    assert pixels(ODD["marks"], look) == (round(float(width) / 0.75), round(float(height) / 0.75))
