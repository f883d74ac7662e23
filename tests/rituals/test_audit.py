"""Whatever others feel is written down as it changes: who, when, what, from what to what."""

from dataclasses import replace
from datetime import date, time

import pytest

from rituals import audit
from rituals.audit import Audits
from rituals.inputs import Inputs
from rituals.north_star import NorthStars
from rituals.pauses import Pauses
from rituals.recording import Recordings
from rituals.rights import NotAKeeper
from rituals.roster import Rosters
from rituals.teams import TeamPlan, Teams
from storage.records.people import Person
from tests.making import ANA, BO, MONDAY_NINE, a_choice, a_meeting, a_star, a_team, a_workspace, an_input

PLAN = TeamPlan("Docs", "UBO", "CDOCS", "plain", "UTC")


@pytest.fixture
async def trail(ledger):
    """What is written down, newest first, in an organisation that Ana leads."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for person in (BO, Person("UCY", "Cy", "UTC")):
            await books.people.put(person)

    async def _read():
        return (await Audits(ledger).page(ANA)).changes

    return _read


async def noted(ledger, before, after, who="UANA"):
    async with ledger.open() as books:
        await audit.note(books, who, "team.changed", "Rendering", before=before, after=after, now=MONDAY_NINE)


async def test_only_what_differs_is_kept_field_by_field(ledger, trail):
    await noted(ledger, a_team(), a_team(name="Light", standup_days=(1, 3), standup_time=time(9, 30)))

    (change,) = await trail()
    assert change.before == {"name": "Rendering"}
    assert change.after == {"name": "Light", "standup_days": "1, 3", "standup_time": "09:30:00"}
    assert (change.who, change.subject, change.at) == ("UANA", "Rendering", MONDAY_NINE)


async def test_what_stays_as_it_was_is_no_news(ledger, trail):
    await noted(ledger, a_team(), a_team())
    await noted(ledger, "on", "on")

    assert await trail() == []


async def test_words_and_nothing_can_be_noted_too(ledger, trail):
    await noted(ledger, None, "on", who=None)

    (change,) = await trail()
    assert (change.who, change.before, change.after) == (None, {}, {"": "on"})


async def test_long_words_are_kept_short(ledger, trail):
    await noted(ledger, "a" * 9999, "b")

    (change,) = await trail()
    assert len(change.before[""]) == 400


async def test_the_trail_is_for_the_product_lead_and_the_operator(ledger, trail):
    with pytest.raises(NotAKeeper):
        await Audits(ledger).page(BO)


async def test_the_trail_is_read_page_by_page(ledger, trail):
    for number in range(audit.PAGE + 1):
        await noted(ledger, str(number), str(number + 1))

    first, beyond = await Audits(ledger).page(ANA), await Audits(ledger).page(ANA, 9)
    assert (len(first.changes), first.page, first.pages) == (audit.PAGE, 0, 2)
    assert (len(beyond.changes), beyond.page) == (1, 1)


async def test_teams_and_their_people_leave_a_trail(ledger, trail, clock, ids):
    teams, rosters = Teams(ledger, clock, ids), Rosters(ledger, clock)
    made = await teams.add(ANA, PLAN)
    await teams.change(ANA, made.id, replace(PLAN, name="Guides"))
    await rosters.arrange(ANA, made.id, ["UCY"], [])
    await teams.hand_over(ANA, made.id, "UCY")
    await teams.retire(ANA, made.id)

    told = [(each.what, each.before.get("lead"), each.after.get("lead")) for each in await trail()]
    assert told == [
        ("team.retired", None, None),
        ("team.handed_over", "UBO", "UCY"),
        ("team.people", None, None),
        ("team.changed", None, None),
        ("team.added", None, "UBO"),
    ]


async def test_inputs_leave_a_trail(ledger, trail, clock, ids):
    async with ledger.open() as books:
        await books.teams.put(a_team(lead="UBO"))
        await books.inputs.put(an_input())
    inputs = Inputs(ledger, clock, ids)
    await inputs.retire(BO, "input-merged")
    await inputs.activate(BO, "input-merged")

    agreed, retired = await trail()
    assert (agreed.what, agreed.before["state"], agreed.after["state"]) == (
        "input.agreed",
        "retired",
        "active",
    )
    assert (retired.what, retired.who, retired.subject) == (
        "input.retired",
        "UBO",
        "Merged pull requests",
    )


async def test_the_metric_and_its_owner_leave_a_trail(ledger, trail, clock, ids):
    stars = NorthStars(ledger, clock, ids)
    await stars.choose(ANA, a_choice(), a_meeting())
    await stars.change(ANA, a_choice(name="Weekly makers"), a_meeting())

    assert [each.what for each in await trail()] == ["star.changed", "organisation.changed", "star.chosen"]


async def test_a_corrected_reading_leaves_a_trail_and_a_first_one_none(ledger, trail, clock):
    async with ledger.open() as books:
        await books.north_stars.add(a_star())
    recordings, key, day = Recordings(ledger, clock), a_star().metric.key, date(2026, 3, 9)
    await recordings.record(ANA, key, 20, day)
    assert await trail() == []
    await recordings.record(ANA, key, 22, day)

    (change,) = await trail()
    assert (change.what, change.before["value"], change.after["value"]) == (
        "reading.corrected",
        "20",
        "22",
    )


async def test_a_shutdown_leaves_a_trail(ledger, trail, clock):
    pauses = Pauses(ledger, clock)
    await pauses.shut_down(ANA, date(2026, 12, 24), date(2027, 1, 1))
    await pauses.call_off(ANA, date(2026, 12, 24))

    off, on = await trail()
    assert (off.what, off.before) == ("shutdown.called_off", {"": "2026-12-24"})
    assert (on.what, on.after["last"]) == ("shutdown.set", "2027-01-01")
