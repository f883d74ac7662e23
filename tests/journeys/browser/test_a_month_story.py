"""A month by the clock bar: every Monday its pulse, once and at nine, whatever Slack does meanwhile."""

from playwright.async_api import expect

from tests.journeys.browser.hands import go, move_clock, press, submit

SENTENCE = "Two newcomers came back because Bo answered within the hour."


async def until(page, day, hour):
    """Live one ritual after the other, up to the one of that hour."""
    clock = page.locator("#clock")
    for _ in range(20):
        if day in (told := await clock.inner_text()) and hour in told:
            return
        await page.locator("#moves").get_by_role("button", name="Next ritual").click()
        await expect(clock).not_to_have_text(told, timeout=60_000)
        await expect(clock).not_to_contain_text("time is passing", timeout=60_000)
    raise AssertionError(f"{day} {hour} never came")


async def test_in_a_month_each_monday_has_one_pulse_at_nine(lived):
    async with lived() as (office, open_page):
        ana = await open_page("ana")
        for monday in ("11 Aug", "18 Aug", "25 Aug", "1 Sep", "8 Sep"):
            await move_clock(ana, "Monday 09:00", monday)

        asked = office["ana"].reads(office["ana"].dm.id)
        assert office.posted_at() == [
            "Mon 11 Aug 09:00",
            "Mon 18 Aug 09:00",
            "Mon 25 Aug 09:00",
            "Mon 01 Sep 09:00",
            "Mon 08 Sep 09:00",
        ]
        assert sum("One sentence in your own words" in text for text in asked) == 4


async def test_the_sentence_asked_for_on_friday_stands_in_mondays_pulse(lived):
    async with lived() as (_, open_page):
        ana = await open_page("ana")
        await move_clock(ana, "Next ritual", "09:00")
        await until(ana, "Fri 15 Aug", "16:00")
        await go(ana, "Polaris")
        await press(ana, "Write it")
        window = ana.get_by_role("dialog", name="One sentence")
        await window.get_by_role("textbox").fill(SENTENCE)
        await submit(window)
        await expect(ana.locator(".message").last).to_contain_text("Kept for")
        await until(ana, "Mon 18 Aug", "09:00")

        await go(ana, "north-star")
        await expect(ana.locator(".message").last).to_contain_text(SENTENCE)
        await expect(ana.locator(".message").last).to_contain_text("— @Ana Duarte")


async def test_a_slow_slack_and_a_dropped_line_do_not_double_the_pulse(lived):
    async with lived() as (office, open_page):
        ana = await open_page("ana")
        await ana.get_by_role("button", name="Faults").click()
        panel = ana.get_by_role("complementary", name="Faults")
        for fault in ("drop_after_accept", "slow", "429"):
            await panel.get_by_label("Fault", exact=True).select_option(fault)
            await panel.get_by_role("button", name="Switch on").click()
            await expect(ana.locator("#faults-now")).to_contain_text("chat.postMessage")
        for monday in ("11 Aug", "18 Aug", "25 Aug"):
            await move_clock(ana, "Monday 09:00", monday)
        await expect(ana.locator("#messages .message")).to_have_count(3)
        await expect(panel).to_contain_text("Nothing. Everything works.")

        await move_clock(ana, "+1 hour", "10:00")
        await expect(ana.locator("#messages .message")).to_have_count(3)
        assert len(office.pulses()) == 3
