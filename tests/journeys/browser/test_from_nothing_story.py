"""An organisation sets itself up in the browser: its North Star, a team, an input, its first pulse."""

from playwright.async_api import expect

from tests.journeys.browser.hands import go, move_clock, pick, press, say, submit

STORY = {
    "Vision: what do people gain through you?": "Small teams finish together",
    "The moment somebody gets that value": "Three people finish one document",
    "How it is counted": "Teams in which three people did something in the past seven days",
    "Why this metric?": "Teams that work together stay",
    "Why now?": "Half of the new teams leave in a month",
    "What if we succeed?": "Nobody writes alone",
    "One customer's story": "Mia's team finished its handbook",
}


async def test_an_organisation_is_set_up_from_nothing(lived):
    async with lived(furnished=False) as (office, open_page):
        ana, bo = await open_page("ana"), await open_page("bo")
        await chooses_a_star(ana)
        await adds_a_team(ana)
        await agrees_to_an_input(bo)

        await say(ana, "/nsm log 31")
        await expect(ana.locator(".message").last).to_contain_text("Written down: Weekly active teams")
        await move_clock(ana, "Next ritual", "09:00")
        await go(ana, "Polaris")
        preview = ana.locator(".message").last
        await expect(preview).to_contain_text("A preview for you alone.")
        await expect(preview).to_contain_text("Too early to call: 31 weekly active teams.")
        assert office.pulses() == []

        await press(ana, "Post it")

        await expect(bo.locator("#sidebar")).to_contain_text("north-star")
        await go(bo, "north-star")
        await expect(bo.locator(".message").last).to_contain_text("31 weekly active teams")
        assert office.posted_at() == ["Mon 11 Aug 09:00"]


async def chooses_a_star(ana):
    await say(ana, "/nsm setup")
    window = ana.get_by_role("dialog", name="Your North Star")
    for label, text in STORY.items():
        await window.get_by_label(label).fill(text)
    await window.get_by_label("Metric", exact=True).fill("Monthly revenue")
    await submit(window)
    missing = window.get_by_text("Please complete this required field.")
    await expect(missing).to_be_in_viewport()
    await pick(window, "Company channel", "north-star")
    await submit(window)
    await expect(window).to_contain_text("Revenue follows value")
    await expect(window.get_by_label("Why now?")).to_have_value(STORY["Why now?"])
    await window.get_by_label("Metric", exact=True).fill("Weekly active teams")
    await submit(window)
    await expect(window).to_contain_text("Weekly active teams is your North Star.")
    await press(ana, "Done")

    await say(ana, "/nsm add Documents shared")
    second = ana.get_by_role("dialog", name="One North Star")
    await expect(second).to_contain_text("Weekly active teams is the North Star already")
    await second.locator(".dialog-foot").get_by_role("button", name="Close").click()


async def adds_a_team(ana):
    await say(ana, "/nsm team")
    await press(ana, "Add a team")
    window = ana.get_by_role("dialog", name="Add a team")
    await window.get_by_label("A weekly sync").check()
    await window.get_by_label("It starts at").fill("09:45")
    await window.get_by_label("Name", exact=True).fill("Engine")
    await pick(window, "Lead", "Bo")
    await pick(window, "Channel", "team-engine")
    await submit(window)
    added = ana.get_by_role("dialog", name="Team added")
    await expect(added).to_contain_text("Engine is added.")
    await press(ana, "Done")


async def agrees_to_an_input(bo):
    await go(bo, "Polaris")
    await expect(bo.locator(".message").last).to_contain_text("named you lead of Engine")
    await go(bo, "team-engine")
    await say(bo, "/nsm input")
    await press(bo, "Propose an input")
    window = bo.get_by_role("dialog", name="Propose an input")
    await window.get_by_label("Metric", exact=True).fill("Pages that open within a second")
    await window.get_by_label("How it is counted").fill("Share of all page views")
    await pick(window, "What kind of lever is it?", "Efficiency")
    await window.get_by_label("Why should it move that?").fill("Quick pages keep teams coming back")
    await window.get_by_label("After about how many weeks?").fill("2")
    await submit(window)
    await expect(bo.get_by_role("dialog", name="Proposed")).to_contain_text("Pages that open within a second")
    await press(bo, "Done")
    await say(bo, "/nsm input")
    await bo.get_by_role("button", name="Agree Pages that open").click()
    await expect(bo.locator(".message").last).to_contain_text("Agreed by @Bo Lindqvist")
