"""A Friday afternoon: asked once, answered by keyboard, and Monday's pulse tells how it went."""

from datetime import date, time

from playwright.async_api import expect

from tests.journeys.browser.hands import go, say, submit

FRIDAY, MONDAY = date(2025, 8, 15), date(2025, 8, 18)


async def test_friday_asks_and_one_tap_answers(lived):
    async with lived() as (office, open_page):
        lena = await open_page("lena", "team-engine")
        for text in ("Review two pull requests", "Write the guide"):
            await say(lena, f"/commit {text}")
            await expect(lena.locator(".message").last).to_contain_text(text)
        await office.walk_to(FRIDAY, time(17, 5))
        await go(lena, "Polaris")
        question = lena.locator(".message").last
        await expect(question).to_contain_text("How did the week of 11 August go?")

        # By keyboard alone: an answer, another one instead, and a line.
        await question.get_by_role("button", name="Done: Review two").press("Enter")
        await expect(question).to_contain_text("Done · Engine")
        await question.get_by_role("button", name="More choices").first.press("Enter")
        await lena.keyboard.press("ArrowDown")
        await lena.keyboard.press("Enter")
        await expect(question).to_contain_text("Not yet · Engine")
        await question.get_by_role("button", name="Add a line: Review two").press("Enter")
        window = lena.get_by_role("dialog", name="How did it go?")
        await window.get_by_label("One line").fill("One of two")
        await submit(window)
        await expect(question).to_contain_text("One of two")

        await question.get_by_role("button", name="Not yet: Write").press("Enter")
        await question.get_by_role("button", name="Carry over: Write").press("Enter")
        await expect(question).to_contain_text("Goes on in the week of 18–24 August.")
        await expect(question).to_contain_text("Thank you, that was the week of 11 August.")


async def test_what_is_said_on_monday_edits_the_pulse_and_tells_its_thread(lived):
    async with lived() as (office, open_page):
        lena = await open_page("lena", "team-engine")
        await say(lena, "/commit Review two pull requests")
        await expect(lena.locator(".message").last).to_contain_text("Logged")
        await office.walk_to(MONDAY, time(9, 1))
        await go(lena, "north-star")
        pulse = lena.locator(".message", has_text="Last week's commitments").last
        await expect(pulse).to_contain_text("Last week's commitments: Engine 1 open")

        await go(lena, "Polaris")
        await lena.locator(".message").last.get_by_role("button", name="Done: Review two").click()
        await expect(lena.locator(".message").last).to_contain_text("Thank you")
        await office.walk_to(MONDAY, time(9, 10))
        await go(lena, "north-star")
        await expect(pulse).to_contain_text("Last week's commitments: Engine 1 done")
        await pulse.get_by_role("button", name="1 reply").click()

        thread = lena.get_by_role("complementary", name="Thread")
        await expect(thread).to_contain_text("Late news of last week's commitments: 1 more done.")
