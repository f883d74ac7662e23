"""What a visitor does in the page, from the first look to a pledge kept."""

import asyncio
import re

from playwright.async_api import expect


async def test_the_first_view_says_what_this_is_until_it_is_dismissed(ana):
    line = ana.get_by_role("region", name="What this is")
    await expect(line).to_contain_text("A Slack workspace on your machine. Nothing leaves it.")

    await line.get_by_role("button", name="Dismiss this line").click()
    await ana.reload()

    await expect(ana.get_by_role("heading", name="north-star", exact=True)).to_be_visible()
    await expect(line).to_be_hidden()


async def test_an_empty_channel_is_explained_in_words(ana):
    await expect(ana.locator("#messages")).to_contain_text("Nothing was said here yet")


async def test_a_command_is_completed_with_the_arrow_keys_and_shows_its_hint(ana):
    box = ana.get_by_role("textbox", name="Message #north-star")
    await box.press_sequentially("/pl")
    offered = ana.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(offered).to_have_count(2)

    await box.press("ArrowDown")
    await box.press("ArrowUp")
    await box.press("Enter")

    await expect(box).to_have_value("/pledge ")
    await expect(ana.locator(".composer-hint").first).to_have_text("/pledge [what you will do]")


async def test_a_command_with_text_is_answered_privately(ana, page_of):
    await say(ana, "/pledge fix the <b>docs</b>")

    whisper = ana.locator(".message.ephemeral")
    await expect(whisper).to_contain_text("Only visible to you")
    await expect(whisper).to_contain_text("You pledged: fix the <b>docs</b>")
    bo = await page_of("bo")
    await expect(bo.locator(".message.ephemeral")).to_have_count(0)

    await whisper.get_by_role("button", name="Dismiss message").click()
    await expect(whisper).to_have_count(0)


async def test_an_unknown_command_leaves_the_typed_text_and_says_why(ana):
    await say(ana, "/nonsense at all")

    await expect(ana.locator("#composer").get_by_role("alert")).to_contain_text("/nonsense")
    await expect(ana.get_by_role("textbox", name="Message #north-star")).to_have_value("/nonsense at all")


async def test_a_modal_shows_errors_under_fields_then_is_submitted_and_answered(ana):
    await say(ana, "/pledge")
    dialog = ana.get_by_role("dialog", name="Make a pledge")
    what = dialog.get_by_label("What will you do?")
    await expect(what).to_be_focused()

    await dialog.get_by_role("button", name="Pledge", exact=True).click()
    await expect(dialog).to_contain_text("Please complete this required field.")

    await what.fill("x")
    await dialog.get_by_role("button", name="Pledge", exact=True).click()
    await expect(dialog).to_contain_text("Say a little more, please.")
    await expect(what).to_have_attribute("aria-invalid", "true")

    await what.fill("fix the docs")
    topic = dialog.get_by_role("combobox", name="About what?")
    await topic.click()
    await topic.press_sequentially("doc")
    await ana.get_by_role("option", name="Documentation").click()
    people = dialog.get_by_role("combobox", name="With whom?")
    await people.click()
    await people.press_sequentially("Bo")
    await people.press("Enter")
    await dialog.get_by_role("button", name="Pledge", exact=True).click()

    await expect(dialog).to_have_count(0)
    await expect(ana.locator(".message.ephemeral")).to_contain_text("You pledged this about Documentation.")
    await expect(ana.locator(".message.ephemeral .mention")).to_have_text("@Bo Lindqvist")
    await expect(ana.locator(".message:not(.ephemeral)")).to_contain_text("Pledged: fix the docs")


async def test_a_modal_on_top_of_another_keeps_what_was_typed_below(ana):
    await say(ana, "/pledge")
    await ana.get_by_label("What will you do?").fill("half a thou")
    await ana.get_by_role("button", name="Say why").click()
    above = ana.get_by_role("dialog", name="Why it matters")
    await expect(above).to_be_visible()

    await above.get_by_role("button", name="Back").click()

    await expect(ana.get_by_label("What will you do?")).to_have_value("half a thou")
    await ana.get_by_role("button", name="Close").click()
    await expect(ana.get_by_role("dialog")).to_have_count(0)


