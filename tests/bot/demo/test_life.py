"""The demo's people promise, tell how it went and cheer, by real commands and presses, in their own zones."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import wiring
from bot.demo.casting import cast
from bot.demo.dataset import PACKAGED, read
from bot.demo.feed import Feed, FixedClock
from bot.demo.furnishing import Furnishing
from bot.demo.life import Life
from bot.manifest import SOURCE
from bot.settings import Settings, read_command_names
from bot.simulator import Simulator, running
from bot.simulator.records import Message
from bot.simulator.seeds import DEMO
from bot.wiring import Polaris
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from storage.database import opened
from storage.records.commitments import Commitment, CommitmentState
from tests.fakes import CountingIds, HandClock
from tests.patience import AT_ONCE, PATIENT

MONDAY = date(2025, 8, 11)
BEGIN = datetime(2025, 8, 11, 6, 57, tzinfo=UTC)
WEEK = timedelta(weeks=1)
_OFTEN = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A demo at a moment: its Slack, the people who live in it, and the bot at work."""

    slack: Simulator
    life: Life
    polaris: Polaris
    clock: HandClock

    async def live_until(self, moment):
        """Everything done until then; gives the commitments of the first week by their words."""
        times = Counter[datetime]()
        while (now := await self._next()) <= moment:
            times[now] += 1
            assert times[now] < _OFTEN, f"what is due at {now} is never done"
            self.clock.set_to(now)
            await self.polaris.live()
            await self.life.live(now)
            await self.polaris.door.settled()
            await self.polaris.driver.drain()
        self.clock.set_to(moment)
        async with self.polaris.ledger.open() as books:
            return {each.text: each for each in await books.commitments.counting_in(MONDAY)}

    async def _next(self):
        due = await self.polaris.agenda.next_moment()
        assert due is not None
        return min(self.life.next_moment(), due)


@pytest.fixture(scope="module")
def dataset():
    return read(PACKAGED)


@pytest.fixture(scope="module")
def casting(dataset):
    return cast(list(dict.fromkeys(card.team for card in dataset.inputs)), DEMO)


@asynccontextmanager
async def a_slack(casting):
    async with running(
        SOURCE, BEGIN, seed=casting.seed, granted_optional=("all",), files_ready_after=0, **PATIENT
    ) as simulator:
        yield simulator


@pytest.fixture
async def slack(casting):
    async with a_slack(casting) as slack:
        yield slack


def a_life(slack, dataset, casting):
    return Life(slack, dataset, casting, read_command_names().commands, BEGIN)


@pytest.fixture
def life(slack, dataset, casting):
    return a_life(slack, dataset, casting)


@asynccontextmanager
async def a_demo(dataset, casting, folder):
    """The bot at work in the demo's organisation, its clock moved by hand."""
    url, clock = f"sqlite:///{folder / 'demo.db'}", HandClock(BEGIN)
    async with a_slack(casting) as slack:
        async with opened(url) as database:
            ledger = database.ledger(slack.workspace.team_id)
            async with ledger.open() as books:
                agenda = Agenda(ledger, FixedClock(BEGIN), RITUALS)
                ids = CountingIds()
                await Furnishing(dataset, casting, slack.workspace, agenda, ids, BEGIN).put(books)
            await Feed(ledger, dataset, slack.workspace.bot.id).bring(BEGIN)
        settings = Settings(
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            SLACK_API_URL=slack.api_url,
            POLARIS_DATABASE_URL=url,
            POLARIS_HTTP_HOST="127.0.0.1",
            POLARIS_HTTP_PORT="0",
        )
        async with wiring.running(settings, clock, AT_ONCE) as polaris:
            await slack.connected()
            yield Place(slack, a_life(slack, dataset, casting), polaris, clock)


@dataclass(frozen=True, slots=True)
class Lived:
    """What was to be seen on Wednesday, the Monday after, the Wednesday after, and at the end."""

    promised: dict[str, Commitment]
    inputs: dict[str, str]
    pulses: list[Message]
    told: dict[str, Commitment]
    triage: list[str]
    posts: list[Message]
    people: dict[str, str]


@pytest.fixture(scope="module")
def lived(dataset, casting, tmp_path_factory):
    """Twelve days of the demo, lived once."""
    return asyncio.run(_lived(dataset, casting, tmp_path_factory.mktemp("life")))


