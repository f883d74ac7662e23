"""`/nsm audit`: those who answer for the practice read every change, page by page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.audit.views import trail
from rituals.audit import PAGE, Trail
from rituals.teams import Teams
from storage.records.audit import Change
from tests.hostile import require_harmless, texts
from tests.reading import buttons

AT = datetime(2026, 3, 16, 9, tzinfo=UTC)
STATES = st.dictionaries(st.sampled_from(["name", "definition", "standup_days", "state", ""]), texts(400))


async def changes(polaris, number):
    async with polaris.ledger.open() as books:
        for each in range(number):
            after = {"name": f"Name {each}"}
            await books.audit.add(Change("UANA", "team.changed", f"Team {each}", {}, after, AT))


async def test_the_product_lead_reads_who_changed_what_from_what_to_what(team, ana, bo, person, polaris):
    teams = Teams(polaris.ledger, polaris.clock, lambda: "x")
    hana = person("hana").id
    await teams.hand_over(await polaris_person(polaris, bo), team.id, hana)
    await ana.runs("/nsm audit")

    said = ana.reads()[-1]
    assert f"<@{bo.id}> handed over the team *Engine*" in said
    assert f"lead: <@{bo.id}> → <@{hana}>" in said


async def polaris_person(polaris, someone):
    async with polaris.ledger.open() as books:
        return await books.people.get(someone.id)


@pytest.mark.parametrize(
    ("operator", "told"),
    [
        (None, "That is for <@{ana}>, the product lead."),
        ("hana", "That is for <@{ana}>, the product lead, or <@{hana}>, the operator."),
        ("ana", "That is for <@{ana}>, the product lead and operator."),
    ],
)
async def test_others_are_told_whom_it_is_for_and_nothing_else(
    team, ana, bo, person, polaris, operator, told
):
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(replace(workspace, operator=operator and person(operator).id))
    await bo.runs("/nsm audit")

    assert bo.reads()[-1] == told.format(ana=ana.id, hana=person("hana").id)


async def test_pages_are_turned_in_place(star, ana, polaris):
    await changes(polaris, PAGE + 1)
    await ana.runs("/nsm audit")
    await ana.clicks("Older")
    await polaris.door.settled()
    assert "*Team 0*" in ana.reads()[-1]
    assert "page 2 of 2" in ana.reads()[-1]
    await ana.clicks("Newer")
    await polaris.door.settled()

    assert f"*Team {PAGE}*" in ana.reads()[-1]
    assert len([said for said in ana.reads() if "Who changed what" in said]) == 1


def test_the_first_and_only_page_turns_nowhere():
    told = Trail([Change(None, "lead.fell", "Acme", {}, {"": "x"}, AT)], 0, 1)

    assert buttons(trail(told, "UTC")) == []
    assert "Polaris lead fell *Acme*" in trail(told, "UTC").text


def told(what, before, after, subject="Engine"):
    return trail(Trail([Change("U1", what, subject, before, after, AT)], 0, 1), "UTC").text


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("standup_days", "1, 3", "1, 2, 3", "standup on: Mon, Wed → Mon, Tue, Wed"),
        ("standup_time", "09:30:00", "10:00:00", "standup at: 09:30 → 10:00"),
        ("state", "proposed", "active", "state: proposed → agreed"),
        ("hypothesis", "", "It helps", "why it should move the North Star: It helps"),
        ("effective_from", "", "2026-03-16", "holds from: 16 March 2026"),
        ("comparable", "", "False", "held against the numbers before: no"),
        ("lag_periods", "2", "", "periods until it shows: 2 → _nothing_"),
    ],
)
def test_a_field_reads_as_words(name, old, new, said):
    shown = told("team.changed", {name: old} if old else {}, {name: new} if new else {})

    assert shown.endswith(f"\n\u2003{said}")


@pytest.mark.parametrize(
    ("what", "after"),
    [
        ("dashboard.link_made", {"": "new"}),
        ("team.added", {"name": "Engine"}),
        ("input.agreed", {"agreed_at": "2026-03-16T09:00:00Z"}),
    ],
)
def test_what_the_first_line_says_already_is_not_said_again(what, after):
    assert "\u2003" not in told(what, {}, after)


@settings(max_examples=40)
@given(subject=texts(150), before=STATES, after=STATES)
def test_nothing_people_wrote_pings_links_or_is_too_long(subject, before, after):
    changes = [Change("U1", "team.changed", subject, before, after, AT)] * PAGE

    require_harmless(trail(Trail(changes, 1, 3), "Asia/Kathmandu"))
