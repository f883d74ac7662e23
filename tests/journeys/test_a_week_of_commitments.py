"""A week of commitments: promised, changed, seen by the team, settled the week after, and closed for good."""

from datetime import UTC, datetime

import pytest

from bot.features.commit.rows import ANSWER
from storage.records.commitments import CommitmentState
from tests.making import MONDAY, a_team, a_workspace, an_input, joined
from tests.reading import reads

pytestmark = pytest.mark.journey


@pytest.fixture
async def review(simulator, polaris):
    """Dana, Ivo and Lena: Review, who keep the hours of Auckland."""
    ids = [simulator.people[handle].id for handle in ("dana", "ivo", "lena")]
    channels = simulator.workspace.channel
    team = a_team(
        id="review",
        name="Review",
        lead=ids[0],
        channel=channels("team-review").id,
        time_zone="Pacific/Auckland",
    )
    ours = a_workspace(id=polaris.installation.workspace, company_channel=channels("north-star").id)
    await joined(polaris.ledger, team, *ids)
    async with polaris.ledger.open() as books:
        await books.workspaces.put(ours)
        await books.inputs.put(an_input(team="review"))


@pytest.fixture
def settled(polaris, simulator):
    async def _settled():
        await simulator.settled()
        await polaris.door.settled()

    return _settled


async def test_a_week_of_commitments(simulator, polaris, review, clock, settled):
    dana, lena = simulator.people["dana"], simulator.people["lena"]

    # Monday in Auckland is still Sunday in UTC.
    clock.set_to(datetime(2026, 3, 15, 20, tzinfo=UTC))
    await lena.runs("/commit Review two pull requests of newcomers")
    assert "(16–22 March, as it is in Pacific/Auckland)" in reads(lena.sees()[-1].blocks)
    await lena.chooses("commit.aim", "Merged pull requests")
    await settled()

    await lena.runs("/commit")
    await settled()
    await lena.fills(text="Write the reviewers' gu", trigger="character")
    await lena.closes()
    await lena.runs("/commit")
    await settled()
    assert "We kept what you typed last time." in reads(lena.modal)
    assert await lena.submits(text="Write the reviewers' guide", weeks="2") == {}
    assert "Counts in *Review*'s line" in reads(lena.modal)
    await lena.closes(everything=True)

    clock.set_to(datetime(2026, 3, 18, 9, tzinfo=UTC))
    await dana.runs("/commit list")
    seen = reads(dana.sees()[-1].blocks)
    assert "Review two pull requests of newcomers" in seen
    assert "Write the reviewers' guide" in seen

    # The week after, Monday in Auckland: one is over and asks how it went, one goes on.
    clock.set_to(datetime(2026, 3, 22, 21, tzinfo=UTC))
    await lena.runs("/commit list")
    before, _, after = reads(lena.sees()[-1].blocks).partition("*From before: how did they go?*")
    assert "Write the reviewers' guide" in before
    assert "Review two pull requests of newcomers" in after
    await lena.clicks("Done")
    await settled()
    await lena.clicks("Add a line")
    await settled()
    await lena.submits(line="Three, even")
    await settled()
    assert "*Done* · 16–22 March · Review · should move Merged pull requests\nThree, even" in reads(
        lena.sees()[-1].blocks
    )

    # The Monday after that it is closed: nobody can change what the pulse has told.
    clock.set_to(datetime(2026, 3, 29, 21, tzinfo=UTC))
    await lena.chooses(ANSWER, "Not yet instead", beside="Review two")
    await settled()

    assert "That week is closed since 30 March" in lena.reads()[-1]
    async with polaris.ledger.open() as books:
        kept = {one.weeks: one.state for one in await books.commitments.counting_in(MONDAY)}
    assert kept == {1: CommitmentState.DONE, 2: CommitmentState.OPEN}
