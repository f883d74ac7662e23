"""Organisations to try the features in."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import limits
from tests.making import a_star, a_team, a_workspace


@pytest.fixture
def person(simulator, polaris):
    """Somebody by handle, once the bot is there."""
    return lambda handle: simulator.people[handle]


@pytest.fixture
def ana(person):
    return person("ana")


@pytest.fixture
def bo(person):
    return person("bo")


@pytest.fixture
def place(simulator):
    """The id of a channel by name."""
    return lambda name: simulator.workspace.channel(name).id


@pytest.fixture
async def star(polaris, ana, place):
    """An organisation that Ana has set up."""
    chosen = a_star(chosen_by=ana.id)
    ours = polaris.installation.workspace
    async with polaris.ledger.open() as books:
        company = place("north-star")
        await books.workspaces.put(a_workspace(id=ours, product_lead=ana.id, company_channel=company))
        await books.north_stars.add(chosen)
    return chosen


@pytest.fixture
def looks(polaris):
    """What somebody has before them once all is settled: their newest message, or a window."""

    async def _look(someone):
        await polaris.door.settled()
        return someone.modal or someone.sees()[-1].blocks

    return _look


@pytest.fixture
async def team(star, polaris, bo, place):
    """Bo's team, which meets in a channel of its own."""
    made = a_team(id="engine", name="Engine", lead=bo.id, channel=place("team-engine"))
    async with polaris.ledger.open() as books:
        await books.teams.put(made)
    return made


@pytest.fixture
def posts(simulator):
    """Puts a message before somebody as the bot would deliver it."""

    async def _post(someone, message):
        client = AsyncWebClient(token=simulator.bot_token, base_url=simulator.api_url)
        blocks = limits.message(message.blocks)
        await client.chat_postMessage(channel=someone.id, text=message.text, blocks=blocks)

    return _post


@pytest.fixture
def delivered(polaris):
    """All that was written by now has arrived."""

    async def _delivered():
        await polaris.door.settled()
        await polaris.live()

    return _delivered
