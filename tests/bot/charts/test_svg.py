"""An SVG stands on a page beside others, under a strict policy, and says its words as words."""

import re
import xml.etree.ElementTree as ET

import pytest

from bot.charts import Form, Look, Mark, Multiples, Size, Theme, draw
from tests.bot.charts.made import FIRST, a_chart, a_range

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = 'A "b" <i> & style="x:y" id="z" url(#z) ]]>', "$\\frac{1}{2}$ 売上 🚀 \x00\u202e \ud800 مبيعات"


def svg(facts, **look) -> str:
    return draw(facts, Look(Form.SVG, **look)).decode()


def words(text) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(text).iter(f"{NAMESPACE}text")]


def ids(text) -> set[str]:
    return {each.attrib["id"] for each in ET.fromstring(text).iter() if "id" in each.attrib}


def every_part():
    marks = [Mark(FIRST, "Onboarding mails")]
    return a_chart([20.0, None, 27.0], a_range(10.0, 40.0), restated=[True, False, False], annotations=marks)


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("theme", Theme)
def test_it_is_the_same_every_time_and_says_nothing_of_when_or_what_made_it(size, theme):
    first = svg(every_part(), size=size, theme=theme)

    assert first == svg(every_part(), size=size, theme=theme)
    assert not re.search("matplotlib|metadata|<!DOCTYPE", first)


def test_a_policy_may_forbid_styles_and_nothing_is_fetched():
    text = svg(every_part())

    assert "style" not in text
    assert {*re.findall(r'(?:href|src)="([^#"]+)"', text)} == set()
    assert set(re.findall(r"https?://[^\"]+", text)) == {
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
    }


def test_two_pictures_on_one_page_share_no_id_and_keep_what_they_refer_to():
    one, other = svg(every_part()), svg(a_chart([1.0, 2.0]))
    referred = {*re.findall(r"url\(#([^)]+)\)", one), *re.findall(r'href="#([^"]+)"', one)}

    assert ids(one)
    assert ids(one) == referred
    assert not ids(one) & ids(other)


@pytest.mark.parametrize("title", HOSTILE)
def test_words_of_people_stay_words_and_change_nothing_around_them(title):
    text = svg(a_chart([1.0, 2.0], title=title), size=Size.TV)
    (shown, *_) = words(text)

    assert shown == " ".join(title.replace("\x00", "").replace("\u202e", "").replace("\ud800", "").split())
    assert "z" not in ids(text)


def test_sixty_small_ones_weigh_little():
    many = Multiples(
        [a_chart([float(n + week) for week in range(52)], a_range(0.0, 90.0)) for n in range(60)], 6
    )

    assert len(svg(many, size=Size.PAGE)) < 200_000
