"""What people do reaches a real Bolt app, and what the app answers reaches them."""

import asyncio

import pytest
from slack_bolt import BoltResponse

from bot import simulator
from bot.simulator.cannot import CannotError
from tests.bot.simulator.conftest import SUBMIT, Lighthouse, actions, button, field, manifest, modal

SELECT = {
    "type": "static_select",
    "action_id": "chosen",
    "options": [
        {"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("Red", "Blue")
    ],
}


@pytest.fixture
async def app(lighthouse):
    """An app that opens a form on /ask, says it back, and answers buttons."""
    opened = modal(field(), field("colour", SELECT, optional=True), submit=SUBMIT, callback_id="form")

    @lighthouse.app.command("/ask")
    async def ask(ack, command, client):
        lighthouse.heard.append(("command", command, None))
        if command["text"]:
            return await ack(text=f"You said {command['text']}")
        await client.views_open(trigger_id=command["trigger_id"], view=opened)
        return await ack()

    @lighthouse.app.view("form")
    async def sent(ack, view, body, client):
        lighthouse.heard.append(("view", view, body))
        words = view["state"]["values"]["what"]["typed"]["value"]
        if words == "bad":
            return await ack(response_action="errors", errors={"what": "Kinder, please."})
        if words in ("update", "push", "clear"):
            shown = {} if words == "clear" else {"view": modal(title={"type": "plain_text", "text": words})}
            return await ack(response_action=words, **shown)
        if words == "nonsense":
            return await ack(response_action="errors", errors={"elsewhere": "?"})
        return await ack()

    await lighthouse.connects()
    return lighthouse


async def test_a_command_is_answered_privately(app, sim):
    await sim.people["ana"].runs("/ask the team", channel="general")

    assert sim.people["ana"].reads() == ["You said the team"]
    assert sim.people["bo"].reads() == []


async def test_a_command_carries_who_where_and_how_to_answer(app, sim):
    await sim.people["ana"].runs("/ask x", channel="leads")
    command = app.heard[0][1]

    assert (command["user_id"], command["channel_id"]) == (
        sim.people["ana"].id,
        sim.workspace.channel("leads").id,
    )
    assert command["channel_name"] == "privategroup"
    assert command["response_url"].startswith(f"{sim.url}/response/")


async def test_names_become_mentions_where_the_manifest_asks_for_it(app, sim):
    await sim.people["ana"].runs("/ask @bo about #team-docs and @nobody", channel="general")
    bo, docs = sim.people["bo"].id, sim.workspace.channel("team-docs").id

    assert app.heard[0][1]["text"] == f"<@{bo}|bo> about <#{docs}|team-docs> and @nobody"


async def test_names_stay_as_typed_where_the_manifest_does_not_ask(lighthouse, sim):
    @lighthouse.app.command("/raw")
    async def raw(ack, command):
        await ack(command["text"])

    await lighthouse.connects()
    await sim.people["ana"].runs("/raw @bo", channel="general")

    assert sim.people["ana"].reads() == ["@bo"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("/dance", "/dance is not a valid command."), ("  ", "There is nothing to send.")],
)
async def test_what_does_not_exist_cannot_be_run(sim, text, sentence):
    with pytest.raises(CannotError, match=sentence):
        await sim.people["ana"].runs(text, channel="general")


async def test_a_command_cannot_be_run_in_a_thread(sim):
    message = await sim.people["ana"].says("Hello", "general")

    with pytest.raises(CannotError, match="not supported in threads"):
        await sim.people["ana"].says("/ask", "general", message.ts)


async def test_a_command_nobody_acknowledges_times_out_in_words(lighthouse, sim):
    @lighthouse.app.command("/ask")
    async def never(ack):
        """Forgets to acknowledge."""

    sim.world.sockets.ack_s = 0.1
    await lighthouse.connects()
    await sim.people["ana"].runs("/ask", channel="general")

    assert sim.people["ana"].notices == ["/ask failed because operation timed out"]


async def test_a_command_to_an_absent_app_fails_in_words(sim):
    await sim.people["ana"].runs("/ask", channel="general")

    assert sim.people["ana"].notices == ["/ask failed because dispatch failed"]


async def test_a_public_answer_shows_the_typed_command_too(lighthouse, sim):
    @lighthouse.app.command("/raw")
    async def raw(ack):
        await ack(text="Everybody!", response_type="in_channel")

    await lighthouse.connects()
    await sim.people["ana"].runs("/raw <hello>", channel="general")

    assert sim.people["bo"].reads("general") == ["/raw <hello>", "Everybody!"]


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "x", "colour": "red"},
        {"text": "x", "response_type": "loud"},
        {"blocks": [{"type": "wall"}]},
        {"response_type": "ephemeral"},
    ],
)
async def test_an_answer_slack_would_refuse_is_refused(lighthouse, sim, answer):
    @lighthouse.app.command("/raw")
    async def raw(ack):
        # Bolt's own ack builds known fields only; a dict goes out as it is.
        ack.response = BoltResponse(status=200, body=answer)
        return ack.response

    await lighthouse.connects()
    await sim.people["ana"].runs("/raw", channel="general")

    assert sim.people["ana"].reads("general") == []
    assert "its answer was refused" in sim.people["ana"].notices[0]


