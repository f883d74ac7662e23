"""A conflict: both sides framed, a past decision offered, both leads asked, and triage reads it."""

from dataclasses import replace
from datetime import timedelta

from playwright.async_api import expect

from storage.records.conflicts import ConflictState, Side
from storage.records.teams import Membership, Standing
from tests.journeys.browser.hands import go, move_clock, pick, press, say, submit
from tests.making import MONDAY_NINE, a_conflict, a_decision, a_metric, a_team, an_input


async def furnish_a_second_team(office):
    """Dana leads Review; triage reads in #general, and decided between the two teams once before."""
    async with office.ledger() as ledger, ledger.open() as books:
        (engine,) = await books.teams.all()
        channel = office.slack.workspace.channel("team-review").id
        review = a_team(id="review", name="Review", lead=office["dana"].id, channel=channel)
        await books.teams.put(review)
        await books.memberships.put(Membership("review", office["dana"].id, Standing.CHANNEL))
        await books.inputs.put(an_input(id="waits", team="review", metric=a_metric(key="w", name="Waits")))
        space = await books.workspaces.get()
        triage = office.slack.workspace.channel("general").id
        await books.workspaces.put(replace(space, triage_channel=triage))
        ago = MONDAY_NINE - timedelta(weeks=40)
        earlier = a_conflict(team=engine.id, other_team="review", ours=Side("x", "waits"), raised_at=ago)
        await books.conflicts.add(replace(earlier, id="k0", state=ConflictState.DECIDED))
        await books.decisions.add(a_decision(conflict="k0", outcome="Review first", decided_at=ago))


async def frame(page):
    """As far as both sides, filled in."""
    await say(page, "/escalate The same two weeks")
    first = page.get_by_role("dialog", name="Settle a conflict")
    await expect(first.get_by_label("What is it about?")).to_have_value("The same two weeks")
    await submit(first)
    both = page.get_by_role("dialog", name="Both sides")
    await expect(both).to_contain_text("Was this decided before?")
    await both.get_by_label("What does Engine want?").fill("Both weeks for the renderer")
    await both.get_by_label("By how much?").first.fill("From 60 to 80 a week")
    await both.get_by_label("By when?").first.fill("By September")
    await both.get_by_label("What does Review want?").fill("Both weeks for newcomers")
    await pick(both, "Which input does that move?", "Merged")
    await both.get_by_label("By how much?").last.fill("A day instead of three")
    await both.get_by_label("By when?").last.fill("From now on")
    await both.get_by_role("combobox").last.click()
    await page.get_by_role("option", name="Waits").click()
    await expect(both).to_contain_text("shares the input Waits")
    await both.get_by_label("Which customers does it touch?").fill("Newcomers")
    await both.get_by_label("What did you try together first?").fill("We met twice")
    await expect(both.get_by_label("What does Engine want?")).to_have_value("Both weeks for the renderer")
    return both


async def test_two_leads_try_and_then_triage_reads_it(lived):
    async with lived() as (office, open_page):
        await furnish_a_second_team(office)
        bo = await open_page("bo", "team-engine")
        await submit(await frame(bo))
        await expect(bo.get_by_role("dialog")).to_contain_text("Thank you for bringing it up")
        await press(bo, "Done")
        await expect(bo.locator("#messages .message").last).to_contain_text(
            "To settle between Engine and Review"
        )

        dana = await open_page("dana", "team-review")
        await move_clock(dana, "+1 day", "23:55")
        await go(dana, "Polaris")
        await dana.get_by_role("tab", name="Messages").click()
        await press(dana, "We tried, still open: The same two weeks")
        await expect(dana.locator("#messages")).to_contain_text("Thank you both for trying")

        await go(bo, "general")
        await bo.get_by_text("repl").last.click(timeout=30_000)  # three messages, a second apart
        thread = bo.locator("#thread-messages")
        await expect(thread).to_contain_text("The numbers behind it")
        await expect(thread).to_contain_text("Both weeks for newcomers")


async def test_what_was_decided_before_settles_it(lived):
    async with lived() as (office, open_page):
        await furnish_a_second_team(office)
        bo = await open_page("bo", "team-engine")
        both = await frame(bo)
        await both.get_by_role("button", name="This settles it: Review first").click()
        await (
            bo.get_by_role("dialog", name="Settled by this?")
            .get_by_role("button", name="It settles it")
            .click()
        )
        await expect(bo.get_by_role("dialog", name="Settled")).to_contain_text("Settled, thank you.")

        dana = await open_page("dana", "team-review")
        await go(dana, "Polaris")
        await dana.get_by_role("tab", name="Messages").click()
        # It is still Sunday in Los Angeles: she hears of it as her week begins.
        await move_clock(dana, "+1 day", "23:55")
        await expect(dana.locator("#messages")).to_contain_text("Settled by what was decided before")


async def test_a_conflict_is_begun_by_keyboard_alone(lived):
    async with lived() as (office, open_page):
        await furnish_a_second_team(office)
        bo = await open_page("bo", "team-engine")
        await say(bo, "/escalate The same two weeks")
        first = bo.get_by_role("dialog", name="Settle a conflict")
        await expect(first.get_by_label("What is it about?")).to_have_value("The same two weeks")
        button = first.get_by_role("button", name="Next")
        for _ in range(20):
            if await button.evaluate("each => each === document.activeElement"):
                break
            await bo.keyboard.press("Tab")
        await bo.keyboard.press("Enter")

        await expect(bo.get_by_role("dialog", name="Both sides")).to_contain_text("What does Engine want?")