async def _lived(dataset, casting, folder):
    async with a_demo(dataset, casting, folder) as demo:

        def posts():
            return deepcopy(list(demo.slack.workspace.channel("north-star").messages.values()))

        await demo.live_until(BEGIN + timedelta(minutes=5))
        promised = await demo.live_until(BEGIN + timedelta(days=2))
        async with demo.polaris.ledger.open() as books:
            inputs = {each.id: each.metric.key for each in await books.inputs.all()}
        pulses = [each for each in posts() if each.blocks and each.thread_ts is None]
        told = await demo.live_until(BEGIN + timedelta(days=7, hours=3))
        await demo.live_until(BEGIN + timedelta(days=9, hours=3))
        triage = demo.slack.texts("triage")
        await demo.live_until(BEGIN + timedelta(days=12))
        people = {handle: demo.slack.people[handle].id for handle in ("kofi", "hana", "june", "gabi")}
        return Lived(promised, inputs, pulses, told, triage, posts(), people)


def test_what_the_story_says_is_promised_and_aimed_at_its_input(lived, dataset):
    for promise in dataset.story.life.weeks[0].promises:
        assert lived.inputs[lived.promised[promise.text].input] == promise.input
        assert lived.promised[promise.text].state is CommitmentState.OPEN


def test_on_friday_they_tell_how_it_went_in_their_own_words(lived, dataset):
    for promise in dataset.story.life.weeks[0].promises:
        told = lived.told[promise.text]
        assert (told.state, told.line) == (promise.state, promise.line)


def test_mondays_pulse_is_cheered(lived):
    [pulse] = lived.pulses

    assert {user for users in pulse.reactions.values() for user in users} == set(lived.people.values())


def test_a_win_is_told_with_its_people_and_dated_numbers_and_is_cheered(lived):
    kofi, gabi = lived.people["kofi"], lived.people["gabi"]
    win, *again = [each for each in lived.posts if "rewrote the first-steps guide" in each.text]

    assert f"<@{kofi}>" in win.text
    assert f"<@{gabi}>" in win.text
    assert "(4–10 August)" in win.text or "4 Aug" in win.text
    # The digest tells it again on Thursday, and those who read that one first cheer there.
    cheers = [users for each in (win, *again) for users in each.reactions.values()]
    assert {user for users in cheers for user in users} >= {kofi, gabi}


def test_two_leads_bring_up_what_they_could_not_settle_and_triage_has_it_on_wednesday(lived):
    [agenda] = [each for each in lived.triage if each.startswith("*North Star triage")]

    assert "Wednesday, 20 August" in agenda
    assert "Who mends the examples that fail now and then?" in agenda


async def test_nobody_acts_for_a_visitor_who_writes_in_a_form(dataset, casting, tmp_path):
    async with a_demo(dataset, casting, tmp_path) as demo:
        ivo = demo.slack.people["ivo"]
        await ivo.runs("/commit", channel="team-review")
        await demo.polaris.door.settled()
        promised = await demo.live_until(BEGIN + timedelta(days=2))

        assert ivo.modal is not None
        assert "Look at every change older than two days" not in promised
        assert "Label ten more issues for a first change" in promised


def test_everybody_acts_in_working_hours_of_their_own_zone(life, slack):
    for act in life.acts(MONDAY):
        local = act.at.astimezone(ZoneInfo(slack.people[act.who].user.tz))
        assert local.isoweekday() <= 5
        assert 9 <= local.hour < 18


def test_after_the_last_week_comes_the_first_again_and_nothing_before_the_demo(life):
    def who(week):
        return [act.who for act in life.acts(week)]

    assert who(MONDAY) == who(MONDAY + 3 * WEEK) != who(MONDAY + WEEK)
    assert who(MONDAY - WEEK) == []


async def test_the_next_moment_is_the_next_act(life):
    acts = sorted(act.at for act in life.acts(MONDAY) if act.at > BEGIN)

    assert life.next_moment() == acts[0]


async def test_a_story_without_a_life_leaves_people_alone(slack, dataset, casting):
    quiet = dataset.story.model_copy(update={"life": type(dataset.story.life)()})
    still = type(dataset)(dataset.title, dataset.cards, dataset.rows, quiet)
    life = Life(slack, still, casting, {}, BEGIN)

    assert life.acts(MONDAY) == []
    assert await life.live(BEGIN + WEEK) > BEGIN + WEEK
