"""What hands do in the page, told once for all stories."""

from playwright.async_api import expect


async def say(page, text):
    await expect(page.get_by_role("dialog")).to_have_count(0)
    box = page.locator("#composer textarea")
    await box.fill(text)
    await box.press("Escape")
    await box.press("Enter")


async def press(page, name):
    """A button of the newest message, of the window on top, or of the page."""
    await page.get_by_role("button", name=name, exact=True).last.click()


async def pick(dialog, label, option):
    """Choose in a list by typing the beginning of what is meant."""
    box = dialog.get_by_role("combobox", name=label).first
    await box.click()
    await box.press_sequentially(option)
    await dialog.page.get_by_role("option", name=option).first.click()


async def submit(dialog):
    await dialog.locator("[type=submit]").click()


async def go(page, place):
    await page.locator("#sidebar").get_by_role("button", name=place).first.click()
    await expect(page.locator("#channel-name")).to_have_text(place)


async def move_clock(page, button, to):
    """Press a button of the clock bar, and wait until it is then."""
    await page.locator("#moves").get_by_role("button", name=button).click()
    await expect(page.locator("#clock")).to_contain_text(to, timeout=60_000)
    await expect(page.locator("#clock")).not_to_contain_text("time is passing")
