"""The demo's organisation is one our own rules would allow, with its real readings up to this Monday."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.demo.casting import cast
from bot.demo.dataset import PACKAGED, read
from bot.demo.feed import Feed, FixedClock
from bot.demo.furnishing import Furnishing
from bot.demo.past import bring_up
from bot.manifest import SOURCE
from bot.simulator import running
from bot.simulator.seeds import DEMO
from rituals.agenda import Agenda
from rituals.cases import up_key
from rituals.catalogue import RITUALS
from rituals.dashboard_boards import Asked, Boards
from storage.database import opened
from storage.records.commitments import CommitmentState
from storage.records.conflicts import ConflictState
from storage.records.metrics import InputState

MONDAY = datetime(2025, 8, 11, 6, 57, tzinfo=UTC)
NSM = "weekly_active_contributors"


@pytest.fixture
def dataset():
    return read(PACKAGED)


@pytest.fixture
async def slack(dataset):
    casting = cast(sorted({card.team for card in dataset.inputs}), DEMO)
    async with running(SOURCE, MONDAY, seed=casting.seed) as simulator:
        yield simulator.workspace, casting


@pytest.fixture
async def furnished(slack, dataset, ids, tmp_path):
    workspace, casting = slack
    async with opened(f"sqlite:///{tmp_path / 'demo.db'}") as database:
        ledger = database.ledger(workspace.team_id)
        agenda = Agenda(ledger, FixedClock(MONDAY), RITUALS)
        async with ledger.open() as books:
            await Furnishing(dataset, casting, workspace, agenda, ids, MONDAY).put(books)
        yield ledger


async def test_five_teams_have_leads_channels_and_at_most_three_active_inputs(furnished):
    async with furnished.open() as books:
        teams, inputs = await books.teams.all(), await books.inputs.all()

    active = {
        team.name: sum(i.team == team.id and i.state is InputState.ACTIVE for i in inputs) for team in teams
    }
    assert active == {"Community": 2, "Docs & Learning": 1, "Engine": 2, "Quality": 3, "Review": 2}
    assert all(each.agreed_by for each in inputs)


async def test_monday_is_due_in_three_minutes_and_the_sentence_on_friday(furnished):
    async with furnished.open() as books:
        monday = await books.appointments.get("monday", None)
        sentence = await books.appointments.get("sentence", None)

    assert monday.next_due == MONDAY + timedelta(minutes=3)
    assert sentence.next_due == datetime(2025, 8, 15, 14, tzinfo=UTC)


async def test_bots_and_people_who_left_are_in_no_team(furnished):
    async with furnished.open() as books:
        members = {
            m.user for team in await books.teams.all() for m in await books.memberships.of_team(team.id)
        }
        people = {person.user: person for person in await books.people.all()}

    assert members
    assert not [people[user] for user in members if people[user].is_bot or people[user].is_deactivated]


async def test_last_weeks_promises_are_those_of_the_story(furnished, dataset):
    async with furnished.open() as books:
        kept = await books.commitments.counting_in(date(2025, 8, 4))

    assert len(kept) == len(dataset.story.commitments)
    assert all((one.settled_at is None) == (one.state is CommitmentState.OPEN) for one in kept)


async def test_readings_come_in_week_by_week_and_once(furnished, dataset):
    feed = Feed(furnished, dataset, "UBOT")

    assert await feed.bring(MONDAY) == datetime(2025, 8, 18, 6, tzinfo=UTC)
    assert await latest(furnished) == date(2025, 8, 4)

    await feed.bring(datetime(2025, 8, 25, 6, tzinfo=UTC))
    assert await latest(furnished) == date(2025, 8, 18)


async def test_after_the_last_reading_the_calendar_still_moves_on(furnished, dataset):
    late = datetime(2027, 1, 1, tzinfo=UTC)

    assert await Feed(furnished, dataset, "UBOT").bring(late) > late
    assert await latest(furnished) == date(2026, 8, 10)


async def latest(ledger):
    async with ledger.open() as books:
        return (await books.readings.of_metric(NSM))[-1].period_start


async def test_triage_has_a_channel_a_sponsor_and_decisions_that_hold(furnished, slack):
    async with furnished.open() as books:
        space, decisions = await books.workspaces.get(), await books.decisions.all()
        conflicts = await books.conflicts.all()

    workspace, _ = slack
    assert workspace.channels[space.triage_channel].name == "triage"
    assert space.sponsor in workspace.users
    assert [each.review_on > MONDAY.date() for each in decisions] == [True, True]
    assert {each.conflict for each in decisions} == {each.id for each in conflicts}


async def test_what_waits_for_triage_is_brought_there_once_the_demo_begins(furnished, dataset, ids):
    async with furnished.open() as books:
        await bring_up(books, dataset.story.waiting, ids=ids, now=MONDAY)
        waiting = await books.conflicts.in_state(ConflictState.UP)
        workspace = await books.workspaces.get()
        told = await books.deliveries.get(up_key(waiting[0].id, workspace.triage_channel))

    assert [len(each.inputs) for each in waiting] == [2]
    assert told.kind == "escalate.up"


async def test_the_dashboard_is_on_with_boards_our_own_rules_would_allow(furnished, ids):
    boards = Boards(furnished, FixedClock(MONDAY), ids)
    async with furnished.open() as books:
        lead = await books.people.get((await books.workspaces.get()).product_lead)
        standing = await books.boards.standing()
        assert (await books.dashboards.get()).is_on
    for each in standing:
        await boards.change(lead, each.id, Asked(each.question, each.decision, each.metrics, each.is_public))

    assert len(standing) == 2


async def test_the_product_lead_said_something_of_the_last_weeks(furnished, dataset):
    star = dataset.north_star.key
    async with furnished.open() as books:
        said = await books.sentences.before(star, dataset.start, most=9)

    assert [each.text for each in reversed(said)] == list(dataset.story.sentences)
