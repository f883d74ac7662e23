"""One metric, chosen once, its name looked at twice."""

from datetime import time

import pytest

from rituals.errors import Outsider
from rituals.north_star import CadenceIsKept, Concern, NorthStars, Refused, Worry, concerns
from rituals.rights import GuestsRead, NotTheProductLead, NotYetKnown
from rituals.zones import UnknownZone
from storage.records.metrics import Cadence
from storage.records.people import Person
from tests.making import ANA, BO, a_choice, a_meeting, a_reading, a_workspace


@pytest.fixture
def stars(ledger, clock, ids):
    return NorthStars(ledger, clock, ids)


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("Monthly recurring revenue", "count", [Concern(Worry.FINANCIAL, "revenue")]),
        ("MRR", "count", [Concern(Worry.FINANCIAL, "MRR")]),
        ("Bookings", "count", [Concern(Worry.FINANCIAL, "Bookings")]),
        ("Weekly orders", "€", [Concern(Worry.FINANCIAL, "€")]),
        ("Weekly orders", "USD", [Concern(Worry.FINANCIAL, "USD")]),
        ("Page views", "count", [Concern(Worry.VANITY, "Page views")]),
        ("New sign-ups", "count", [Concern(Worry.VANITY, "sign-ups")]),
        ("Daily active users", "count", [Concern(Worry.VANITY, "Daily active users")]),
        ("Weekly active teams", "count", []),
        ("Monthly repeat purchasers", "count", []),
        ("Weekly lessons completed", "lessons", []),
        ("Arrivals on time", "percent", []),
    ],
)
def test_money_and_vanity_are_noticed_and_value_is_not(name, unit, expected):
    assert concerns(name, unit) == expected


async def test_a_name_can_be_both_and_both_are_told():
    assert [each.worry for each in concerns("Revenue per download", "count")] == [
        Worry.FINANCIAL,
        Worry.VANITY,
    ]


async def test_whoever_chooses_first_becomes_the_product_lead(stars):
    chosen = await stars.choose(BO, a_choice(), a_meeting())

    compass = await stars.compass()
    assert compass.star == chosen
    assert compass.workspace.product_lead == BO.user


async def test_with_the_choice_the_pulse_and_the_question_for_it_have_their_hours(ledger, stars):
    await stars.choose(BO, a_choice(), a_meeting())
    async with ledger.open() as books:
        found = await books.appointments.concerning([])
        kept = {each.ritual: (each.days, each.at, each.time_zone) for each in found}

    assert kept == {
        "monday": ((1,), time(9), "Europe/Berlin"),
        "sentence": ((5,), time(16), "Europe/Berlin"),
    }


async def test_a_second_star_is_refused_even_to_its_owner(stars, ledger):
    first = await stars.choose(ANA, a_choice(), a_meeting())
    second = await stars.choose(ANA, a_choice(name="Another"), a_meeting())

    assert second == Refused("Another", first)
    async with ledger.open() as books:
        assert [(each.name, each.asked_by) for each in await books.north_stars.refusals()] == [
            ("Another", "UANA")
        ]


async def test_nobody_but_the_owner_changes_it(stars):
    await stars.choose(ANA, a_choice(), a_meeting())

    with pytest.raises(NotTheProductLead) as refused:
        await stars.change(BO, a_choice(), a_meeting())
    assert refused.value.lead == "UANA"


async def test_where_somebody_leads_the_product_already_nobody_else_chooses_the_first(stars, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead=ANA.user))
        await books.people.put(ANA)
    with pytest.raises(NotTheProductLead):
        await stars.choose(BO, a_choice(), a_meeting())

    assert (await stars.compass()).star is None


async def test_the_seat_of_somebody_who_has_left_is_free(stars, ledger):
    await stars.choose(ANA, a_choice(), a_meeting())
    async with ledger.open() as books:
        await books.people.put(Person("UANA", "Ana", "UTC", is_deactivated=True))
    await stars.change(BO, a_choice(vision="Anew"), a_meeting())

    compass = await stars.compass()
    assert (compass.workspace.product_lead, compass.star.vision) == ("UBO", "Anew")
    assert compass.star.chosen_by == "UANA"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [({"is_guest": True}, GuestsRead), ({"is_external": True}, Outsider), ({"name": ""}, NotYetKnown)],
)
async def test_guests_strangers_and_the_unknown_choose_nothing(stars, facts, refusal):
    who = Person(**{"user": "UX", "name": "X", "time_zone": "UTC", **facts})

    with pytest.raises(refusal):
        await stars.choose(who, a_choice(), a_meeting())


async def test_a_changed_name_keeps_key_and_readings_and_a_changed_rhythm_is_refused(stars, ledger):
    chosen = await stars.choose(ANA, a_choice(), a_meeting())
    async with ledger.open() as books:
        await books.readings.put([a_reading(metric=chosen.metric.key)])
    changed = await stars.change(ANA, a_choice(name="People who contribute"), a_meeting())

    assert changed.metric.key == "weekly_active_contributors"
    with pytest.raises(CadenceIsKept):
        await stars.change(ANA, a_choice(cadence=Cadence.MONTH), a_meeting())


async def test_a_rhythm_without_readings_can_still_change(stars):
    await stars.choose(ANA, a_choice(), a_meeting())

    changed = await stars.change(ANA, a_choice(cadence=Cadence.MONTH), a_meeting())
    assert changed.metric.cadence is Cadence.MONTH


async def test_an_unknown_zone_changes_nothing(stars):
    with pytest.raises(UnknownZone):
        await stars.choose(ANA, a_choice(), a_meeting(time_zone="Mars/Olympus"))

    assert (await stars.compass()).star is None
