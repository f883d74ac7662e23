"""`/nsm team`: added by the product lead, kept by the team's own lead, never losing history."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings

from bot.drawing import VIEWS, draw
from bot.features.team.form import form
from bot.features.team.views import listing, saved
from rituals.pulse_hours import PulseHours
from rituals.teams import Teamsheet
from storage.records.metrics import InputState
from storage.records.pulses import Gathering, PulsePlan
from storage.records.teams import FollowThrough
from tests.hostile import require_harmless, texts
from tests.making import ANA, a_team, an_input
from tests.reading import buttons, fields, reads


@pytest.fixture
def teams(polaris):
    async def _read():
        async with polaris.ledger.open() as books:
            return {team.name: team for team in await books.teams.all()}

    return _read


async def lists(person, polaris):
    await person.runs("/nsm team", channel="general")
    await polaris.door.settled()
    return person.sees("general")[-1]


async def adds(ana, polaris, place, **values):
    await lists(ana, polaris)
    await ana.clicks("Add a team")
    await polaris.door.settled()
    given = {
        "gathering": "none",
        "name": "Review",
        "channel": place("team-review"),
        "zone_name": "Los Angeles",
        **values,
    }
    return await ana.submits(**given)


async def opens(lead, polaris):
    """What the form to change a team starts with."""
    await lists(lead, polaris)
    await lead.clicks("Change")
    await polaris.door.settled()
    return fields(lead.modal)


async def changes(lead, polaris, **values):
    while lead.modal:
        await lead.closes()
    await opens(lead, polaris)
    return await lead.submits(**values)


async def test_the_product_lead_adds_a_team_and_its_channel_is_its_people(
    star, ana, polaris, place, person, teams
):
    dana = person("dana")
    days = {"gathering": "standup", "standup_days": ["Monday", "Thursday"], "standup_time": "09:45"}
    errors = await adds(ana, polaris, place, lead=dana.id, audience="engineering", **days)
    await polaris.door.settled()

    assert errors == {}
    made = (await teams())["Review"]
    assert (made.lead, made.time_zone, made.audience) == (dana.id, "America/Los_Angeles", "engineering")
    assert (made.standup_days, made.standup_time) == ((1, 4), time(9, 45))
    async with polaris.ledger.open() as books:
        members = {each.user for each in await books.memberships.of_team(made.id)}
    assert members == {person(handle).id for handle in ("dana", "ivo", "lena")}


@pytest.mark.parametrize(
    ("ritual", "days"),
    [
        ("standup", (1, 2, 3, 4, 5)),
        ("sprint", (1, 4)),
        ("sync", (1,)),
        ("executive", (1,)),
    ],
)
async def test_a_ritual_the_team_has_brings_its_usual_days_and_a_pulse_at_its_hour(
    star, ana, polaris, place, teams, ritual, days
):
    errors = await adds(ana, polaris, place, gathering=ritual, standup_time="09:45")

    assert errors == {}
    made = (await teams())["Review"]
    assert made.standup_days == days
    assert "Standup pulse: the next pulse comes on" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        appointment = await books.appointments.get("pulse", made.id)
    assert (appointment.days, appointment.at, appointment.time_zone) == (
        days,
        time(9, 45),
        "America/Los_Angeles",
    )


async def test_the_form_asks_first_which_ritual_there_is_and_when_it_starts(star, ana, polaris, place):
    await lists(ana, polaris)
    await ana.clicks("Add a team")
    await polaris.door.settled()
    first = next(block for block in ana.modal["blocks"] if block["type"] == "input")

    assert first["label"]["text"] == "Which ritual do you already have?"
    await ana.closes()
    errors = await adds(ana, polaris, place, gathering="sync")
    assert errors == {"standup_time": "At what time does it start? I join it then."}


async def test_own_questions_country_and_follow_through_are_kept(team, bo, polaris, place, teams):
    async with polaris.ledger.open() as books:
        await books.pulses.put(PulsePlan(team.id, Gathering.SYNC, paused_until=date(2026, 3, 30)))
    given = {"questions": "How is {input}?\n\nWho helped?", "country": "de-by", "standup_time": "10:00"}
    errors = await changes(bo, polaris, follow_through="On the Monday after", **given)

    assert errors == {}
    saved = (await teams())["Engine"]
    assert (saved.country, saved.follow_through) == ("DE-BY", FollowThrough.MONDAY)
    async with polaris.ledger.open() as books:
        plan = await books.pulses.get(team.id)
    assert plan == PulsePlan(
        team.id, Gathering.SYNC, ("How is {input}?", "Who helped?"), paused_until=date(2026, 3, 30)
    )
    await bo.closes()
    shown = await opens(bo, polaris)
    assert (shown["questions"], shown["country"]) == ("How is {input}?\nWho helped?", "DE-BY")
    assert shown["follow_through"] == "On the Monday after"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("questions", "?" * 161, "has 161 characters"),
        ("questions", "\n".join("Why?" for _ in range(9)), "8 are enough"),
        ("country", "ZZ", "I know no holidays of “ZZ”"),
    ],
)
async def test_what_cannot_be_kept_is_said_under_its_field(team, bo, polaris, field, value, words):
    errors = await changes(bo, polaris, **{field: value})

    assert words in errors[field]


async def test_another_ritual_brings_its_own_days_unless_others_are_ticked(team, bo, polaris, teams):
    await changes(bo, polaris, gathering="standup", standup_time="09:30")
    await changes(bo, polaris, gathering="sprint")
    usual = (await teams())["Engine"].standup_days
    await changes(bo, polaris, standup_days=["Tuesday", "Friday"])

    assert usual == (1, 4)
    assert (await teams())["Engine"].standup_days == (2, 5)


async def test_the_list_says_which_ritual_on_which_days(team, bo, polaris):
    await changes(bo, polaris, gathering="standup", standup_time="09:30")
    assert "standup Mon–Fri at 09:30" in (await lists(bo, polaris)).text

    await changes(bo, polaris, gathering="sprint")
    assert "standup and review Mon, Thu at 09:30" in (await lists(bo, polaris)).text


async def test_a_paused_team_says_in_the_list_when_it_resumes(team, bo, polaris):
    await changes(bo, polaris, gathering="standup", standup_time="09:30")
    await bo.closes()
    await lists(bo, polaris)
    await bo.chooses("pulse.menu", "Pause for a week")
    await polaris.door.settled()

    assert "_pulse paused, resumes on Monday, 23 March_" in (await lists(bo, polaris)).text
    await bo.chooses("pulse.menu", "Resume the pulse")
    await polaris.door.settled()
    assert "paused" not in (await lists(bo, polaris)).text


async def test_a_named_lead_is_told_when_their_day_begins(star, ana, polaris, place, person):
    dana = person("dana")
    await adds(ana, polaris, place, lead=dana.id)

    async with polaris.ledger.open() as books:
        made = await books.teams.of_channel(place("team-review"))
        letter = await books.prompts.get(f"lead-named:{made.id}:{dana.id}:2026-03-16")
    assert (letter.user, letter.is_notice) == (dana.id, True)
    assert "`/nsm levers`" in draw(VIEWS, letter.kind, letter.content).text


async def test_others_see_the_teams_and_who_adds_one(team, ana, bo, person, polaris):
    kofi = person("kofi")
    shown = await lists(kofi, polaris)

    assert "*Engine* · led by" in shown.text
    assert f"<@{ana.id}>, the product lead, adds teams." in reads(shown.blocks)
    assert buttons(shown.blocks) == []
    assert buttons((await lists(bo, polaris)).blocks) == ["Change", "People", "Retire"]


async def test_of_many_teams_one_is_found_by_name_and_another_can_be_added(star, ana, polaris):
    async with polaris.ledger.open() as books:
        for number in range(30):
            await books.teams.put(a_team(id=f"t{number}", name=f"Team {number:02}", channel=f"C{number}"))
    everybody = await lists(ana, polaris)
    await ana.runs("/nsm team 29", channel="general")

    assert "and 10 more" in reads(everybody.blocks)
    assert "more" not in reads(ana.sees("general")[-1].blocks)
    assert buttons(everybody.blocks)[-1] == "Add a team"
    assert buttons(ana.sees("general")[-1].blocks) == ["Change", "People", "Retire", "Add a team"]


async def test_a_name_that_no_team_has_is_told_with_the_one_that_comes_closest(team, ana):
    for word in ("team", "tree"):
        await ana.runs(f"/nsm {word} <Enginee>")

        said = ana.reads()[-1]
        assert "No team is called “&lt;Enginee&gt;”. Did you mean *Engine*?" in said
        assert f"`/nsm {word}` alone shows them all." in said


async def test_before_setup_the_list_says_what_comes_first(ana, polaris):
    assert "`/nsm setup`" in (await lists(ana, polaris)).text


async def test_a_channel_belongs_to_one_team(team, ana, polaris, place):
    errors = await adds(ana, polaris, place, channel=place("team-engine"))

    assert errors == {
        "channel": "That is the channel of Engine. A channel belongs to one team: choose another."
    }


async def test_two_teams_of_one_name_are_told_apart_at_once(team, ana, polaris, place):
    errors = await adds(ana, polaris, place, name="ENGINE")

    assert "There is a team called Engine already" in errors["name"]


async def test_a_guest_leads_no_team(team, ana, polaris, place, person):
    errors = await adds(ana, polaris, place, lead=person("gus").id)

    assert "no guest" in errors["lead"]


async def test_a_lead_renames_and_moves_the_team_without_losing_its_inputs(team, bo, polaris, place, teams):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
    await lists(bo, polaris)
    await bo.clicks("Change")
    await polaris.door.settled()
    await bo.submits(name="Core & Engine", channel=place("team-quality"))
    await polaris.door.settled()

    moved = (await teams())["Core & Engine"]
    assert (moved.id, moved.channel) == (team.id, place("team-quality"))
    async with polaris.ledger.open() as books:
        assert len(await books.inputs.of_team(team.id)) == 1


async def test_a_retired_team_frees_its_channel_and_keeps_its_past(team, ana, bo, polaris, place, teams):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
    await lists(bo, polaris)
    await bo.clicks("Retire")
    await polaris.door.settled()

    assert await teams() == {}
    async with polaris.ledger.open() as books:
        assert (await books.teams.get(team.id)).name == "Engine"
        assert [each.state for each in await books.inputs.of_team(team.id)] == [InputState.RETIRED]
    assert await adds(ana, polaris, place, channel=place("team-engine")) == {}


async def test_a_form_opened_before_somebody_lost_the_lead_changes_nothing(team, bo, polaris, person, teams):
    await lists(bo, polaris)
    await bo.clicks("Change")
    await polaris.door.settled()
    async with polaris.ledger.open() as books:
        await books.teams.put(replace(team, lead=person("hana").id))
    await bo.submits(name="Mine")

    assert "Mine" not in await teams()
    assert "who leads Engine" in reads(bo.modal)


@settings(deadline=None)
@given(name=texts(60), questions=texts(1200))
def test_the_form_and_the_list_bear_whatever_a_lead_writes(name, questions):
    made = a_team(name=name, standup_days=(1,), standup_time=time(9))
    plan = PulsePlan(made.id, Gathering.SYNC, tuple(questions.splitlines()), paused_until=date(2026, 4, 1))
    hours = PulseHours(made, plan, date(2026, 3, 16), date(2026, 4, 6))

    require_harmless(form(made, plan, ANA, ["UTC"], {"name": name, "questions": questions}))
    require_harmless(listing(Teamsheet([hours] * 30, made.lead), made.lead))
    require_harmless(saved(hours, is_new=True))
