"""The page can be used by keyboard alone, on a telephone, and with a screen reader."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def serious(page):
    """What axe-core finds that is serious or critical, in words."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


async def write(page, text):
    box = page.locator("#composer textarea")
    await box.fill(text)
    await box.press("Enter")


async def test_axe_finds_no_serious_fault_in_a_channel_a_thread_or_the_drawers(ana):
    await write(ana, "Hello :wave: @bo, see #general and `this`")
    await write(ana, "/pledge fix the docs")
    await expect(ana.locator(".message.ephemeral")).to_be_visible()
    assert await serious(ana) == []

    await ana.locator("#messages .message").first.hover()
    await ana.get_by_role("button", name="Reply in thread").first.click()
    await expect(ana.get_by_role("complementary", name="Thread")).to_be_visible()
    assert await serious(ana) == []

    await ana.get_by_role("button", name="Traffic").click()
    await ana.locator("summary").first.click()
    assert await serious(ana) == []

    await ana.get_by_role("button", name=re.compile("^Faults")).click()
    assert await serious(ana) == []


async def test_axe_finds_no_serious_fault_in_a_modal_with_errors_and_an_open_list(ana):
    await write(ana, "/pledge")
    dialog = ana.get_by_role("dialog", name="Make a pledge")
    await dialog.get_by_role("button", name="Pledge", exact=True).click()
    await expect(dialog).to_contain_text("Please complete this required field.")
    await dialog.get_by_role("combobox", name="For how long?").click()
    await expect(ana.get_by_role("option", name="Two weeks")).to_be_visible()

    assert await serious(ana) == []


async def test_axe_finds_no_serious_fault_in_the_home_tab(ana):
    await ana.get_by_role("button", name="Pledge", exact=True).click()
    await ana.get_by_role("tab", name="Home").click()
    await expect(ana.get_by_role("tabpanel", name="Home")).to_contain_text("Your pledges")

    assert await serious(ana) == []


async def test_axe_finds_no_serious_fault_on_a_telephone(page_of):
    ana = await page_of("ana", **PHONE)
    await write(ana, "Hello :wave:")
    await expect(ana.locator("#messages .message")).to_be_visible()
    assert await serious(ana) == []

    await ana.get_by_role("button", name="Conversations").click()
    await expect(ana.get_by_role("button", name=re.compile("^Act as"))).to_be_visible()
    assert await serious(ana) == []


async def test_a_telephone_shows_the_conversations_in_a_drawer_that_escape_closes(page_of):
    ana = await page_of("ana", **PHONE)
    general = ana.get_by_role("button", name="general", exact=True)
    await expect(general).to_be_hidden()

    await ana.get_by_role("button", name="Conversations").click()
    await expect(general).to_be_visible()
    await ana.keyboard.press("Escape")
    await expect(general).to_be_hidden()
    await expect(ana.get_by_role("button", name="Conversations")).to_be_focused()

    await ana.get_by_role("button", name="Conversations").click()
    await general.click()
    await expect(ana.get_by_role("heading", name="general", exact=True)).to_be_visible()
    assert await ana.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_pledge_is_made_by_keyboard_alone(ana):
    await press_until(ana, "Tab", lambda: ana.locator("#composer textarea"))
    await ana.keyboard.type("/pledge")
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_label("What will you do?")).to_be_focused()
    await ana.keyboard.type("feed the cat")
    await ana.keyboard.press("Tab")
    await ana.keyboard.press("ArrowDown")
    await ana.keyboard.press("ArrowDown")
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("combobox", name="For how long?")).to_have_value("Two weeks")

    await press_until(ana, "Tab", lambda: ana.get_by_role("button", name="Pledge", exact=True).last)
    await ana.keyboard.press("Enter")

    await expect(ana.locator(".message.ephemeral")).to_contain_text("You pledged this.")
    await expect(ana.locator("#composer textarea")).to_be_focused()
    await press_until(ana, "Shift+Tab", lambda: ana.get_by_role("button", name="Done"))
    await ana.keyboard.press("Enter")
    await expect(ana.locator(".message", has_text="feed the cat").first).to_contain_text("(edited)")


async def test_the_focus_stays_in_a_modal(ana):
    await write(ana, "/pledge")
    dialog = ana.get_by_role("dialog", name="Make a pledge")
    await expect(dialog).to_be_visible()

    for _ in range(14):
        await ana.keyboard.press("Tab")
        assert await dialog.evaluate("box => box.contains(document.activeElement)")


async def test_the_arrow_keys_move_among_messages_and_menus(ana):
    for text in ("first", "second"):
        await write(ana, text)
        await expect(ana.locator("#messages")).to_contain_text(text)
    await ana.locator("#messages .message").last.focus()
    await ana.keyboard.press("ArrowUp")
    await expect(ana.locator("#messages .message").first).to_be_focused()

    await press_until(ana, "Tab", lambda: ana.get_by_role("button", name="More actions").first)
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("menuitem", name="Turn into a pledge")).to_be_focused()
    await ana.keyboard.press("ArrowDown")
    await expect(ana.get_by_role("menuitem", name="Reply in thread")).to_be_focused()
    await ana.keyboard.press("Escape")
    await expect(ana.get_by_role("button", name="More actions").first).to_be_focused()


async def test_in_a_long_thread_each_message_is_reached_and_cheered_by_keyboard(ana, client, sim):
    channel = sim.workspace.channel("north-star").id
    parent = await client.chat_postMessage(channel=channel, text="Forty wins")
    for number in range(40):
        await client.chat_postMessage(channel=channel, text=f"Win {number}", thread_ts=parent["ts"])
    await ana.locator("#messages").get_by_role("button", name="40 replies").press("Enter")
    thread = ana.get_by_role("complementary", name="Thread")
    await expect(thread.locator(".message")).to_have_count(41)

    await thread.locator(".message").last.focus()
    await ana.keyboard.press("ArrowUp")
    message = thread.locator(".message", has_text="Win 38")
    await expect(message).to_be_focused()
    await press_until(ana, "Tab", lambda: message.get_by_role("button", name="Add a reaction"))
    await ana.keyboard.press("Enter")
    await ana.keyboard.type("tada")
    await ana.keyboard.press("Enter")

    await expect(message.get_by_role("button", name="tada: you")).to_have_attribute("aria-pressed", "true")
    await expect(thread.locator(".reaction")).to_have_count(1)


async def test_a_new_message_is_read_out(ana, page_of):
    bo = await page_of("bo")
    await write(bo, "Good *morning*")

    await expect(ana.locator("#heard")).to_have_text("Bo Lindqvist: Good morning")


@pytest.mark.parametrize("path", ["/", "/page/static/main.js"])
async def test_the_browser_is_told_to_run_and_fetch_nothing_from_elsewhere(client, sim, path):
    async with client.session.get(f"{sim.url}{path}") as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/page/static/page.py", "/page/static/..%2fpage.py", "/page/static/nothing.js"]
)
async def test_only_the_page_s_own_files_are_served(client, sim, path):
    async with client.session.get(f"{sim.url}{path}") as answer:
        assert answer.status == 404


async def press_until(page, key, target, limit=60):
    for _ in range(limit):
        await page.keyboard.press(key)
        if await target().evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{key} never reached it")