async def test_a_button_changes_its_message_and_the_change_is_marked(ana):
    await pledge(ana, "water the plants")

    await ana.get_by_role("button", name="Done").click()

    message = ana.locator(".message", has_text="water the plants")
    await expect(message).to_contain_text("(edited)")
    await expect(message.get_by_role("button", name="Done")).to_have_count(0)


async def test_a_dangerous_button_asks_first(ana):
    await pledge(ana, "move a mountain")

    await ana.get_by_role("button", name="Take back").click()
    asked = ana.get_by_role("dialog", name="Take it back?")
    await asked.get_by_role("button", name="Keep it").click()
    await expect(ana.locator("#messages")).to_contain_text("move a mountain")

    await ana.get_by_role("button", name="Take back").click()
    await asked.get_by_role("button", name="Take it back").click()
    await expect(ana.locator("#messages")).not_to_contain_text("move a mountain")


async def test_reactions_are_given_and_taken_back_and_seen_by_others(ana, page_of):
    await say(ana, "We did it")
    bo = await page_of("bo")
    message = bo.locator(".message", has_text="We did it")
    await message.hover()
    await message.get_by_role("button", name="Add a reaction").click()
    await bo.get_by_label("Find an emoji").fill("tada")
    await bo.get_by_label("Find an emoji").press("Enter")

    chip = ana.get_by_role("button", name="tada: Bo Lindqvist")
    await expect(chip).to_be_visible()
    await chip.click()
    await expect(ana.get_by_role("button", name="tada: Bo Lindqvist, you")).to_have_attribute(
        "aria-pressed", "true"
    )
    await ana.get_by_role("button", name="tada: Bo Lindqvist, you").click()
    await expect(chip).to_be_visible()


async def test_a_thread_opens_beside_the_channel_and_counts_its_replies(ana):
    await say(ana, "Shall we?")
    message = ana.locator("#messages .message", has_text="Shall we?")
    await message.hover()
    await message.get_by_role("button", name="Reply in thread").click()
    thread = ana.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("textbox")).to_be_focused()

    await thread.get_by_role("textbox").press_sequentially("Yes, *today*")
    await thread.get_by_role("textbox").press("Enter")

    await expect(thread.locator(".message").last.locator("strong", has_text="today")).to_be_visible()
    await expect(ana.locator("#messages").get_by_role("button", name="1 reply")).to_be_visible()
    await expect(ana.locator("#messages .message")).to_have_count(1)
    await thread.get_by_role("button", name="Close the thread").click()
    await expect(thread).to_be_hidden()


async def test_the_home_tab_is_published_when_it_is_opened(ana):
    await ana.get_by_role("button", name="Pledge", exact=True).click()
    await ana.get_by_role("tab", name="Home").click()
    home = ana.get_by_role("tabpanel", name="Home")
    await expect(home).to_contain_text("You were here 1 times.")

    await home.get_by_role("button", name="Make a pledge").click()

    await expect(ana.get_by_role("dialog", name="Make a pledge")).to_be_visible()


async def test_a_page_that_was_left_holds_no_line_and_has_one_again_when_it_is_back(ana):
    def is_line(request):
        return "/page/stream" in request.url

    async with ana.expect_event("requestfailed", is_line):
        await ana.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    async with ana.expect_request(is_line):
        await ana.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    await say(ana, "Here I am again")
    await expect(ana.locator("#messages")).to_contain_text("Here I am again")


async def test_shortcuts_open_from_the_composer_and_from_a_message(ana):
    await ana.get_by_role("button", name="Shortcuts").click()
    await ana.get_by_role("menuitem", name="Make a pledge").click()
    await expect(ana.get_by_role("dialog", name="Make a pledge")).to_be_visible()
    await ana.keyboard.press("Escape")
    await expect(ana.get_by_role("dialog")).to_have_count(0)

    await say(ana, "Somebody should sweep")
    message = ana.locator(".message", has_text="Somebody should sweep")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await ana.get_by_role("menuitem", name="Turn into a pledge").click()

    await expect(ana.get_by_label("What will you do?")).to_have_value("Somebody should sweep")


