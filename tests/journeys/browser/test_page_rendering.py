"""Messages look as Slack would show them, and no text ever becomes markup."""

import pytest
from playwright.async_api import expect

EVIL = "<img src=x onerror=alert(1)>"


def plain(text):
    return {"type": "plain_text", "text": text}


def options(*names):
    return [{"text": plain(name), "value": name} for name in names]


async def post(client, text="words", **more):
    return await client.chat_postMessage(channel="north-star", text=text, **more)


async def html_of(page):
    return await page.locator("#messages .message").last.locator(".text").inner_html()


@pytest.mark.parametrize(
    ("mrkdwn", "html"),
    [
        ("*bold* and *still bold*", "<strong>bold</strong> and <strong>still bold</strong>"),
        ("_it_ ~gone~ `a*b*c`", "<em>it</em> <s>gone</s> <code>a*b*c</code>"),
        ("*4* · *21*", "<strong>4</strong> · <strong>21</strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
        ("```let x = 1;\nlet *y*```", "<pre>let x = 1;\nlet *y*</pre>"),
        ("&gt; said\n&gt; twice\nafter", "<blockquote>said<br>twice</blockquote>after"),
        ("&gt;&gt;&gt; all\nof it", "<blockquote>all<br>of it</blockquote>"),
        ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
        ("• one\n• two", "• one<br>• two"),
    ],
)
async def test_mrkdwn_is_drawn_as_slack_draws_it(ana, client, mrkdwn, html):
    await post(client, mrkdwn)
    await expect(ana.locator("#messages .message")).to_have_count(1)

    assert await html_of(ana) == html


async def test_a_word_without_end_makes_no_home_wider_than_the_page(ana, client):
    await ana.get_by_role("button", name="Pledge", exact=True).click()
    await ana.get_by_role("tab", name="Home").click()
    await expect(ana.get_by_role("tabpanel", name="Home")).to_contain_text("Your pledges")
    people = {user["name"]: user["id"] for user in (await client.users_list())["members"]}
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "&gt;" + "x" * 300}}
    await client.views_publish(user_id=people["ana"], view={"type": "home", "blocks": [long]})
    await expect(ana.locator("#home")).to_contain_text("xxx")

    assert await ana.locator("#home").evaluate("home => home.scrollWidth - home.clientWidth") == 0


async def test_links_open_elsewhere_and_only_safe_ones_are_links(ana, client):
    await post(client, "<https://example.org/a?b=1&amp;c=2|the *notes*> <javascript:alert(1)|press me>")

    link = ana.get_by_role("link", name="the notes")
    await expect(link).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(ana.locator("#messages")).to_contain_text("press me")
    await expect(ana.get_by_role("link", name="press me")).to_have_count(0)


async def test_mentions_channels_and_emoji_are_shown_by_name(ana, client, sim):
    people = {user["name"]: user["id"] for user in (await client.users_list())["members"]}
    channels = {each["name"]: each["id"] for each in (await client.conversations_list())["channels"]}
    await post(client, f"<@{people['bo']}> in <#{channels['general']}> <!here> :tada: :no_such_emoji:")

    text = ana.locator("#messages .text")
    await expect(text).to_contain_text("@Bo Lindqvist in #general @here")
    await expect(text).to_contain_text(":no_such_emoji:")
    await expect(text.get_by_role("img", name="tada emoji")).to_be_visible()
    await text.get_by_role("button", name="#general").click()
    await expect(ana.get_by_role("heading", name="general", exact=True)).to_be_visible()


async def test_dates_are_told_in_the_reader_s_time_zone(ana, client, page_of):
    # 2025-08-11 22:30 UTC: the 12th in Berlin, the 11th in Los Angeles.
    await post(
        client,
        "Due <!date^1754951400^{date_short} at {time}|in the night> or <!date^1754895300^{date_pretty}|now>",
    )
    dana = await page_of("dana")

    await expect(ana.locator("#messages .text")).to_have_text("Due Aug 12, 2025 at 00:30 or Today")
    await expect(dana.locator("#messages .text")).to_contain_text("Due Aug 11, 2025 at 15:30")


