"""App Home is useful to anybody, and shows only what its owner may see."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.records.commitments import Visibility
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.metrics import Reading
from tests.making import MONDAY_NINE, a_commitment, a_team, a_win, an_input, joined
from tests.reading import buttons, reads


@pytest.fixture
def home_of(polaris, simulator):
    async def _home(someone):
        await someone.opens_home()
        await simulator.settled()
        await polaris.door.settled()
        return someone.home

    return _home


@pytest.fixture
async def lena(person, polaris, star, place):
    lena = person("lena")
    await joined(polaris.ledger, a_team(id="review", name="Review", channel=place("team-review")), lena.id)
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team="review"))
    return lena


async def test_before_anything_is_set_up_it_tells_what_this_is_and_how_to_begin(person, home_of):
    home = await home_of(person("kofi"))

    assert "Welcome to Polaris" in reads(home)
    assert "`/nsm setup`" in reads(home)
    assert "Nothing is promised yet this week." in reads(home)
    assert buttons(home) == ["Commit"]


async def test_the_verdict_comes_first_then_ones_own(lena, home_of, polaris, star):
    weeks = [date(2026, 3, 9) - timedelta(weeks=n) for n in range(20)]
    async with polaris.ledger.open() as books:
        await books.readings.put(
            Reading(star.metric.key, week, 27.0 + week.day % 2, "load", MONDAY_NINE) for week in weeks
        )
    await lena.runs("/commit Review two")
    text = reads(await home_of(lena))

    parts = [
        star.metric.name,
        "Steady",
        "Number last updated",
        "Your commitments",
        ">Review two",
        "What your teams move",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


async def test_a_press_there_shows_there(lena, home_of, polaris):
    await lena.runs("/commit Review two")
    await home_of(lena)
    lena._world.workspace.channel("general").ephemerals.clear()
    await lena.clicks("Done")
    await polaris.door.settled()

    assert "*Done*" in reads(lena.home)
    assert "Add a line" in buttons(lena.home)


async def test_nobody_finds_anothers_commitments_there(lena, home_of, polaris, person):
    async with polaris.ledger.open() as books:
        await books.commitments.add(
            a_commitment(user=person("bo").id, team="review", text="Secret", visibility=Visibility.EVERYONE)
        )

    assert "Secret" not in reads(await home_of(lena))


async def test_wins_are_shown_with_the_number_of_people_who_cheered(
    lena, home_of, polaris, person, place, simulator
):
    posted = await lena.says("a stand-in for the win as posted", channel="north-star")
    async with polaris.ledger.open() as books:
        await books.wins.add(a_win(user=lena.id, text="Bo halved <it>"))
        await books.deliveries.add(
            Delivery(
                "win:w1",
                place("north-star"),
                "win",
                "{}",
                MONDAY_NINE,
                state=DeliveryState.SENT,
                channel=place("north-star"),
                ts=posted.ts,
            )
        )
    for handle, reaction in (("bo", "tada"), ("bo", "heart"), ("ana", "tada"), ("lena", "tada")):
        await person(handle).reacts(reaction, posted)
    await simulator.settled()
    assert ">Bo halved &lt;it&gt;\n2 people cheered." in reads(await home_of(lena))
    await person("ana").unreacts("tada", posted)

    assert "One person cheered." in reads(await home_of(lena))


async def test_somebody_of_another_organisation_is_shown_nothing_and_told_nothing(person, polaris, home_of):
    outsider = person("kofi")
    async with polaris.ledger.open() as books:
        known = await books.people.get(outsider.id)
        await books.people.put(replace(known, is_external=True))

    assert await home_of(outsider) is None
    assert outsider.reads(outsider.dm.id) == []