async def test_a_form_is_filled_and_sent(app, sim):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")
    errors = await ana.submits(what="How", colour="Blue")
    values = app.heard[-1][1]["state"]["values"]

    assert (errors, ana.modal) == ({}, None)
    assert values["what"]["typed"] == {"type": "plain_text_input", "value": "How"}
    assert values["colour"]["chosen"]["selected_option"]["value"] == "blue"


async def test_the_apps_faults_stand_under_their_fields(app, sim):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")
    await ana.submits(what="bad")

    assert ana.errors == {"what": "Kinder, please."}
    assert ana.modal is not None
    assert ana.modal["state"]["values"]["what"]["typed"]["value"] == "bad"


async def test_an_empty_field_is_slacks_own_affair(app, sim):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")

    assert await ana.submits() == {"what": "Please complete this required field."}
    assert [kind for kind, *_ in app.heard] == ["command"]


@pytest.mark.parametrize(("words", "depth"), [("update", 1), ("push", 2), ("clear", 0)])
async def test_an_app_can_answer_a_form_with_another_view(app, sim, words, depth):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")
    await ana.submits(what=words)

    assert len(sim.world.views.stacks[ana.id]) == depth
    assert ana.modal is None or ana.modal["title"]["text"] == words


async def test_an_answer_that_names_no_field_is_trouble(app, sim):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")

    with pytest.raises(CannotError, match="no input block has this block_id: elsewhere"):
        await ana.submits(what="nonsense")
    assert ana.modal


async def test_a_form_nobody_acknowledges_stays_open(app, sim):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")
    sim.faults.add("no_ack", "form")
    sim.world.sockets.ack_s = 0.1

    with pytest.raises(CannotError, match="trouble connecting"):
        await ana.submits(what="How")
    assert ana.modal


async def test_what_a_person_cannot_fill_in(app, sim):
    ana = sim.people["ana"]
    await ana.runs("/ask", channel="general")

    with pytest.raises(CannotError, match="no field mood"):
        await ana.submits(mood="fine")
    with pytest.raises(CannotError, match="no option 'Green'"):
        await ana.submits(what="x", colour="Green")


async def test_without_a_modal_there_is_nothing_to_submit(sim):
    with pytest.raises(CannotError, match="No modal is open"):
        await sim.people["ana"].submits()


async def test_a_button_is_answered_where_it_stands(lighthouse, sim):
    @lighthouse.app.action("press")
    async def press(ack, respond, body):
        lighthouse.heard.append(("action", body, None))
        await ack()
        await respond("Pressed", replace_original=True)

    await lighthouse.connects()
    await lighthouse.client.chat_postMessage(
        channel="#general", text="Press me", blocks=[actions(button(value="7"))]
    )
    await sim.people["bo"].clicks("Press")
    body = lighthouse.heard[0][1]

    assert body["actions"][0]["value"] == "7"
    assert body["message"]["text"] == "Press me"
    assert sim.people["ana"].reads("general") == ["Pressed"]


async def test_among_several_the_one_beside_certain_words_is_pressed(lighthouse, sim):
    @lighthouse.app.action("done")
    async def done(ack, payload):
        await ack()
        lighthouse.heard.append(payload["value"])

    await lighthouse.connects()
    rows = [
        block
        for name in ("sweep", "sing")
        for block in (
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*{name}*"}},
            actions(button("done", value=name)),
        )
    ]
    await lighthouse.client.chat_postMessage(channel="#general", text="Well?", blocks=rows)
    await sim.people["bo"].clicks("done", beside="sweep")

    assert lighthouse.heard == ["sweep"]
    with pytest.raises(CannotError, match="sees nothing called 'done' to press beside 'dance'"):
        await sim.people["bo"].clicks("done", beside="dance")


async def test_a_choice_in_a_message_is_remembered(lighthouse, sim):
    @lighthouse.app.action("chosen")
    async def chosen(ack, body):
        lighthouse.heard.append(("action", body, None))
        await ack()

    await lighthouse.connects()
    posted = await lighthouse.client.chat_postMessage(
        channel="#general", text="Choose", blocks=[actions(SELECT, button())]
    )
    await sim.people["bo"].chooses("chosen", "Red")
    values = lighthouse.heard[0][1]["state"]["values"]
    block_id = posted["message"]["blocks"][0]["block_id"]

    assert values[block_id]["chosen"]["selected_option"]["value"] == "red"
    with pytest.raises(CannotError, match="no such option"):
        await sim.people["bo"].clicks("chosen", selected_option={"value": "green"})


