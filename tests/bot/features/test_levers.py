"""`/nsm levers`: from “what do you answer for?” to an agreed input, or to an indirect way, or to not yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drawing import VIEWS, draw
from bot.features.levers import path_views, views
from rituals.inputs import TeamInputs
from rituals.levers import LeversAsked, Start
from rituals.unconnected import LookAgain, LookedAgain
from storage.records.levers import Finding, Talk, Unconnected
from storage.records.metrics import InputState, Lever
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, MONDAY_NINE, a_metric, a_star, a_team, an_input
from tests.reading import buttons, choices, fields, reads

LINK = {
    "definition": "Share of changes with a first review inside 24 hours",
    "unit": "percent",
    "lever": Lever.EFFICIENCY,
    "hypothesis": "If reviews come within a day, people come back, because they feel seen",
    "lag": "3",
    "confidence": "A hunch",
}


@pytest.fixture
def inputs(polaris, team):
    """The team's inputs by name."""

    async def _read():
        async with polaris.ledger.open() as books:
            return {each.metric.name: each for each in await books.inputs.of_team(team.id)}

    return _read


async def talks(bo, polaris, **values):
    await bo.runs("/nsm levers", channel="team-engine")
    await polaris.door.settled()
    given = {"outcome": "Reviews are kind", "candidates": "Reviews within a day\nSmall changes"}
    return await bo.submits(**given, **values)


async def test_a_lead_goes_from_an_outcome_to_an_agreed_input(bo, polaris, inputs):
    assert await talks(bo, polaris) == {}
    assert choices(bo.modal, "candidate") == ["Reviews within a day", "Small changes"]
    assert "You answer for: _Reviews are kind_" in reads(bo.modal)
    await bo.submits(candidate="Reviews within a day")
    assert fields(bo.modal)["name"] == "Reviews within a day"
    assert await bo.submits(**LINK) == {}

    made = (await inputs())["Reviews within a day"]
    assert (made.state, made.agreed_by, made.lag_periods) == (InputState.ACTIVE, bo.id, 3)
    assert "*Agreed.*" in reads(bo.modal)


async def test_the_next_lever_is_one_press_away(bo, polaris, inputs):
    await talks(bo, polaris)
    await bo.submits(candidate="Reviews within a day")
    await bo.submits(**LINK)
    await bo.clicks("Another lever")
    await polaris.door.settled()

    assert choices(bo.modal, "candidate") == ["Small changes"]


async def test_the_notes_are_there_next_time(bo, polaris, team):
    await talks(bo, polaris)
    await bo.closes()
    await bo.runs("/nsm levers", channel="team-engine")
    await polaris.door.settled()

    assert fields(bo.modal)["candidates"] == "Reviews within a day\nSmall changes"
    assert fields(bo.modal)["outcome"] == "Reviews are kind"


async def test_the_team_is_asked_in_its_own_channel(bo, polaris, team, person):
    await talks(bo, polaris, ask_team=["ask"])
    await polaris.driver.drain()

    said = person("hana").reads("team-engine")[-1]
    assert "*Which levers does Engine pull?*" in said
    assert "• Reviews within a day\n• Small changes" in said
    assert "nothing is decided yet" in said


async def test_a_fourth_asks_which_one_makes_room(bo, polaris, inputs, team):
    async with polaris.ledger.open() as books:
        for number in range(3):
            metric = a_metric(key=f"m{number}", name=f"Metric {number}")
            await books.inputs.put(an_input(id=f"i{number}", team=team.id, metric=metric))
    await talks(bo, polaris)
    await bo.submits(candidate="Reviews within a day")
    await bo.submits(**LINK)
    await bo.submits(instead_of="Metric 1")

    states = {name: each.state for name, each in (await inputs()).items()}
    assert states["Metric 1"] is InputState.RETIRED
    assert states["Reviews within a day"] is InputState.ACTIVE


async def test_others_are_shown_the_way_to_a_proposal(ana, polaris, team):
    await ana.runs("/nsm levers")
    await polaris.door.settled()

    assert ana.modal is None
    assert "propose an input: `/nsm input`" in ana.reads()[-1]


async def test_a_lead_without_a_lever_named_is_asked_for_one(bo, polaris, team):
    errors = await talks(bo, polaris) or await bo.submits(candidate="Small changes")
    assert errors == {}
    await bo.closes()
    await bo.runs("/nsm levers", channel="team-engine")
    await polaris.door.settled()
    errors = await bo.submits(candidates=" \n ")

    assert set(errors) == {"candidates"}


async def test_who_leads_several_teams_says_which_one_is_meant(bo, polaris, team, place):
    async with polaris.ledger.open() as books:
        await books.teams.put(a_team(id="docs", name="Docs", lead=bo.id, channel=place("team-docs")))
    await bo.runs("/nsm levers", channel="team-engine")
    await polaris.door.settled()
    assert choices(bo.modal, "team") == ["Docs", "Engine"]
    given = {"outcome": "Reviews are kind", "candidates": "Reviews within a day"}
    await bo.submits(team="Engine", **given)

    async with polaris.ledger.open() as books:
        assert (await books.talks.of_team("engine")).candidates == ("Reviews within a day",)
        assert await books.talks.of_team("docs") is None


