"""Who is what: named by the product lead, written down, and never is there no product lead."""

from dataclasses import replace

import pytest

from rituals.audit import Audits, note
from rituals.rights import NotTheProductLead
from rituals.roles import CannotBeProductLead, CannotOperate, CannotSponsor, Roles
from rituals.roster import Rosters
from storage.records.people import Person
from tests.making import ANA, BO, a_team, a_workspace
from tests.rituals.test_roster import Town

CY = Person("UCY", "Cy", "UTC")
GUS = Person("UGUS", "Gus", "UTC", is_guest=True)


@pytest.fixture
async def roles(ledger, clock):
    """Ana leads the product; Bo and Cy are there, and Gus as a guest."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for person in (ANA, BO, CY, GUS):
            await books.people.put(person)
    return Roles(ledger, clock)


@pytest.fixture
def seats(ledger):
    """Who holds the three roles."""

    async def _read():
        async with ledger.open() as books:
            workspace = await books.workspaces.get()
        return workspace.product_lead, workspace.sponsor, workspace.operator

    return _read


@pytest.fixture(params=["is_deactivated", "is_guest"])
def leaves(ledger, clock, request):
    """Slack tells that somebody has left, or is a guest from now on."""

    async def _leave(person):
        await Rosters(ledger, clock).met(replace(person, **{request.param: True}))

    return _leave


async def told(ledger, user):
    async with ledger.open() as books:
        return [each.kind for each in await books.deliveries.in_state("pending") if each.to == user]


async def test_the_product_lead_names_who_holds_which_role_and_they_are_told(roles, ledger, seats):
    await roles.name(ANA, "UANA", "UBO", "UCY")

    assert await seats() == ("UANA", "UBO", "UCY")
    assert await told(ledger, "UBO") == await told(ledger, "UCY") == ["role_given"]
    assert await told(ledger, "UANA") == []


async def test_naming_the_same_again_tells_nobody(roles, ledger):
    await roles.name(ANA, "UANA", "UBO", None)
    await roles.name(ANA, "UANA", "UBO", None)

    assert await told(ledger, "UBO") == ["role_given"]


async def test_a_lead_that_is_handed_over_is_the_other_ones_alone(roles, seats):
    await roles.name(ANA, "UBO", None, None)

    with pytest.raises(NotTheProductLead):
        await roles.name(ANA, "UANA", None, None)
    await roles.name(BO, "UANA", None, None)
    assert (await seats())[0] == "UANA"


@pytest.mark.parametrize(
    ("seat", "refusal"), [(0, CannotBeProductLead), (1, CannotSponsor), (2, CannotOperate)]
)
@pytest.mark.parametrize("user", ["UGUS", "UNKNOWN"])
async def test_guests_and_the_unknown_hold_no_role(roles, seats, seat, refusal, user):
    wanted = ["UANA", None, None]
    wanted[seat] = user

    with pytest.raises(refusal):
        await roles.name(ANA, *wanted)
    assert await seats() == ("UANA", None, None)


async def test_naming_leaves_a_trail(roles, ledger):
    await roles.name(ANA, "UANA", None, "UCY")

    (change,) = (await Audits(ledger).page(CY)).changes
    assert (change.what, change.before, change.after) == ("roles.named", {}, {"operator": "UCY"})


async def test_the_sponsor_follows_a_product_lead_who_has_left(roles, ledger, seats, leaves):
    await roles.name(ANA, "UANA", "UBO", "UCY")
    await leaves(ANA)

    assert await seats() == ("UBO", "UBO", "UCY")
    assert "lead_fell" in await told(ledger, "UBO")


async def test_without_a_sponsor_the_operator_follows(roles, seats, leaves):
    await roles.name(ANA, "UANA", None, "UCY")
    await leaves(ANA)

    assert (await seats())[0] == "UCY"


async def test_without_either_whoever_has_led_a_team_for_longest_follows(roles, ledger, clock, seats, leaves):
    async with ledger.open() as books:
        for team in (a_team(lead="UBO"), a_team(id="docs", name="Docs", lead="UCY", channel="CDOCS")):
            await books.teams.put(team)
            for lead in ("UGUS", team.lead):
                before, after = a_team(lead="UX"), replace(team, lead=lead)
                await note(
                    books, "UANA", "team.changed", team.name, before=before, after=after, now=clock.now()
                )
            clock.pass_(days=1)
    await leaves(ANA)

    assert (await seats())[0] == "UBO"


async def test_a_lead_from_before_the_trail_began_has_led_for_longest(roles, ledger, clock, seats, leaves):
    async with ledger.open() as books:
        await books.teams.put(a_team(lead="UBO"))
        await books.teams.put(a_team(id="docs", name="Docs", lead="UCY", channel="CDOCS"))
        new = a_team(lead="UBO")
        await note(books, "UANA", "team.added", "Rendering", before=None, after=new, now=clock.now())
    await leaves(ANA)

    assert (await seats())[0] == "UCY"


async def test_an_heir_who_has_left_too_is_passed_over(roles, seats, leaves):
    await roles.name(ANA, "UANA", "UBO", "UCY")
    await leaves(BO)
    await leaves(ANA)

    assert await seats() == ("UCY", None, "UCY")


async def test_with_nobody_to_follow_the_seat_is_kept_for_whoever_sets_up_next(roles, ledger, seats, leaves):
    await leaves(ANA)

    assert (await seats())[0] == "UANA"
    assert await told(ledger, "UANA") == []


async def test_the_product_lead_hears_of_an_empty_seat_once(roles, ledger, seats, leaves):
    await roles.name(ANA, "UANA", "UBO", None)
    await leaves(BO)
    await leaves(BO)

    assert await seats() == ("UANA", None, None)
    assert await told(ledger, "UANA") == ["seat_empty"]


async def test_the_daily_check_mends_what_no_event_told(roles, ledger, clock, seats):
    await roles.name(ANA, "UANA", "UBO", None)
    town = Town()
    town.people["UANA"] = replace(ANA, is_deactivated=True)
    await Rosters(ledger, clock).refresh(town)

    assert (await seats())[0] == "UBO"


async def test_everybody_sees_who_is_what_and_only_the_lead_may_change_it(roles, ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team(lead="UBO"))

    ours, theirs = await roles.cast(ANA), await roles.cast(GUS)
    assert (ours.may_name, theirs.may_name) == (True, False)
    assert [team.lead for team in theirs.teams] == ["UBO"]