async def test_nobody_presses_what_they_do_not_see(sim):
    with pytest.raises(CannotError, match="sees nothing called 'press'"):
        await sim.people["ana"].clicks("press")


async def test_the_home_tab_is_published_and_pressed(lighthouse, sim):
    @lighthouse.app.event("app_home_opened")
    async def opened(event, client):
        lighthouse.heard.append(("event", event, None))
        view = {"type": "home", "blocks": [actions(button("home.press"))]}
        await client.views_publish(user_id=event["user"], view=view)

    @lighthouse.app.action("home.press")
    async def press(ack, body):
        lighthouse.heard.append(("action", body, None))
        await ack()

    await lighthouse.connects()
    ana = sim.people["ana"]
    await ana.opens_home()
    await ana.clicks("home.press")
    await ana.opens_home()

    assert ana.home is not None
    assert lighthouse.heard[0][1]["tab"] == "home"
    assert lighthouse.heard[1][1]["container"] == {"type": "view", "view_id": ana.home["id"]}
    assert lighthouse.heard[2][1]["view"]["id"] == ana.home["id"]


async def test_an_app_without_a_home_tab_has_none():
    async with simulator.running(manifest(app_home={})) as running:
        with pytest.raises(CannotError, match="no Home tab"):
            await running.people["ana"].opens_home()


async def test_shortcuts_reach_the_app(lighthouse, sim):
    @lighthouse.app.shortcut("ask.global")
    async def anywhere(ack, body):
        lighthouse.heard.append(("shortcut", body, None))
        await ack()

    @lighthouse.app.shortcut("ask.message")
    async def about(ack, body):
        lighthouse.heard.append(("shortcut", body, None))
        await ack()

    await lighthouse.connects()
    message = await sim.people["bo"].says("Interesting", "general")
    await sim.people["ana"].uses("ask.global")
    await sim.people["ana"].uses("ask.message", on=message)

    assert "channel" not in lighthouse.heard[0][1]
    assert lighthouse.heard[1][1]["message"]["text"] == "Interesting"


async def test_a_shortcut_that_is_not_declared_does_not_exist(sim):
    with pytest.raises(CannotError, match=r"no global shortcut ask\.nothing"):
        await sim.people["ana"].uses("ask.nothing")


async def test_a_shortcut_to_an_absent_app_fails_in_words(sim):
    await sim.people["ana"].uses("ask.global")

    assert sim.people["ana"].notices == ["Ask now failed because dispatch failed"]


async def test_an_app_without_interactivity_cannot_be_pressed(machine):
    async with simulator.running(manifest(interactivity={"is_enabled": False})) as running:
        lighthouse = Lighthouse(running)
        await lighthouse.client.chat_postMessage(channel="#general", text="x", blocks=[actions(button())])

        with pytest.raises(CannotError, match="not configured"):
            await running.people["ana"].clicks("press")
        with pytest.raises(CannotError, match="not configured"):
            await running.people["ana"].uses("ask.global")


async def test_a_press_nobody_acknowledges_fails_in_words(sim, client):
    await client.chat_postMessage(channel="#general", text="x", blocks=[actions(button())])
    await sim.people["ana"].clicks("press")

    assert sim.people["ana"].notices == ["That did not work because dispatch failed"]


async def test_the_app_is_told_of_closed_views_that_asked_for_it(lighthouse, sim):
    @lighthouse.app.view_closed("form")
    async def closed(ack, body):
        lighthouse.heard.append(("closed", body, None))
        await ack()

    await lighthouse.connects()
    ana = sim.people["ana"]
    for more in ({}, {"notify_on_close": True}, {"notify_on_close": True, "clear_on_close": True}):
        sim.world.views.open(ana.id, modal(callback_id="form", **more))
        await ana.closes()

    assert [body["is_cleared"] for _, body, _ in lighthouse.heard] == [False, True]
    assert ana.modal is None


async def test_an_external_select_asks_the_app(lighthouse, sim):
    @lighthouse.app.options("seek")
    async def seek(ack, payload):
        await ack(options=[{"text": {"type": "plain_text", "text": payload["value"]}, "value": "1"}])

    await lighthouse.connects()
    ana = sim.people["ana"]
    external = {"type": "external_select", "action_id": "seek", "min_query_length": 0}
    sim.world.views.open(ana.id, modal(field("found", external), submit=SUBMIT))
    offered = await ana.options("seek", "light")
    await lighthouse.client.chat_postMessage(channel="#general", text="x", blocks=[actions(external)])
    await ana.closes()

    assert offered[0]["text"]["text"] == "light"
    assert (await ana.options("seek", "house"))[0]["text"]["text"] == "house"


