"""A Monday: the pulse is read, a promise made and kept, a win told and cheered."""

from playwright.async_api import expect

from tests.journeys.browser.hands import go, move_clock, press, say, submit


async def test_a_newcomer_reads_the_pulse_and_makes_a_promise(lived):
    async with lived() as (_, open_page):
        hana = await open_page("hana")
        await move_clock(hana, "Next ritual", "16:00")  # 09:00 in Berlin, as Tokyo reads it
        pulse = hana.locator(".message").last
        await expect(pulse).to_contain_text("Steady: 27 weekly active contributors")
        await expect(pulse.get_by_role("img", name="Weekly active contributors")).to_be_visible()
        await expect(pulse).to_contain_text("Number last updated")

        await pulse.get_by_role("button", name="Commit").click()
        window = hana.get_by_role("dialog", name="Make a commitment")
        await submit(window)
        await expect(window).to_contain_text("Please complete this required field.")
        what = window.get_by_label("What will you do?")
        async with hana.expect_response("**/page/act"):
            await what.fill("Answer every newcomer within a d")
        await window.get_by_role("button", name="Cancel").click()
        await say(hana, "/commit")
        await expect(what).to_have_value("Answer every newcomer within a d")
        await what.fill("Answer every newcomer within a day")
        await window.get_by_text("Two weeks").click()
        await submit(window)
        said_back = hana.get_by_role("dialog", name="Commitment")
        await expect(said_back).to_contain_text("Logged for two weeks (11–24 August)")
        await expect(said_back).to_contain_text("Counts in Engine's line of Monday's pulse in #north-star")
        await said_back.locator(".dialog-foot").get_by_role("button", name="Close").click()

        await go(hana, "Polaris")
        await hana.get_by_role("tab", name="Home").click()
        home = hana.get_by_role("tabpanel", name="Home")
        await expect(home).to_contain_text("Answer every newcomer within a day")
        await home.get_by_role("button", name="Done:").click()
        await expect(home).to_contain_text("Done · 11–24 August · Engine")


async def test_a_fourth_promise_is_kindly_refused_until_there_is_room(lived):
    async with lived() as (_, open_page):
        lena = await open_page("lena", "team-engine")
        for text in ("one", "two", "three", "four & <b>more</b>"):
            await say(lena, f"/commit {text}")
            await expect(lena.locator(".message").last).to_contain_text(text)

        refused = lena.locator(".message").last
        await expect(refused).to_contain_text("You have 3 open for that week already")
        await refused.get_by_role("button", name="Done: two").click()
        await expect(lena.locator(".message").last).to_contain_text("Done")
        await say(lena, "/commit four & <b>more</b>")

        await expect(lena.locator(".message").last).to_contain_text("Logged for this week")
        await expect(lena.locator(".message").last).to_contain_text("four & <b>more</b>")


async def test_a_win_is_told_below_the_pulse_and_cheered(lived):
    async with lived() as (_, open_page):
        bo = await open_page("bo")
        await move_clock(bo, "Monday 09:00", "09:00")
        await bo.locator(".message").last.get_by_role("button", name="Celebrate a win").click()
        window = bo.get_by_role("dialog", name="Celebrate a win")
        await window.get_by_label("Who did what?").fill("Hana answered three newcomers the same day")
        await submit(window)
        await expect(bo.get_by_role("dialog", name="On its way")).to_contain_text("In a moment it stands")
        await press(bo, "Done")

        ana = await open_page("ana")
        await ana.get_by_text("1 reply").click()
        win = ana.locator("#thread-messages .message").last
        await expect(win).to_contain_text("A win of Engine, told by @Bo Lindqvist")
        await win.hover()
        await win.get_by_role("button", name="Add a reaction").click()
        await ana.keyboard.type("tada")
        await ana.keyboard.press("Enter")
        await expect(win.get_by_role("button", name="tada")).to_be_visible()

        await go(bo, "Polaris")
        await bo.get_by_role("tab", name="Home").click()
        await expect(bo.get_by_role("tabpanel", name="Home")).to_contain_text("one person cheered")
