"""A standup: its lead says when it is, its pulse comes at that hour, and one tap keeps it silent."""

from playwright.async_api import expect

from tests.journeys.browser.hands import go, move_clock, press, say, submit


async def has_a_daily_standup(bo):
    """At half past seven in UTC, which is half past nine where Bo is."""
    await say(bo, "/nsm team")
    await press(bo, "Change Engine")
    window = bo.get_by_role("dialog", name="Change a team")
    await window.get_by_label("A daily standup").check()
    await window.get_by_label("It starts at").fill("07:30")
    await submit(window)
    saved = bo.get_by_role("dialog", name="Team saved")
    await expect(saved).to_contain_text("the next pulse comes on Monday, 11 August at 07:30 (UTC)")
    await press(bo, "Done")


async def test_a_standup_has_its_pulse_with_the_details_in_the_thread(lived):
    async with lived() as (office, open_page):
        bo = await open_page("bo")
        await go(bo, "team-engine")
        await has_a_daily_standup(bo)
        await move_clock(bo, "+1 hour", "09:55")

        pulse = bo.locator("#messages .message", has_text="North Star:").last
        await expect(pulse).to_contain_text("27 weekly active contributors last week")
        await expect(pulse).to_contain_text("To talk about:")
        await pulse.get_by_text("1 reply").click()
        await expect(bo.locator("#thread-messages")).to_contain_text("How it is counted: Distinct authors")

        hana = await open_page("hana", "team-engine")
        menu = hana.locator("#messages .message", has_text="North Star:").last
        await menu.get_by_role("button", name="More choices").click()
        await hana.get_by_role("menuitem", name="Skip today's pulse").click()
        await expect(hana.locator("#messages .message").last).to_contain_text("who leads Engine")
        assert "North Star" in office["hana"].reads("team-engine")[0]


async def test_the_lead_skips_and_moves_it_by_keyboard_alone(lived):
    async with lived() as (_, open_page):
        bo = await open_page("bo")
        await go(bo, "team-engine")
        await has_a_daily_standup(bo)
        await move_clock(bo, "+1 hour", "09:55")
        more = bo.locator("#messages").get_by_role("button", name="More choices").last
        await more.focus()
        await bo.keyboard.press("Enter")
        await expect(bo.get_by_role("menuitem", name="Skip today's pulse")).to_be_focused()
        await bo.keyboard.press("Enter")
        await expect(bo.locator("#messages")).to_contain_text("No pulse today: the lead skipped it.")

        await say(bo, "/nsm team")
        more = bo.locator("#messages").get_by_role("button", name="More choices").last
        await expect(bo.locator("#messages .message").last).to_contain_text("standup Mon–Fri at 07:30")
        await more.focus()
        await bo.keyboard.press("Enter")
        await bo.keyboard.press("End")
        await bo.keyboard.press("Enter")
        window = bo.get_by_role("dialog", name="Change the hour")
        await expect(window.get_by_label("Standup at")).to_have_value("07:30")


async def test_any_message_can_be_asked_how_it_moves_the_north_star(lived):
    async with lived() as (_, open_page):
        hana = await open_page("hana")
        await go(hana, "team-engine")
        await say(hana, "We rewrite the scheduler")
        said = hana.locator("#messages .message", has_text="We rewrite the scheduler").last
        await said.hover()
        await said.get_by_role("button", name="More actions").click()
        await hana.get_by_role("menuitem", name="Ask: moves our NSM?").click()
        await hana.get_by_text("1 reply").click()

        thread = hana.locator("#thread-messages")
        await expect(thread).to_contain_text("How does this move our North Star, Weekly active contributors?")
        await expect(thread).to_contain_text("The inputs of Engine: Merged pull requests.")
