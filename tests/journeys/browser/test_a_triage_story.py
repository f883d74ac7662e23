"""Triage by keyboard alone: a case is decided, both teams read it, and it is found again as a precedent."""

from dataclasses import replace

from playwright.async_api import expect

from rituals import cases
from storage.records.conflicts import ConflictState, Side
from tests.journeys.browser.hands import go, say
from tests.journeys.living import EVE
from tests.making import a_conflict, a_team


async def a_case(office):
    """Engine and Docs wait for a decision in #team-community; Chidi is the sponsor."""
    channel = office.slack.workspace.channel
    async with office.ledger() as ledger, ledger.open() as books:
        docs = a_team(id="docs", name="Docs", lead=office["esha"].id, channel=channel("team-docs").id)
        await books.teams.put(docs)
        workspace = await books.workspaces.get()
        place = channel("team-community").id
        await books.workspaces.put(replace(workspace, sponsor=office["chidi"].id, triage_channel=place))
        conflict = a_conflict(
            team="engine",
            raised_by=office["bo"].id,
            text="Who gets Hana before the release?",
            ours=Side("Hana for two weeks", "input-merged", "4 more a week", "September"),
            theirs=Side("Hana for the guide"),
            state=ConflictState.UP,
            up_at=EVE,
        )
        await books.conflicts.add(conflict)
        await cases.bring_up(books, conflict, EVE)


async def test_a_case_is_decided_by_keyboard_and_found_again(lived):
    async with lived() as (office, open_page):
        await a_case(office)
        ana = await open_page("ana", "team-community")
        decide = ana.get_by_role("button", name="Record a decision")
        await decide.focus()
        await ana.keyboard.press("Enter")
        form = ana.get_by_role("dialog", name="Record a decision")
        await expect(form.get_by_label("What is decided?")).to_be_focused()
        await ana.keyboard.type("Hana writes the guide")
        await ana.keyboard.press("Tab")
        await ana.keyboard.type("Studios wait for it, & they <bring> people")
        await ana.keyboard.press("Tab")
        await ana.keyboard.press("Space")
        await form.locator("[type=submit]").focus()
        await ana.keyboard.press("Enter")
        await expect(form).to_have_count(0)

        case = ana.locator("#messages .message").first
        await expect(case).to_contain_text("Decided in triage:")
        await expect(case).to_contain_text("Hana writes the guide")
        await expect(decide).to_have_count(0)

        bo = await open_page("bo", "team-engine")
        told = bo.locator("#messages .message").last
        await expect(told).to_contain_text("Decided between Engine and Docs")
        await expect(told).to_contain_text("Studios wait for it, & they <bring> people")
        await expect(told).to_contain_text("Weighed: the effect on the North Star.")
        await go(bo, "general")
        await say(bo, "/nsm precedents hana guide")
        await expect(bo.locator("#messages .message").last).to_contain_text("has the words hana, guide")
