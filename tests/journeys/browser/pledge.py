"""A tiny app to tell browser stories with: pledges, made by command, shortcut or button."""

from collections import Counter
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]
TOPICS = ["Documentation", "Rendering", "Reviews"]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": block_id, **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(channel: str, what: str = "") -> Json:
    text: Json = {"type": "plain_text_input", "multiline": True}
    if what:
        text["initial_value"] = what
    kinds = {
        "type": "static_select",
        "initial_option": option("This week"),
        "options": [option("This week"), option("Two weeks")],
    }
    topics = {"type": "external_select", "min_query_length": 1, "placeholder": plain("Search a topic")}
    more = {"type": "button", "action_id": "more", "text": plain("Say why")}
    return {
        "type": "modal",
        "callback_id": "pledge",
        "private_metadata": channel,
        "title": plain("Make a pledge"),
        "submit": plain("Pledge"),
        "blocks": [
            field("what", "What will you do?", text),
            field("kind", "For how long?", kinds),
            field("topic", "About what?", topics, optional=True),
            field("with", "With whom?", {"type": "multi_users_select"}, optional=True),
            {"type": "actions", "block_id": "extra", "elements": [more]},
        ],
    }


def why() -> Json:
    return {
        "type": "modal",
        "callback_id": "why",
        "title": plain("Why it matters"),
        "submit": plain("Keep"),
        "blocks": [field("reason", "Reason", {"type": "plain_text_input"})],
    }


def pledged(text: str, *, done: bool = False) -> list[Json]:
    said = {"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": f"*Pledged:* {text}"}}
    if done:
        return [said, {"type": "context", "block_id": "state", "elements": [plain("Done")]}]
    confirm = {
        "title": plain("Take it back?"),
        "text": {"type": "mrkdwn", "text": "Nobody will *see* it any more."},
        "confirm": plain("Take it back"),
        "deny": plain("Keep it"),
    }
    buttons: list[Json] = [
        {"type": "button", "action_id": "done", "text": plain("Done"), "style": "primary", "value": text},
        {
            "type": "button",
            "action_id": "drop",
            "text": plain("Take back"),
            "style": "danger",
            "confirm": confirm,
        },
    ]
    return [said, {"type": "actions", "block_id": "acts", "elements": buttons}]


def home(visits: int) -> Json:
    words = {"type": "mrkdwn", "text": f"You were here *{visits}* times."}
    add = {"type": "button", "action_id": "add", "text": plain("Make a pledge")}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "block_id": "head", "text": plain("Your pledges")},
            {"type": "section", "block_id": "visits", "text": words, "accessory": add},
        ],
    }


class Pledge:
    """The app's listeners; all it remembers is how often each Home was opened."""

    def __init__(self) -> None:
        self._visits: Counter[str] = Counter()

    def listen(self, app: AsyncApp) -> AsyncApp:
        app.command("/pledge")(self.by_command)
        app.shortcut("pledge.shortcut")(self.by_shortcut)
        app.shortcut("pledge.from_message")(self.by_message)
        app.options("topic")(self.topics)
        app.view("pledge")(self.submitted)
        app.view("why")(acknowledged)
        app.action("more")(self.more)
        app.action("done")(self.done)
        app.action("drop")(self.dropped)
        app.action("add")(self.add)
        app.event("app_home_opened")(self.opened)
        app.event("reaction_added")(self.thanked)
        return app

    async def by_command(self, ack, command, client):
        await ack()
        channel, user, text = command["channel_id"], command["user_id"], command["text"]
        if text:
            await client.chat_postEphemeral(channel=channel, user=user, text=f"You pledged: {text}")
        else:
            await client.views_open(trigger_id=command["trigger_id"], view=modal(channel))

    async def by_shortcut(self, ack, shortcut, client):
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal("general"))

    async def by_message(self, ack, shortcut, client):
        await ack()
        view = modal(shortcut["channel"]["id"], shortcut["message"]["text"])
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    async def topics(self, ack, payload):
        await ack(options=[option(name) for name in TOPICS if payload["value"].lower() in name.lower()])

    async def submitted(self, ack, body, view, client):
        values = view["state"]["values"]
        what = values["what"]["what"]["value"]
        if len(what) < 5:
            await ack(response_action="errors", errors={"what": "Say a little more, please."})
            return
        await ack()
        channel, user = view["private_metadata"], body["user"]["id"]
        await client.chat_postMessage(channel=channel, text=f"Pledged: {what}", blocks=pledged(what))
        chosen = values["topic"]["topic"]["selected_option"]
        about = f" about {chosen['text']['text']}" if chosen else ""
        people = " ".join(f"<@{each}>" for each in values["with"]["with"]["selected_users"])
        said = f"You pledged this{about}. {people}"
        await client.chat_postEphemeral(channel=channel, user=user, text=said)

    async def more(self, ack, body, client):
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=why())

    async def done(self, ack, body, action, client):
        await ack()
        place, what = body["container"], action["value"]
        await client.chat_update(
            channel=place["channel_id"],
            ts=place["message_ts"],
            text=f"Pledged and done: {what}",
            blocks=pledged(what, done=True),
        )

    async def dropped(self, ack, body, client):
        await ack()
        place = body["container"]
        await client.chat_delete(channel=place["channel_id"], ts=place["message_ts"])

    async def add(self, ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("general"))

    async def opened(self, event, client):
        if event["tab"] == "home":
            self._visits[event["user"]] += 1
            await client.views_publish(user_id=event["user"], view=home(self._visits[event["user"]]))

    async def thanked(self, event, client):
        place, thanks = event["item"], f"Thanks for the :{event['reaction']}:"
        await client.chat_postMessage(channel=place["channel"], thread_ts=place["ts"], text=thanks)


async def acknowledged(ack):
    await ack()


def connected(client: AsyncWebClient, app_token: str) -> AsyncSocketModeHandler:
    """The app's line to the workspace, not opened yet."""
    app = AsyncApp(client=client, process_before_response=True)
    return AsyncSocketModeHandler(Pledge().listen(app), app_token)
