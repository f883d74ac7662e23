"""App Home is useful to anybody, and shows only what its owner may see."""

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

import pytest

from rituals import prompts
from rituals.lead_left import LeadLeft
from rituals.letters import Letter
from storage.records.commitments import Visibility
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.metrics import Reading
from storage.records.pulses import Gathering, PulsePlan
from tests.journeys.living import eventually
from tests.making import MONDAY_NINE, a_commitment, a_conflict, a_team, a_win, an_input, joined
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
    assert buttons(home) == ["Commit", "Settings"]


async def test_the_product_lead_finds_the_next_steps_after_the_setup_until_they_are_done(
    ana, bo, star, polaris, home_of, place
):
    async def next_line(someone):
        lines = reads(await home_of(someone)).splitlines()
        return [line for line in lines if line.startswith("*Next:*")]

    assert await next_line(ana) == [
        (
            "*Next:* `/nsm team` adds a team, if you have several; its lead then chooses its inputs with"
            " `/nsm levers`. `/nsm log` writes down the first number."
        )
    ]
    assert await next_line(bo) == []
    await joined(
        polaris.ledger, a_team(id="docs", name="Docs", lead=bo.id, channel=place("team-docs")), bo.id
    )
    assert await next_line(ana) == [
        (
            "*Next:* each team's lead chooses its inputs with `/nsm levers`; anybody proposes one with"
            " `/nsm input`. `/nsm log` writes down the first number."
        )
    ]
    assert "No input metric yet: `/nsm levers` helps you to choose one." in reads(await home_of(bo))
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team="docs"))
        await books.readings.put([Reading(star.metric.key, date(2026, 3, 9), 27.0, "load", MONDAY_NINE)])
    assert await next_line(ana) == []


async def test_whoever_goes_public_without_a_team_is_not_asked_for_one(ana, star, polaris, home_of):
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(replace(workspace, pulse_public_since=date(2026, 3, 9)))

    assert "*Next:* `/nsm log` writes down the first number." in reads(await home_of(ana))


@pytest.mark.parametrize("fault", ["500", "drop_after_accept"])
async def test_what_was_done_elsewhere_is_not_said_to_have_failed_with_the_page(
    lena, home_of, polaris, simulator, fault
):
    await home_of(lena)
    simulator.faults.add(fault, method="views.publish")
    await lena.runs("/commit Review two")
    await simulator.settled()
    await polaris.door.settled()

    assert "*Logged for this week*" in lena.reads()[-1]
    assert "Review two" in reads(await home_of(lena))


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
        "Number last <!date^",
        "^updated {date_short_pretty}",
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
    assert ">Bo halved &lt;it&gt;\n16 March · *2 people cheered*" in reads(await home_of(lena))
    await person("ana").unreacts("tada", posted)

    assert "one person cheered" in reads(await home_of(lena))


async def test_somebody_of_another_organisation_is_shown_nothing_and_told_nothing(person, polaris, home_of):
    outsider = person("kofi")
    async with polaris.ledger.open() as books:
        known = await books.people.get(outsider.id)
        await books.people.put(replace(known, is_external=True))

    assert await home_of(outsider) is None
    assert outsider.reads(outsider.dm.id) == []


@pytest.fixture
async def readings(polaris, star):
    weeks = [date(2026, 3, 9) - timedelta(weeks=n) for n in range(20)]
    async with polaris.ledger.open() as books:
        await books.readings.put(
            Reading(star.metric.key, week, 27.0 + week.day % 2, "load", MONDAY_NINE) for week in weeks
        )


async def test_a_newcomer_reads_why_and_finds_two_things_to_do(lena, home_of, polaris):
    text = reads(await home_of(lena))
    await lena.clicks("Who moves what")
    await polaris.door.settled()
    answered = lena.reads(lena.dm.id)[-1]
    await lena.runs("/commit Review two")
    await polaris.door.settled()

    assert "*New here?* It follows value" in text
    assert "Merged pull requests" in answered
    assert "New here?" not in reads(lena.home)


async def test_what_somebody_typed_elsewhere_shows_at_once(lena, home_of, polaris):
    await home_of(lena)
    await lena.runs("/commit Review two")
    await polaris.door.settled()

    assert ">Review two" in reads(lena.home)


async def test_nobodys_page_is_drawn_who_never_looked(lena, polaris):
    await lena.runs("/commit Review two")
    await polaris.door.settled()

    assert lena.home is None


async def test_the_chart_stands_there_and_is_uploaded_once_for_all(lena, bo, readings, home_of):
    async def images_of(someone):
        return [block for block in (await home_of(someone))["blocks"] if block["type"] == "image"]

    await eventually(partial(images_of, lena))  # Slack takes a moment to make a file ready
    images, others = await images_of(lena), await images_of(bo)
    kinds = [block["type"] for block in lena.home["blocks"]]

    assert kinds.index("actions") < kinds.index("image")  # what one can do comes first
    assert images[0]["alt_text"].startswith("Chart of Weekly active contributors")
    assert images[0]["slack_file"] == others[0]["slack_file"]


