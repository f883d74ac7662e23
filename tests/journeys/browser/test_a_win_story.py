"""A win: shared from a message, with its numbers, then corrected and taken back where it stands."""

from datetime import date

from playwright.async_api import expect

from tests.journeys.browser.hands import go, move_clock, pick, press, say, submit
from tests.making import a_reading


async def share(page, text):
    """Say something, and open the form from its menu."""
    await say(page, text)
    said = page.locator(".message", has_text=text).last
    await said.hover()
    await said.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Share as a win").click()
    return page.get_by_role("dialog", name="Celebrate a win")


async def test_a_message_becomes_a_win_with_its_numbers_and_is_taken_back(lived):
    async with lived() as (office, open_page):
        async with office.ledger() as ledger, ledger.open() as books:
            days = [date(2025, 7, 7), date(2025, 8, 4)]
            await books.readings.put(
                a_reading(period_start=day, value=value) for day, value in zip(days, (21, 27), strict=True)
            )
        lena = await open_page("lena")
        await move_clock(lena, "Monday 09:00", "09:00")
        await go(lena, "general")
        window = await share(lena, "The crash on save is gone & 14 people wrote <3")
        await expect(window).to_contain_text("It will stand under Monday's pulse in #north-star")
        await expect(window.get_by_label("Who did what?")).to_have_value(
            "The crash on save is gone & 14 people wrote <3"
        )
        await pick(window, "Whom is it about?", "Bo")
        await expect(window).to_contain_text("It will name @Bo Lindqvist.")
        await pick(window, "Which input did it move?", "Merged")
        await expect(window.get_by_label("Which of its readings tell it?")).to_have_value(
            "21 (week of 7 Jul) → 27 (week of 4 Aug)"
        )
        await submit(window)
        await press(lena, "Done")

        await go(lena, "north-star")
        await lena.get_by_text("1 reply").click()
        win = lena.locator("#thread-messages .message").last
        await expect(win).to_contain_text("A win of Engine, told by @Lena Fischer")
        await expect(win).to_contain_text("Thank you, @Bo Lindqvist.")

        await say(lena, "/win list")
        await press(lena, "Correct: The crash on save is gone & 14 people wrote <3")
        correction = lena.get_by_role("dialog", name="Correct a win")
        await correction.get_by_label("Who did what?").fill("The crash on save is gone")
        await submit(correction)
        await press(lena, "Done")
        await expect(win).to_contain_text("Corrected since.")

        await press(lena, "Withdraw: The crash on save is gone & 14 people wrote <3")
        await (
            lena.get_by_role("dialog", name="Withdraw this win?")
            .get_by_role("button", name="Withdraw")
            .click()
        )
        await expect(win).to_contain_text("This win was withdrawn by its author.")
        await expect(lena.locator("#messages .message").last).to_contain_text("Withdrawn, wherever it stood.")


async def test_what_was_said_in_private_is_not_copied(lived):
    async with lived() as (_, open_page):
        ana = await open_page("ana", "leads")
        window = await share(ana, "Between us: the offer is signed")

        await expect(window).to_contain_text("That was said in private")
        await expect(window.get_by_label("Who did what?")).to_have_value("")


async def test_a_win_is_told_by_keyboard_alone(lived):
    async with lived() as (_, open_page):
        bo = await open_page("bo")
        await say(bo, "/win Hana answered three newcomers")
        window = bo.get_by_role("dialog", name="Celebrate a win")
        await expect(window.get_by_label("Who did what?")).to_have_value("Hana answered three newcomers")
        button = window.get_by_role("button", name="Post it")
        for _ in range(20):
            if await button.evaluate("each => each === document.activeElement"):
                break
            await bo.keyboard.press("Tab")
        await bo.keyboard.press("Enter")

        await expect(bo.get_by_role("dialog", name="On its way")).to_contain_text("In a moment it stands")
