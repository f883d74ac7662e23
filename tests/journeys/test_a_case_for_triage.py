"""A conflict from its first word to a precedent, over restarts: tried, decided, settled the next time."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from storage.records.conflicts import ConflictState
from tests.journeys.living import MONDAY, an_office, furnish
from tests.making import a_metric, a_team, an_input, joined
from tests.reading import buttons, reads

pytestmark = pytest.mark.journey

WEDNESDAY = MONDAY + timedelta(days=2)
SIDES = {
    "our_want": "Hana for two weeks",
    "our_input": "Merged pull requests",
    "our_effect": "4 more a week",
    "our_until": "End of September",
    "their_want": "Hana for the guide",
    "their_input": "Guides read",
    "their_effect": "A tenth more",
    "their_until": "October",
    "customers": "About 40 studios",
    "tried": "Half weeks each",
}


DECIDED = {
    "outcome": "Hana writes the guide",
    "reasons": "Studios wait",
    "criteria": ["How soon it shows"],
}


@pytest.fixture
async def office(database_url):
    """Bo leads Engine and Esha leads Docs; Ana leads the product, Chidi sponsors it."""
    async with an_office(database_url) as office:
        await furnish(office)
        channel = office.slack.workspace.channel
        docs = a_team(id="docs", name="Docs", lead=office["esha"].id, channel=channel("team-docs").id)
        async with office.ledger() as ledger:
            await joined(ledger, docs, office["esha"].id, office["kofi"].id)
            async with ledger.open() as books:
                read = a_metric(key="read", name="Guides read")
                await books.inputs.put(an_input(id="read", team="docs", metric=read))
                workspace = await books.workspaces.get()
                assert workspace is not None
                await books.workspaces.put(
                    replace(
                        workspace,
                        sponsor=office["chidi"].id,
                        triage_channel=channel("team-community").id,
                    )
                )
        yield office


async def escalates(office, polaris, text):
    """Bo brings something up with Docs."""
    bo = office["bo"]
    await bo.runs(f"/escalate {text}")
    await polaris.door.settled()
    assert await bo.submits(other_team="Docs") == {}
    await polaris.door.settled()
    assert await bo.submits(**SIDES) == {}
    await polaris.door.settled()
    await polaris.live()


async def conflicts(polaris):
    async with polaris.ledger.open() as books:
        return list(await books.conflicts.all())


async def test_what_was_decided_settles_it_the_next_time(office):
    ana, bo, chidi, esha = (office[handle] for handle in ("ana", "bo", "chidi", "esha"))
    async with office.at_work() as polaris:
        await escalates(office, polaris, "Who gets Hana before the release?")
        await esha.clicks("We tried, still open")
        await polaris.door.settled()
        await polaris.live()
        assert (await conflicts(polaris))[0].state is ConflictState.UP

    # Nobody is there on Wednesday at ten; an hour later the agenda is still of use, and comes once.
    await office.walk_to(WEDNESDAY, time(11))
    for _ in range(2):
        async with office.at_work() as polaris:
            await polaris.live()
    up, agenda = chidi.sees("team-community")
    assert "*North Star triage, Wednesday, 13 August*: fifteen minutes, 1 case." in agenda.text
    assert "Who gets Hana before the release?" in chidi.reads("team-community", thread=agenda.ts)[1]

    async with office.at_work() as polaris:
        await chidi.clicks("Record a decision")
        await polaris.door.settled()
        assert await chidi.submits(**DECIDED) == {}
        await polaris.door.settled()
        await polaris.live()
        assert ">Hana writes the guide" in bo.reads("team-engine")[-1]
        assert ">Hana writes the guide" in esha.reads("team-docs")[-1]
        up, agenda = ana.sees("team-community")
        assert "Decided in triage:\n>Hana writes the guide" in up.text
        assert "is over*: 1 of 1 settled. Nothing is carried over." in agenda.text
        assert buttons(ana.sees("team-community", thread=agenda.ts)[1].blocks) == []

        await bo.closes(everything=True)
        await office.walk_to(WEDNESDAY + timedelta(days=7), time(12))
        assert len(ana.sees("team-community")) == 2
        await bo.runs("/escalate Who gets Hana now?")
        await polaris.door.settled()
        await bo.submits(other_team="Docs")
        await polaris.door.settled()
        await bo.chooses("escalate.aim", "Guides read")
        await polaris.door.settled()
        assert "same two teams; shares the input Guides read" in reads(bo.modal)
        await bo.clicks("This settles it")
        await polaris.door.settled()
        await polaris.live()

        assert [each.state for each in await conflicts(polaris)] == ["decided", "settled"]
        await ana.runs("/nsm triage")
        said = ana.reads()[-1]
        assert "2 raised · 1 settled by the teams · 1 decided, 2 days after it was raised" in said
        assert "Nothing waits for triage" in said
