"""A channel's topic tells the number: set once for each wording, only where that is granted and welcome."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from slack_sdk.web.async_client import AsyncWebClient

from bot import simulator
from bot.app import identify
from bot.blocks.text import escape
from bot.posting import Posting
from bot.topics import LONGEST, TopicKeeper, is_granted, told
from rituals.scoreboard import Score
from rituals.signals import verdict
from rituals.topics import Topics
from storage.records.metrics import Direction, Metric
from tests.bot.office import MANIFEST
from tests.fakes import HandClock
from tests.hostile import texts
from tests.making import ANA, MONDAY_NINE, a_metric, a_reading, a_star, a_workspace

GRANTED = ("channels:write.topic", "groups:write.topic")


@pytest.fixture(params=[GRANTED])
async def slack(request):
    async with simulator.running(
        MANIFEST, MONDAY_NINE, seed=simulator.seeds.DEMO, granted_optional=request.param
    ) as running:
        yield running


@pytest.fixture
def machine():
    return HandClock(MONDAY_NINE)


@pytest.fixture
async def topics(slack, ledger, clock):
    async with ledger.open() as books:
        company = slack.workspace.channel("north-star").id
        await books.workspaces.put(a_workspace(company_channel=company))
        await books.north_stars.add(a_star(metric=a_metric(name="Weekly makers", unit="count")))
        week = date(2026, 3, 9)
        await books.readings.put(
            [
                a_reading(period_start=week - timedelta(weeks=1), value=20.0),
                a_reading(period_start=week, value=27.0),
            ]
        )
    topics = Topics(ledger, clock)
    await topics.choose(ANA, [company])
    return topics


@pytest.fixture
async def keeper(slack, topics, clock, machine):
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    scopes = (await identify(client)).scopes
    return TopicKeeper(topics, Posting(client, 2), scopes, calendar=clock, machine=machine)


@pytest.fixture
def keeps(keeper, clock, machine):
    """Some beats, as the ticker gives them."""

    async def _keep(beats=3):
        for _ in range(beats):
            await keeper.keep()
            machine.pass_(seconds=5)
            clock.pass_(minutes=2)

    return _keep


def topic(slack, name="north-star"):
    return slack.workspace.channel(name).topic


def times(slack):
    return sum(entry["name"] == "conversations.setTopic" for entry in slack.traffic)


async def test_the_company_channels_topic_tells_the_number_and_is_set_once(slack, keeps):
    await keeps()

    assert topic(slack) == "North Star, the week of 9 Mar 2026: 27 weekly makers, 7 more than the week before"
    assert times(slack) == 1


async def test_new_words_are_set_and_the_same_words_never_again(slack, keeps, ledger):
    await keeps()
    async with ledger.open() as books:
        await books.readings.put([a_reading(period_start=date(2026, 3, 9), value=28.0)])
    await keeps()

    assert "28 weekly makers" in topic(slack)
    assert times(slack) == 2


async def test_the_last_number_stands_until_the_next_one_is_in(slack, keeps, clock):
    await keeps()
    clock.pass_(weeks=1)
    await keeps()

    assert "27 weekly makers" in topic(slack)
    assert times(slack) == 1


async def test_another_star_is_named_though_it_has_no_number_yet(slack, keeps, ledger):
    await keeps()
    async with ledger.open() as books:
        await books.north_stars.put(a_star(metric=a_metric(key="teams", name="Weekly teams", unit="count")))
    await keeps()

    assert topic(slack) == "North Star: weekly teams"


async def test_several_channels_take_turns(slack, keeper, topics, machine):
    await topics.choose(ANA, [slack.workspace.channel(name).id for name in ("general", "team-docs")])
    before = topic(slack)
    await keeper.keep()
    await keeper.keep()
    assert times(slack) == 1
    machine.pass_(seconds=4)
    await keeper.keep()

    assert topic(slack, "general") == topic(slack, "team-docs")
    assert topic(slack) == before


async def test_a_refusal_is_remembered_with_its_reason_and_not_repeated(slack, keeps, topics):
    slack.workspace.leave(slack.workspace.channel("north-star"), slack.workspace.bot.id)
    await keeps(5)

    (refused,) = (await topics.board()).channels
    assert refused.refused == "not_in_channel"
    assert times(slack) == 1


async def test_slack_is_given_the_time_it_asks_for(slack, keeps):
    slack.faults.add("ratelimited", "conversations.setTopic", times=1)
    await keeps(20)

    assert "27 weekly makers" in topic(slack)
    assert times(slack) == 2


async def test_where_other_organisations_read_no_number_is_told(slack, keeps, topics):
    slack.workspace.share(slack.workspace.channel("north-star"))
    await keeps()

    assert times(slack) == 0
    assert (await topics.board()).channels[0].refused == "shared_channel"


@pytest.mark.parametrize("slack", [()], indirect=True)
async def test_without_the_scope_nothing_is_tried(slack, keeps):
    await keeps()

    assert times(slack) == 0


def test_where_nobody_says_what_is_granted_it_is_tried():
    assert is_granted(frozenset())
    assert not is_granted(frozenset({"chat:write"}))


@given(name=texts(80), unit=texts(30))
def test_a_topic_is_one_plain_line_that_fits_however_it_is_named(name, unit):
    metric = Metric("m", name, unit, Direction.UP)
    score = Score(metric, verdict([], metric, date(2026, 3, 9)), (), (), None)

    assert len(escape(told(score))) <= LONGEST
    assert "\n" not in told(score)