async def searches(bo, polaris, **values):
    await bo.runs("/nsm levers", channel="team-engine")
    await polaris.door.settled()
    await bo.clicks("We can't influence that")
    await polaris.door.settled()
    given = {"work": "Safe deployments", "needed_by": "the docs team", "effect": "they ship every day"}
    return await bo.submits(**given, **values)


async def test_we_cant_influence_that_opens_three_questions_and_can_find_a_way(bo, polaris, team, inputs):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
    found = "There is a way: write it down as an enabling input"
    assert await searches(bo, polaris, finding=found, serves="Merged pull requests (Engine)") == {}
    assert fields(bo.modal)["lever"].startswith("Enabling")
    assert "Safe deployments goes well, it helps the docs team" in fields(bo.modal)["hypothesis"]
    rest = {name: value for name, value in LINK.items() if name not in {"lever", "hypothesis"}}
    assert await bo.submits(name="Failed deployments", **rest) == {}

    made = (await inputs())["Failed deployments"]
    assert (made.lever, made.serves) == (Lever.ENABLING, "input-merged")


async def test_not_yet_is_asked_again_and_can_be_put_off_with_a_press(bo, polaris, team, clock):
    await searches(bo, polaris, finding="Not yet: ask me again")
    assert "I ask you again on 13 April" in reads(bo.modal)
    await bo.closes(everything=True)
    clock.pass_(weeks=4, hours=1)
    await polaris.live()
    assert "you saw no way yet from _Safe deployments_ (Engine)" in bo.reads(bo.dm.id)[-1]
    await bo.clicks("Not yet")
    await polaris.door.settled()
    await polaris.live()

    assert "I ask about _Safe deployments_ (Engine) again on 11 May" in bo.reads(bo.dm.id)[-1]


async def test_looking_again_starts_with_what_was_said(bo, polaris, team, clock):
    await searches(bo, polaris, finding="Not yet: ask me again")
    await bo.closes(everything=True)
    clock.pass_(weeks=4, hours=1)
    await polaris.live()
    await bo.clicks("Look again")
    await polaris.door.settled()
    assert fields(bo.modal)["needed_by"] == "the docs team"
    await bo.submits(finding="Our work is truly outside of it", reason="It is about safety")
    await polaris.live()

    assert "it is outside of the North Star" in reads(bo.modal)
    assert "it is outside of the North Star" in bo.reads(bo.dm.id)[-1]


async def test_a_finding_without_a_reason_is_asked_for_one_in_its_place(bo, polaris, team):
    errors = await searches(bo, polaris, finding="The North Star is too narrow to see our work")

    assert set(errors) == {"reason"}


@settings(max_examples=30)
@given(text=texts(300), name=texts(75), number=st.integers(1, 12))
def test_nothing_people_wrote_pings_links_or_is_too_long(text, name, number):
    team, star = a_team(name=name), a_star(metric=a_metric(name=name))
    left = [f"{name}{each}" for each in range(number)]
    notes = Talk("rendering", text, tuple(left), "U1", MONDAY_NINE)
    work = Unconnected("w", "t", text, text, text, Finding.OUTSIDE, text, None, "U1", MONDAY_NINE)
    others = [TeamInputs(team, [an_input(id=f"i{n}", metric=a_metric(name=name)) for n in range(120)])]

    require_harmless(views.talk(Start(star, text, [team], notes), {}))
    require_harmless(views.choose(notes, left))
    require_harmless(views.link(views.OfTeam("t"), name, others, {}, name=name))
    require_harmless(views.agreed(an_input(metric=a_metric(name=name)), left))
    require_harmless(views.asked(LeversAsked(name, name, text, tuple(left), "U1")))
    require_harmless(path_views.path([team], others, {}, work))
    require_harmless(path_views.look_again(LookAgain("w", name, text, MONDAY)))


@pytest.mark.parametrize("finding", Finding)
def test_every_answer_has_words_and_nothing_left_to_press(finding):
    later = MONDAY + timedelta(days=1) if finding is Finding.NOT_YET else None
    message = path_views.looked_again(LookedAgain("Engine", "Work", finding, later))

    assert buttons(message) == []
    assert "_Work_ (Engine)" in message.text


def test_the_question_survives_its_way_through_the_database():
    stored = '{"work_id":"w","team":"Engine","work":"Safe <!here>","said_on":"2026-03-16"}'

    assert (
        "On 16 March you saw no way yet from _Safe &lt;!here&gt;_" in draw(VIEWS, "look_again", stored).text
    )
    assert LookAgain("w", "Engine", "x", date(2026, 3, 16)).kind == "look_again"