async def test_what_waits_is_answered_there(ana, home_of, polaris, star, bo, clock):
    clock.set_to(clock.now().replace(hour=20))
    async with polaris.ledger.open() as books:
        await books.teams.put(a_team(id="engine", name="Engine", lead=bo.id, channel="C1"))
        letter = Letter("lead-left:engine:UX", ana.id, LeadLeft("engine", "Engine", bo.id))
        await prompts.ask(books, letter, clock.now(), joined=True)
    await polaris.live()
    assert ana.reads(ana.dm.id) == []
    home = await home_of(ana)

    assert "Waiting for you" in reads(home)
    assert "Who leads the team now?" in reads(home)


async def test_the_next_rituals_stand_there_each_where_it_concerns_one(lena, bo, home_of, polaris):
    async with polaris.ledger.open() as books:
        keep = polaris.agenda.keep
        await keep(books, "monday", None, days=(1,), at=time(9, 30), zone="UTC")
        await keep(books, "triage", None, days=(2,), at=time(9, 30), zone="UTC")
        reviewers = replace(await books.teams.get("review"), standup_days=(3,), standup_time=time(9, 30))
        await books.teams.put(reviewers)
        await keep(books, "sentence", None, days=(5,), at=time(9, 30), zone="UTC")
    await polaris.live()
    hers, his = reads(await home_of(lena)), reads(await home_of(bo))

    assert "• *Mon 16 Mar, 10:30* · Monday pulse\n" in hers
    assert "· Standup pulse, Review\n" in hers
    assert "Hours in Europe/Berlin" in hers
    assert "Standup pulse" not in his
    assert "triage" not in hers
    assert "sentence" not in hers


async def test_a_paused_pulse_is_announced_for_when_it_really_comes(lena, home_of, polaris):
    async with polaris.ledger.open() as books:
        reviewers = replace(await books.teams.get("review"), standup_days=(3,), standup_time=time(9, 30))
        await books.teams.put(reviewers)
        await books.pulses.put(PulsePlan("review", Gathering.STANDUP, paused_until=date(2026, 3, 24)))
    await polaris.live()

    assert "25 Mar" in reads(await home_of(lena))


@pytest.mark.parametrize(
    ("handle", "offered"),
    [
        ("ana", {"How I am asked", "North Star", "Launch", "Company shutdown", "Teams"}),
        ("bo", {"How I am asked", "My team"}),
        ("lena", {"How I am asked"}),
    ],
)
async def test_settings_stand_behind_one_button_as_far_as_they_are_theirs(
    handle, offered, person, team, home_of, polaris
):
    someone = person(handle)
    await home_of(someone)
    await someone.clicks("Settings")
    await polaris.door.settled()
    everything = {"How I am asked", "North Star", "Launch", "Company shutdown", "Teams", "My team"}
    found = {name for name in everything if f"{name}\n" in reads(someone.home)}
    await someone.clicks("← Back")
    await polaris.door.settled()

    assert found == offered
    assert "New here?" in reads(someone.home)


async def test_a_setting_opens_from_there(lena, home_of, polaris):
    await home_of(lena)
    await lena.clicks("Settings")
    await polaris.door.settled()
    await lena.clicks("Open", beside="How I am asked")
    await polaris.door.settled()

    assert "Ask me at most" in reads(lena.modal)


async def test_everything_of_the_fortnight_fits_in_every_script(lena, home_of, polaris):
    odd = "مرحبا <!channel> & `x` | \u0301\u0302 \U0001f468\u200d\U0001f469\u200d\U0001f467 "
    long = (odd * 20)[:280]
    async with polaris.ledger.open() as books:
        for number in range(60):
            await books.commitments.add(a_commitment(id=f"c{number}", user=lena.id, team=None, text=long))
        for number in range(40):
            await books.wins.add(a_win(id=f"w{number}", user=lena.id, text=long))
        for number in range(25):
            conflict = a_conflict(
                id=f"k{number}", raised_by=lena.id, team="review", other_team="review", text=long
            )
            await books.conflicts.add(conflict)
    home = await home_of(lena)

    assert len(home["blocks"]) <= 100
    assert "<!channel>" not in reads(home)
    for rest in (48, 35, 20):
        assert f"… and {rest} more" in reads(home)


async def test_whoever_has_most_to_do_still_finds_the_settings(lena, home_of, polaris):
    async with polaris.ledger.open() as books:
        for number in range(40):
            week = date(2026, 3, 16) - timedelta(weeks=number % 2)
            one = a_commitment(id=f"c{number}", user=lena.id, team=None, week=week)
            await books.commitments.add(one)
            await books.wins.add(a_win(id=f"w{number}", user=lena.id))
            await books.conflicts.add(
                a_conflict(id=f"k{number}", raised_by=lena.id, team="review", other_team="review")
            )
            left = LeadLeft(f"t{number}", f"Team {number}", "UGONE")
            await prompts.ask(books, Letter(f"q{number}", lena.id, left), MONDAY_NINE)
    home = await home_of(lena)

    assert len(home["blocks"]) == 100
    assert "Settings" in buttons(home["blocks"])