async def test_text_never_becomes_markup(ana, client):
    blocks = [
        {"type": "header", "text": plain(EVIL)},
        {"type": "section", "text": {"type": "mrkdwn", "text": EVIL}},
        {"type": "context", "elements": [plain(EVIL)]},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": EVIL}]}],
        },
        {"type": "markdown", "text": f"**{EVIL}**"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": EVIL}]]},
        {"type": "actions", "elements": [{"type": "button", "text": plain(EVIL), "action_id": "x"}]},
    ]
    await post(client, blocks=blocks)

    message = ana.locator("#messages .message")
    await expect(message.get_by_role("button", name=EVIL)).to_be_visible()
    await expect(message.locator("img")).to_have_count(0)


async def test_every_block_and_element_is_drawn(ana, client):
    chosen = {"placeholder": plain("Choose"), "action_id": "c"}
    elements = [
        {"type": "button", "text": plain("Press"), "action_id": "a", "style": "primary"},
        {"type": "static_select", "options": options("One", "Two"), **chosen, "action_id": "b"},
        {"type": "users_select", **chosen},
        {"type": "channels_select", **chosen, "action_id": "d"},
        {"type": "conversations_select", **chosen, "action_id": "e"},
        {"type": "datepicker", "initial_date": "2025-08-15", "action_id": "f"},
        {"type": "timepicker", "initial_time": "09:30", "action_id": "g"},
        {"type": "overflow", "options": options("More", "Less"), "action_id": "h"},
        {"type": "checkboxes", "options": options("Tick"), "action_id": "i"},
        {"type": "radio_buttons", "options": options("This", "That"), "action_id": "j"},
    ]
    rich = {
        "type": "rich_text_list",
        "style": "ordered",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "first", "style": {"bold": True}}],
            }
        ],
    }
    cells = [
        [{"type": "raw_text", "text": text} for text in row] for row in (("Input", "Now"), ("Reviews", "14"))
    ]
    blocks = [
        {"type": "header", "text": plain("A header")},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Left*\n1"}, plain("Right")]},
        {"type": "divider"},
        {"type": "rich_text", "elements": [rich]},
        {"type": "markdown", "text": "# Title\n\n1. **one**\n2. two\n\n> said"},
        {"type": "table", "rows": cells},
        {"type": "actions", "elements": elements},
        {"type": "image", "image_url": "https://pictures.example/a.png", "alt_text": "A chart of reviews"},
    ]
    await post(client, blocks=blocks)

    message = ana.locator("#messages .message")
    await expect(message.get_by_role("heading", name="A header")).to_be_visible()
    await expect(message.get_by_role("columnheader", name="Input")).to_be_visible()
    await expect(message.locator("ol strong").first).to_have_text("first")
    await expect(message.get_by_role("combobox")).to_have_count(4)
    await expect(message.locator("input[type=date]")).to_have_value("2025-08-15")
    await expect(message.locator("input[type=time]")).to_have_value("09:30")
    await expect(message.get_by_role("checkbox", name="Tick")).to_be_visible()
    await expect(message.get_by_role("radio")).to_have_count(2)
    await expect(message.get_by_role("img", name="A chart of reviews")).to_contain_text("not fetched")
    await expect(message.locator(".unknown")).to_have_count(0)


async def test_an_uploaded_picture_is_shown_and_opens_large(ana, client):
    name = "Contributors, rising"
    file = (await client.files_upload_v2(filename="chart.png", content=PNG))["file"]
    await post(client, blocks=[{"type": "image", "slack_file": {"id": file["id"]}, "alt_text": name}])

    await ana.get_by_role("button", name=f"Enlarge: {name}").click()

    large = ana.get_by_role("dialog", name=name)
    await expect(large).to_be_visible()
    assert await large.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await ana.keyboard.press("Escape")
    await expect(large).to_have_count(0)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180b4ce2e2a0000000049454e44ae426082"
)