async def test_a_mention_elsewhere_shows_a_badge_until_it_is_read(ana, page_of):
    bo = await page_of("bo", "general")
    await say(bo, "@ana are you there?")

    row = ana.get_by_role("navigation").get_by_role("button", name=re.compile("^general"))
    await expect(row).to_contain_text("1 mention")
    await row.click()
    await expect(row).not_to_contain_text("mention")
    await expect(ana.locator(".mention-me")).to_have_text("@Ana Duarte")


async def test_one_acts_as_somebody_else_in_their_own_time_zone(ana):
    await expect(ana.locator("#clock")).to_contain_text("08:55")

    await ana.get_by_role("button", name=re.compile("^Act as")).click()
    await ana.get_by_role("menuitemradio", name=re.compile("Hana Sato")).click()

    await expect(ana.locator("#clock")).to_contain_text("15:55")
    assert "as=hana" in ana.url


async def test_the_address_remembers_who_and_where(ana):
    await ana.get_by_role("navigation").get_by_role("button", name="general").click()
    await expect(ana.get_by_role("heading", name="general", exact=True)).to_be_visible()
    assert ana.url.endswith("#as=ana&channel=general")

    await ana.reload()

    await expect(ana.get_by_role("heading", name="general", exact=True)).to_be_visible()


async def test_the_clock_moves_on_by_its_buttons(ana):
    await ana.get_by_role("button", name="+1 hour").click()
    await expect(ana.locator("#clock")).to_contain_text("09:55")
    await ana.get_by_role("button", name="+1 day").click()
    await expect(ana.locator("#clock")).to_contain_text("Tue 12 Aug 2025")
    await ana.get_by_role("button", name="Monday 09:00").click()
    await expect(ana.locator("#clock")).to_contain_text("Mon 18 Aug 2025")
    await expect(ana.locator("#clock")).to_contain_text("09:00")

    await ana.get_by_role("button", name="Next ritual").click()

    await expect(ana.locator("#toasts")).to_contain_text("planned")


async def test_each_request_and_answer_can_be_inspected(ana):
    await ana.get_by_role("button", name="Traffic").click()
    drawer = ana.get_by_role("complementary", name="Traffic")
    await say(ana, "/pledge fix the docs")
    await drawer.get_by_label("Filter the traffic").fill("postephemeral")

    entry = drawer.locator("details")
    await expect(entry).to_have_count(1)
    await entry.locator("summary").click()

    await expect(entry.locator(".json").first).to_contain_text("You pledged: fix the docs")
    assert "xoxb-" not in (await drawer.inner_text()).replace("xoxb-***", "")


async def test_a_fault_is_switched_on_strikes_and_is_cleared(ana):
    await ana.get_by_role("button", name=re.compile("^Faults")).click()
    drawer = ana.get_by_role("complementary", name="Faults")
    await drawer.get_by_label("Method (* for every one)").fill("chat.postEphemeral")
    await drawer.get_by_label("Fault", exact=True).select_option("internal_error")
    await drawer.get_by_label("Until cleared").check()
    await drawer.get_by_role("button", name="Switch on").click()
    await expect(drawer.locator("#faults-now")).to_contain_text("chat.postEphemeral")

    await say(ana, "/pledge nothing")
    await expect(ana.locator(".message.ephemeral")).to_have_count(0)

    await drawer.get_by_role("button", name="Clear all faults").click()
    await expect(drawer.locator("#faults-now")).to_contain_text("Everything works.")
    await say(ana, "/pledge something")
    await expect(ana.locator(".message.ephemeral")).to_contain_text("You pledged: something")


async def test_the_page_says_whether_the_app_is_there(ana, app):
    await expect(ana.locator("#connection")).to_contain_text("Pledge connected")

    await app.close_async()

    await expect(ana.locator("#connection")).to_contain_text("Pledge not connected")
    await say(ana, "/pledge")
    await expect(ana.locator("#toasts")).to_contain_text("/pledge failed")


