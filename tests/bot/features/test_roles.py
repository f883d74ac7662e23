"""`/nsm roles`: one window with who is what, and the only place where the lead is handed over."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drawing import VIEWS, draw
from bot.features.roles import views
from rituals.roles import Cast, LeadFell, RoleGiven, SeatEmpty
from tests.hostile import require_harmless, texts
from tests.making import ANA, a_team
from tests.reading import fields, reads


async def opens(someone, polaris):
    await someone.runs("/nsm roles", channel="general")
    await polaris.door.settled()
    return someone.modal


async def test_everybody_reads_who_is_what_and_what_they_are(team, bo, ana, person, polaris):
    said = reads(await opens(bo, polaris))

    assert f"*Product lead*: <@{ana.id}>" in said
    assert "*Sponsor*: _nobody yet_" in said
    assert f"<@{bo.id}> (Engine)" in said
    assert "You are lead of Engine" in said
    assert fields(bo.modal) == {}


async def test_a_guest_reads_it_too(team, person, polaris):
    gus = person("gus")
    await gus.runs("/nsm roles", channel="team-docs")
    await polaris.door.settled()

    assert "a guest: you read everything" in reads(gus.modal)


async def test_the_product_lead_hands_over_and_the_other_is_told(star, ana, bo, person, polaris):
    await opens(ana, polaris)
    await ana.submits(product_lead=bo.id, sponsor=person("chidi").id)
    await polaris.driver.drain()

    assert f"*Product lead*: <@{bo.id}>" in reads(ana.modal)
    assert f"<@{ana.id}> named you the product lead" in bo.reads(bo.dm.id)[-1]
    assert "the sponsor of the North Star" in person("chidi").reads(person("chidi").dm.id)[-1]


async def test_a_guest_cannot_be_named_and_the_field_says_so(star, ana, person, polaris):
    await opens(ana, polaris)
    errors = await ana.submits(operator=person("gus").id)

    assert "no guest" in errors["operator"]


async def test_a_window_opened_before_the_lead_was_handed_over_changes_nothing(star, ana, bo, polaris):
    await opens(ana, polaris)
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(replace(workspace, product_lead=bo.id))
    await ana.submits(sponsor=ana.id)

    async with polaris.ledger.open() as books:
        assert (await books.workspaces.get()).sponsor is None
    assert f"<@{bo.id}>, the product lead" in reads(ana.modal)


async def test_when_the_lead_leaves_slack_says_so_and_the_sponsor_hears_of_it(
    star, ana, bo, polaris, simulator, person
):
    await opens(ana, polaris)
    await ana.submits(sponsor=bo.id)
    simulator.workspace.change_user(ana.user, deleted=True)
    await person("kofi").joins("team-quality")  # waits until every event has been taken
    await polaris.door.settled()
    await polaris.driver.drain()

    assert "you are the sponsor: so you are the product lead now" in bo.reads(bo.dm.id)[-1]


@pytest.mark.parametrize("because", ["sponsor", "operator", "lead"])
def test_whoever_the_lead_falls_to_learns_why_and_what_to_do(because):
    said = views.fell(LeadFell("U1", because)).text

    assert "<@U1> is no member any more" in said
    assert "`/nsm roles` hands it on" in said


@pytest.mark.parametrize("role", [views.LEAD, views.SPONSOR, views.OPERATOR])
def test_every_role_has_words(role):
    for message in (views.given(RoleGiven(role, "U1")), views.seat_empty(SeatEmpty(role, "U1"))):
        require_harmless(message)


def test_what_was_put_down_is_drawn_again():
    assert "is the sponsor" not in draw(VIEWS, "seat_empty", '{"role":"sponsor","former":"U1"}').text


@settings(max_examples=30)
@given(name=texts(75), teams=st.integers(0, 90))
def test_many_teams_with_any_names_fit_and_ping_nobody(name, teams):
    all_ = [a_team(name=name)] * teams
    cast = Cast(ANA, "UANA", None, None, all_, all_)

    require_harmless(views.window(cast))
    require_harmless(views.saved(cast))
