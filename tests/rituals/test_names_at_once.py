"""Two processes give one name at the same moment, and only one of the two gets it (PostgreSQL)."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from rituals.dashboard_boards import Asked, Boards, QuestionTaken
from rituals.inputs import Inputs, Proposal
from rituals.metrics import MetricNameTaken
from rituals.outputs import Outputs
from rituals.pulling import Pulls
from rituals.redefining import Meaning, Redefinitions
from rituals.source_desk import SourceDesk, SourceNameTaken
from rituals.teams import TeamNameTaken, TeamPlan, Teams
from rituals.versions import Change
from storage.engine import open_engine
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Direction, Lever
from storage.sources.configs import CsvWebSource
from tests.locks import held_up, processes
from tests.making import ANA, BO, a_metric, a_team, a_workspace

pytestmark = pytest.mark.postgres

NAME = "Reviews in a day"


@pytest.fixture
async def ledgers(postgres_url):
    async with processes(postgres_url, 3) as ledgers:
        async with ledgers[0].open() as books:
            await books.workspaces.put(a_workspace())
            await books.people.put(ANA)
            await books.people.put(BO)
            for team in ("rendering", "docs"):
                await books.teams.put(a_team(id=team, name=team, channel=f"C{team}"))
            for key in ("merged", "closed"):
                await books.metrics.put(a_metric(key=key, name=key))
        yield ledgers


@pytest.fixture
def both_at_once(ledgers, postgres_url):
    """Two doings that have looked before either writes; gives what became of them, refusals last."""

    async def _do(table, *doings):
        engine = open_engine(postgres_url)
        async with ledgers[0].open() as books:
            await books.teams._connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
            tasks = await held_up(engine, *doings)
        done = await asyncio.gather(*tasks, return_exceptions=True)
        await engine.dispose()
        return sorted(done, key=lambda each: isinstance(each, Exception))

    return _do


def a_proposal(**fields):
    made = Proposal(NAME, "", "", Direction.UP, Cadence.WEEK, Lever.DEPTH, "Sooner is better", 2)
    return replace(made, **fields)


async def test_a_team(ledgers, both_at_once, clock, ids):
    def add(ledger, channel):
        return Teams(ledger, clock, ids).add(ANA, TeamPlan(NAME, ANA.user, channel, "plain", "UTC"))

    _, refusal = await both_at_once("teams", add(ledgers[1], "C1"), add(ledgers[2], "C2"))

    assert isinstance(refusal, TeamNameTaken)


async def test_a_team_that_is_called_otherwise(ledgers, both_at_once, clock, ids):
    def rename(ledger, team):
        plan = TeamPlan(NAME, ANA.user, f"C{team}", "plain", "UTC")
        return Teams(ledger, clock, ids).change(ANA, team, plan)

    _, refusal = await both_at_once("teams", rename(ledgers[1], "rendering"), rename(ledgers[2], "docs"))

    assert isinstance(refusal, TeamNameTaken)


async def test_a_metric_that_is_called_otherwise(ledgers, both_at_once, clock):
    def rename(ledger, key):
        why, meaning = Change(reason="clearer"), Meaning(NAME, "", "pull requests", Direction.UP)
        return Redefinitions(ledger, clock).change(ANA, key, meaning, why)

    doings = rename(ledgers[1], "merged"), rename(ledgers[2], "closed")
    _, refusal = await both_at_once("metric_versions", *doings)

    assert isinstance(refusal, MetricNameTaken)


async def test_an_output_and_a_metric_that_is_called_otherwise(ledgers, both_at_once, clock):
    why, meaning = Change(reason="clearer"), Meaning(NAME, "", "pull requests", Direction.UP)
    renamed = Redefinitions(ledgers[1], clock).change(ANA, "merged", meaning, why)
    filed = Outputs(ledgers[2], clock).file_new(ANA, a_metric(key="", name=NAME))
    _, refusal = await both_at_once("metrics", renamed, filed)

    assert isinstance(refusal, MetricNameTaken)


async def test_an_input_of_what_was_not_connected_yet(ledgers, both_at_once, clock, ids):
    async with ledgers[0].open() as books:
        await books.metrics.put(a_metric(key="reviews", name=NAME))
        await books.dictionary.put(Entry("reviews", Standing.UNCONNECTED))

    def propose(ledger, team):
        return Inputs(ledger, clock, ids).propose(ANA, team, a_proposal())

    doings = propose(ledgers[1], "rendering"), propose(ledgers[2], "docs")
    _, refusal = await both_at_once("dictionary", *doings)

    assert isinstance(refusal, MetricNameTaken)


async def test_the_question_of_a_board(ledgers, both_at_once, clock, ids):
    def make(ledger):
        asked = Asked("Do prompts help?", "Whether we keep them", ("merged",))
        return Boards(ledger, clock, ids).make(ANA, asked)

    _, refusal = await both_at_once("boards", make(ledgers[1]), make(ledgers[2]))

    assert isinstance(refusal, QuestionTaken)


async def test_a_source(ledgers, both_at_once, clock):
    async def nothing(_source, _window):
        return []

    def keep(ledger, key):
        sheet = CsvWebSource(name="sheet", kind="csv_web", url="https://example.com/a.csv", only=(key,))
        return SourceDesk(ledger, clock, Pulls(ledger, clock, [], nothing)).keep(ANA, sheet, anew=True)

    kept, refusal = await both_at_once("sources", keep(ledgers[1], "merged"), keep(ledgers[2], "closed"))
    async with ledgers[0].open() as books:
        found = await books.sources.all()

    assert isinstance(refusal, SourceNameTaken)
    assert found == [kept]
