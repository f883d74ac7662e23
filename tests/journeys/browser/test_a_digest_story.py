"""The wins digest: asked for on Tuesday, put in order, posted on Thursday, reacted to, and remembered."""

from datetime import date, datetime, time

from playwright.async_api import expect

from tests.journeys.browser.hands import go, press, submit
from tests.journeys.living import BERLIN
from tests.making import a_win

TUESDAY, THURSDAY, NEXT = date(2025, 8, 19), date(2025, 8, 21), date(2025, 9, 4)
WINS = {
    "guide": "Lena & Hana rewrote the first-steps guide: newcomers stop asking where to begin",
    "crash": "The crash on save is gone <3",
    "arabic": "كتبت هناء أول مثال بالعربية",
}


async def told(office, day, *wins):
    """Stories of Lena's."""
    async with office.ledger() as ledger, ledger.open() as books:
        for hour, win in enumerate(wins, start=9):
            at = datetime.combine(day, time(hour), BERLIN)
            text = WINS.get(win, win)
            await books.wins.add(
                a_win(id=win, user=office["lena"].id, text=text, celebrated_at=at, story=True)
            )


async def choose(window, text, option):
    """Choose in the menu beside a win."""
    await window.locator(".block", has_text=text).get_by_role("button", name="More choices").click()
    await window.page.get_by_role("menuitem", name=option).click()


async def test_the_product_lead_puts_the_digest_in_order_and_everybody_reads_it(lived):
    async with lived() as (office, open_page):
        await told(office, TUESDAY, *WINS)
        await office.walk_to(TUESDAY, time(11, 5))
        ana = await open_page("ana")
        await go(ana, "Polaris")
        await expect(ana.locator(".message").last).to_contain_text("It is the turn of numbers")
        await press(ana, "Look at the draft")
        window = ana.get_by_role("dialog", name="The next digest")
        await window.get_by_label("The first message, in your words").fill("Two weeks of open doors.")
        await choose(window, "The crash", "Put first")
        await expect(window).to_contain_text("1. The crash on save is gone <3")
        await choose(window, "كتبت", "Leave out")
        await expect(window).to_contain_text("Left out; they stay where they were told.")
        await press(ana, "See it as it would be posted")
        preview = ana.get_by_role("dialog", name="As it would be posted")
        await expect(preview).to_contain_text("Wins in stories")
        await press(ana, "Back")
        await expect(window.get_by_label("The first message, in your words")).to_have_value(
            "Two weeks of open doors."
        )
        await submit(window)
        await press(ana, "Done")
        await expect(ana.locator(".message").last).to_contain_text("is approved")

        await office.walk_to(THURSDAY, time(11))
        await go(ana, "north-star")
        issue = ana.locator("#messages .message").last
        await expect(issue).to_contain_text("Two weeks of open doors.\n— @Ana Duarte", use_inner_text=True)
        await issue.get_by_text("2 replies").click()
        first, second = (ana.locator("#thread-messages .message").nth(place) for place in (1, 2))
        await expect(first).to_contain_text("The crash on save is gone <3")
        await expect(second).to_contain_text("Lena & Hana rewrote the first-steps guide")


async def test_the_next_digest_says_what_touched_people_most(lived):
    async with lived() as (office, open_page):
        await told(office, TUESDAY, "guide", "crash")
        await office.walk_to(THURSDAY, time(11))
        bot = office.slack.workspace.bot.id
        posted = office.slack.workspace.channel("north-star").messages.values()
        crash = next(each for each in posted if each.user == bot and "The crash" in each.text)
        for handle in ("bo", "hana"):
            await office[handle].reacts("heart", crash)
        await told(office, date(2025, 9, 2), "Two more answered")
        await office.walk_to(NEXT, time(11))

        hana = await open_page("hana")
        await expect(hana.locator("#messages .message").last).to_contain_text(
            "Last time this touched people most: “The crash on save is gone <3”, told by Lena Fischer."
        )


async def test_the_draft_is_put_in_order_and_approved_by_keyboard_alone(lived):
    async with lived() as (office, open_page):
        await told(office, TUESDAY, "guide", "crash")
        await office.walk_to(TUESDAY, time(11, 5))
        ana = await open_page("ana")
        await go(ana, "Polaris")
        await ana.get_by_role("button", name="Look at the draft").focus()
        await ana.keyboard.press("Enter")
        window = ana.get_by_role("dialog", name="The next digest")
        await expect(window.get_by_label("The first message, in your words")).to_be_focused()
        await ana.keyboard.type("Well done")
        await ana.keyboard.press("Tab")
        await expect(window.get_by_role("button", name="More choices").first).to_be_focused()
        await ana.keyboard.press("Enter")
        await expect(ana.get_by_role("menuitem", name="Move down")).to_be_focused()
        await ana.keyboard.press("Enter")
        await expect(window).to_contain_text("1. The crash on save is gone <3")
        await window.get_by_label("The first message, in your words").focus()
        await ana.keyboard.press("Control+Enter")

        await expect(ana.get_by_role("dialog", name="The next digest")).to_contain_text("Approved.")
