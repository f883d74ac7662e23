"""The inputs at a glance, in the thread of Monday's pulse: drawn small, and in words."""

import re
from dataclasses import replace

from bot.blocks.limits import message
from bot.charts import Multiples
from bot.features.monday.inputs import inputs
from rituals.glance import InputsGlance, TeamInput
from rituals.signals import Kind
from tests.bot.features.test_monday import RESTLESS, score
from tests.contracts.checking import faults_of_message
from tests.making import a_metric
from tests.reading import reads


def an_input(team, name, *last):
    return TeamInput(team, score([*RESTLESS, *last], a_metric(key=name, name=name, unit="count")))


def glance(*shown, more=0):
    return inputs(InputsGlance("UTC", shown, more))


def told(shown) -> str:
    return reads(shown).replace("\u00a0", " ")


def test_each_has_a_mark_its_team_its_number_and_what_is_doubtful_about_it():
    shown = glance(an_input("R&D", "Reviews", 60.0), an_input("Docs", "Guides", None))

    assert told(shown).splitlines() == [
        "*What moves it, at a glance*",
        "▲ up · *R&amp;D*: 60 reviews, 39 more than the week before (60 is far from usual and worth a check)",
        "○ not in yet · *Docs*: guides",
    ]
    assert shown.text.replace("\u00a0", " ") == told(shown)


def test_what_settling_means_is_said_once_below_those_that_are():
    one = an_input("Docs", "Guides", 21.0)
    settling = replace(one.score.verdict, kind=Kind.SETTLING, since=one.score.verdict.period)
    settles = replace(one, score=replace(one.score, verdict=settling))

    assert told(glance(settles, settles, one)).splitlines()[-1] == (
        "Settling: a new level has begun, and takes ten readings of its own before one is called a signal."
    )
    assert told(glance(settles, settles)).count("Settling:") == 1
    assert "Settling" not in told(glance(one))


def test_the_picture_is_a_grid_and_says_every_verdict():
    picture = glance(an_input("R&D", "Reviews", 60.0), an_input("Docs", "Guides", 21.0)).picture

    assert isinstance(picture.facts, Multiples)
    assert [chart.verdict for chart in picture.facts.charts] == ["▲ up", "● steady"]
    assert "Above the usual range: 60 reviews" in picture.alt_text
    assert "Steady: 21 guides" in picture.alt_text


def test_of_words_that_have_no_room_beside_the_picture_the_calm_ones_are_left_out():
    calm = [an_input("Docs", f"{number} " + "n" * 250, 21.0) for number in range(1, 9)]
    alt = glance(*calm, an_input("R&D", "Reviews", 60.0)).picture.alt_text

    assert len(alt) <= 2000
    assert "Above the usual range: 60 reviews" in alt
    assert "Steady: 21 1 n" in alt
    assert re.search(r"\b[1-8] more details are left out here\.", alt)


def test_those_without_room_are_counted_and_slack_takes_it_all():
    many = [an_input("T" * 80, "N" * 200, 60.0)] * 8
    shown = glance(*many, more=52)

    assert "… and 52 more: `/nsm tree` shows all of them." in told(shown)
    assert faults_of_message({"text": shown.text, "blocks": message(shown.blocks)}) == []