async def test_options_that_do_not_come_are_said_in_words(sim, client):
    external = {"type": "external_select", "action_id": "seek"}
    await client.chat_postMessage(channel="#general", text="x", blocks=[actions(external)])

    with pytest.raises(CannotError, match="could not be loaded because dispatch failed"):
        await sim.people["ana"].options("seek")


async def test_a_field_that_dispatches_tells_the_app_as_it_is_filled(lighthouse, sim):
    @lighthouse.app.action("typed")
    async def typed(ack, body):
        lighthouse.heard.append(("action", body, None))
        await ack()

    await lighthouse.connects()
    ana = sim.people["ana"]
    eager = {
        "type": "plain_text_input",
        "action_id": "typed",
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    sim.world.views.open(ana.id, modal(field(element=eager, dispatch_action=True), submit=SUBMIT))
    await ana.fills("enter", what="one")
    await ana.fills("character", what="two")

    assert [body["actions"][0]["value"] for _, body, _ in lighthouse.heard] == ["two"]
    assert lighthouse.heard[0][1]["view"]["state"]["values"]["what"]["typed"]["value"] == "two"


async def test_a_channel_chosen_in_a_form_can_be_answered_to(lighthouse, sim):
    @lighthouse.app.view("form")
    async def sent(ack, body):
        lighthouse.heard.append(("view", body, None))
        await ack()

    await lighthouse.connects()
    ana, general = sim.people["ana"], sim.workspace.channel("general").id
    element = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    sim.world.views.open(ana.id, modal(field("where", element), submit=SUBMIT, callback_id="form"))
    await ana.submits(where=general)

    assert lighthouse.heard[0][1]["response_urls"][0]["channel_id"] == general


async def test_people_write_read_and_react(sim):
    ana, bo = sim.people["ana"], sim.people["bo"]
    message = await ana.says("Hi @bo & <all>, see #team-docs @here", "general")
    await bo.reacts("wave", message)
    await bo.unreacts("wave", message)
    docs = sim.workspace.channel("team-docs").id

    assert message.text == f"Hi <@{bo.id}> &amp; &lt;all&gt;, see <#{docs}|team-docs> <!here>"
    assert message.reactions == {}


async def test_people_answer_in_threads(sim):
    ana, bo = sim.people["ana"], sim.people["bo"]
    question = await ana.says("Why?", "general")
    answer = await bo.says("Because.", "general", question.ts)
    await ana.says("I see.", "general", answer.ts)

    assert ana.reads("general", question.ts) == ["Why?", "Because.", "I see."]
    with pytest.raises(CannotError, match="message not found"):
        await ana.says("Hello?", "general", "1.1")


async def test_what_comes_later_can_be_waited_for(sim, client):
    ana = sim.people["ana"]
    later = asyncio.create_task(client.chat_postMessage(channel="#general", text="Here"))
    await sim.until(lambda: ana.reads("general"))
    await later

    assert ana.reads("general") == ["Here"]
    with pytest.raises(TimeoutError):
        await sim.until(lambda: ana.modal, timeout_s=0.01)


async def test_people_come_and_go(sim):
    ana = sim.people["ana"]
    await ana.joins("team-docs")
    joined = ana.id in sim.workspace.channel("team-docs").members
    await ana.leaves("team-docs")

    assert joined
    assert ana.id not in sim.workspace.channel("team-docs").members
    with pytest.raises(CannotError, match="Nobody can leave"):
        await ana.leaves("general")


async def test_where_people_cannot_write(sim):
    ana = sim.people["ana"]
    sim.workspace.archive(sim.workspace.channel("general"), ana.id)

    for who, channel, sentence in [
        ("ana", "team-docs", "Join #team-docs"),
        ("ana", "general", "#general is archived"),
        ("gus", "team-engine", "channel not found"),
        ("june", "leads", "channel not found"),
        ("old_sam", "general", "cannot do anything"),
    ]:
        with pytest.raises(CannotError, match=sentence):
            await sim.people[who].says("x", channel)


async def test_a_read_only_messages_tab_takes_no_messages():
    tab = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    async with simulator.running(manifest(app_home=tab)) as running:
        with pytest.raises(CannotError, match="turned off"):
            await running.people["ana"].says("Hi", running.people["ana"].dm.id)


async def test_people_known_before_a_reset_are_found_anew(sim):
    before = sim.people["ana"]
    sim.world.reset()

    assert sim.people["ana"].id != before.id