async def test_while_the_app_thinks_nothing_can_be_submitted_twice(ana):
    answered = asyncio.Event()

    async def hold(route):
        await answered.wait()
        await route.continue_()

    await say(ana, "/pledge")
    await ana.get_by_label("What will you do?").fill("wait for it")
    await ana.route("**/page/act", hold)
    submit = ana.get_by_role("dialog").get_by_role("button", name="Pledge", exact=True)
    await submit.click()
    await expect(submit).to_be_disabled()
    answered.set()

    await expect(ana.locator(".message.ephemeral")).to_have_count(1)
    await expect(ana.get_by_role("dialog")).to_have_count(0)


async def test_what_is_being_written_waits_in_its_channel(ana):
    box = ana.locator("#composer textarea")
    await box.fill("half a thou")
    await ana.get_by_role("button", name="general", exact=True).click()
    await expect(box).to_have_value("")

    await ana.get_by_role("button", name="north-star", exact=True).click()

    await expect(box).to_have_value("half a thou")


async def test_what_arrives_below_while_one_reads_above_is_announced(ana, client):
    for number in range(30):
        await client.chat_postMessage(channel="north-star", text=f"line {number}")
    await expect(ana.locator("#messages .message")).to_have_count(30)
    await expect(ana.locator("#messages .message").last).to_be_in_viewport()
    await ana.locator("#messages .message").first.scroll_into_view_if_needed()
    # The browser tells of a scroll with its next frame.
    await ana.evaluate("new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")

    await client.chat_postMessage(channel="north-star", text="the newest")
    await ana.get_by_role("button", name="Newer messages below").click()

    await expect(ana.locator("#messages .message", has_text="the newest")).to_be_in_viewport()
    await expect(ana.get_by_role("button", name="Newer messages below")).to_be_hidden()


async def test_one_tall_message_after_another_is_shown_from_its_beginning(ana, client):
    for number in range(4):
        text = f"the beginning of {number}" + "\nand on" * 60
        await client.chat_postMessage(channel="north-star", text=text)

        await expect(ana.locator("#messages .message")).to_have_count(number + 1)
        await ana.evaluate("new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
        assert await began_in_view(ana, number)


async def began_in_view(page, number):
    return await page.evaluate(
        """number => {
            const place = document.getElementById("scroller").getBoundingClientRect();
            const top = document.querySelectorAll("#messages .message")[number].getBoundingClientRect().top;
            return place.top <= top && top < place.top + place.height / 2;
        }""",
        number,
    )


async def test_time_is_seen_passing_until_everybody_kept_up(ana, client, sim):
    async def follow(**confirmed):
        body = {"follower": "slow", **confirmed}
        async with client.session.post(f"{sim.url}/control/clock/follow", json=body) as answer:
            return await answer.json()

    later = {"next_moment": "2025-08-12T07:00:00+00:00"}
    clock = await follow(next_moment="2025-08-11T07:30:00+00:00")
    await ana.get_by_role("button", name="Next ritual").click()
    await expect(ana.locator("#clock")).to_contain_text("time is passing")

    # The walk goes to the moment itself, and then one second on.
    clock = await follow(confirmed_step=clock["step"], **later)
    clock = await follow(confirmed_step=clock["step"], **later)
    await follow(**later)

    await expect(ana.locator("#clock")).to_contain_text("09:30")
    await expect(ana.locator("#clock")).not_to_contain_text("time is passing")


async def test_a_workspace_started_afresh_is_shown_afresh(ana, client, sim):
    await say(ana, "soon forgotten")
    await expect(ana.locator("#messages")).to_contain_text("soon forgotten")

    async with client.session.post(f"{sim.url}/control/reset") as answer:
        assert answer.status == 200

    await expect(ana.locator("#messages")).to_contain_text("Nothing was said here yet")
    await say(ana, "a new beginning")
    await expect(ana.locator("#messages .message")).to_contain_text("a new beginning")


async def say(page, text):
    box = page.locator("#composer textarea")
    await box.fill(text)
    await box.press("Escape")
    await box.press("Enter")


async def pledge(page, text):
    await say(page, "/pledge")
    dialog = page.get_by_role("dialog", name="Make a pledge")
    await dialog.get_by_label("What will you do?").fill(text)
    await dialog.get_by_role("button", name="Pledge", exact=True).click()
    await expect(page.locator(".message:not(.ephemeral)", has_text=text)).to_be_visible()
