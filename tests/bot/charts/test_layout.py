"""No words stand on others or leave the paper, whatever is drawn, at any size."""

import re
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
from tests.bot.charts.test_style import ON_A_PHONE
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
LONG_VALUE = replace(
    a_chart(
        [*[30.0] * 14, 123456789.0],
        replace(a_range(12.0, 98765432.1), upper_label="98\u202f765\u202f432.1"),
    ),
    last_label="123\u202f456\u202f789\u00a0pull requests",
)
DRAWN = {
    **{name: chart for name, chart in ODD.items() if name not in {"marks", "letters", "only such letters"}},
    **CLOSE,
    **{f"the gallery's {case.name}": case.facts for case in cases()},
    "long words": a_chart([1.0, 2.0], title=LONG, doubt=LONG, annotations=[Mark(FIRST, LONG)] * 3),
    "a long value in a few weeks": LONG_VALUE,
    "a grid of long values": Multiples([LONG_VALUE] * 3, 3),
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


@pytest.mark.parametrize("size", [Size.SLACK, Size.PHONE, Size.PAGE, Size.TV])
@pytest.mark.parametrize("facts", DRAWN.values(), ids=DRAWN)
def test_words_keep_apart_and_on_the_paper(facts, size):
    look = Look(Form.SVG, size=size)
    svg = draw(facts, look).decode()
    found, (width, height) = list(boxes(svg)), (each * 0.75 for each in pixels(facts, look))

    assert [(a[0], b[0]) for a, b in combinations(found, 2) if overlap(a[1], b[1])] == []
    assert [
        words for words, box in found if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
    ] == []


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        *((LONG_VALUE, size) for size in (Size.SLACK, Size.PHONE, Size.PAGE, Size.TV)),
        *((Multiples([LONG_VALUE] * 3, 2), size) for size in (Size.SLACK, Size.PAGE, Size.TV)),
    ],
)
def test_a_number_is_rounded_rather_than_cut(facts, size):
    written = [words for words, _ in boxes(draw(facts, Look(Form.SVG, size=size)).decode())]

    assert {"123 456 789 pull requests", "123 456 789", "123.5M"} & {*written}
    assert [words for words in written if "…" in words] == []


def test_a_unit_leaves_before_a_number_is_rounded():
    chart = replace(a_chart([30.0, 1234567.0]), last_label="1\u202f234\u202f567\u00a0pull requests")
    written = [words for words, _ in boxes(draw(chart, Look(Form.SVG)).decode())]

    assert "1 234 567" in written


def test_on_a_phone_the_smallest_letters_are_eleven_pixels_high():
    look = Look(Form.SVG, size=Size.PHONE)
    chart = a_chart([30.0, 27.0], a_range(20, 40), doubt="Odd", annotations=[Mark(FIRST, "We met")])
    sizes = [float(each) for each in re.findall(r'font-size="([\d.]+)px"', draw(chart, look).decode())]

    assert min(sizes) / 0.75 * ON_A_PHONE / pixels(chart, look)[0] >= 11


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
@pytest.mark.parametrize("size", [Size.SLACK, Size.PHONE])
def test_in_slack_and_on_a_phone_no_sentence_ends_before_its_end(facts, size):
    said = " ".join(words for words, _ in boxes(draw(facts, Look(Form.SVG, size=size)).decode()))

    assert SENTENCE in said
    assert "…" not in said


@pytest.mark.parametrize("size", Size)
def test_a_page_knows_the_size_of_a_picture_before_it_is_drawn(size):
    look = Look(Form.SVG, size=size)
    drawn = ET.fromstring(draw(ODD["marks"], look)).attrib
    width, height = (drawn[side].removesuffix("pt") for side in ("width", "height"))

    assert pixels(ODD["marks"], look) == (round(float(width) / 0.75), round(float(height) / 0.75))
