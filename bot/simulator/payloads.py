"""The payloads the app receives, field by field as documented."""

from bot.simulator import shapes
from bot.simulator.records import Channel, Json, Message, User
from bot.simulator.views import View, Views
from bot.simulator.workspace import Workspace

VERIFICATION_TOKEN = "simulated-verification-token"  # noqa: S105 - Slack's legacy token, no secret  # nosec B105


class Payloads:
    """Builds payloads for one app in one workspace."""

    def __init__(self, workspace: Workspace, views: Views) -> None:
        self._workspace, self._views = workspace, views

    def command(
        self, user: User, channel: Channel, *, command: str, text: str, trigger: str, response_url: str
    ) -> Json:
        """A slash command; over HTTP it travels as a form."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._workspace.team_id,
            "team_domain": self._workspace.team_domain,
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.is_im else self._channel_name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self._workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger,
        }

    def _channel_name(self, channel: Channel) -> str:
        return "privategroup" if channel.is_private else channel.name

    def _common(self, kind: str, user: User) -> Json:
        return {
            "type": kind,
            "user": {
                "id": user.id,
                "username": user.name,
                "name": user.name,
                "team_id": user.team_id,
            },
            "api_app_id": self._workspace.app_id,
            "token": VERIFICATION_TOKEN,
            "team": {"id": self._workspace.team_id, "domain": self._workspace.team_domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _place(self, channel: Channel) -> Json:
        name = "directmessage" if channel.is_im else self._channel_name(channel)
        return {"id": channel.id, "name": name}

    def in_message(self, channel: Channel, message: Message) -> Json:
        """Where something in a message stands."""
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        place: Json = {"container": container, "channel": self._place(channel)}
        if message.ephemeral_to is None:
            place["message"] = shapes.message(self._workspace, message)
        return place

    def message_action(
        self, user: User, channel: Channel, message: Message, *, action: Json, trigger: str, response_url: str
    ) -> Json:
        """A press on something in a message; `action` is the entry of `actions`."""
        return (
            self._common("block_actions", user)
            | self.in_message(channel, message)
            | {
                "trigger_id": trigger,
                "state": {"values": message.values},
                "response_url": response_url,
                "actions": [action],
            }
        )

    def view_action(self, user: User, view: View, action: Json, trigger: str) -> Json:
        """A press on something in a modal or the App Home."""
        return self._common("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": trigger,
            "view": self._views.shape(view),
            "actions": [action],
        }

    def view_submission(self, user: User, view: View, trigger: str, response_urls: list[Json]) -> Json:
        """A modal was submitted; its state carries the input blocks' values and the other fields'."""
        return self._common("view_submission", user) | {
            "trigger_id": trigger,
            "view": self._views.shape(view),
            "response_urls": response_urls,
        }

    def view_closed(self, user: User, view: View, *, is_cleared: bool) -> Json:
        """A modal that asked to be told was closed."""
        return self._common("view_closed", user) | {
            "view": self._views.shape(view),
            "is_cleared": is_cleared,
        }

    def shortcut(self, user: User, callback_id: str, trigger: str) -> Json:
        """A global shortcut; alone among the payloads it names neither the app nor the person's `name`."""
        payload = self._common("shortcut", user)
        del payload["api_app_id"], payload["user"]["name"]
        return payload | {
            "callback_id": callback_id,
            "trigger_id": trigger,
            "action_ts": self._workspace.clock.stamp(),
        }

    def message_shortcut(
        self,
        user: User,
        channel: Channel,
        message: Message,
        *,
        callback_id: str,
        trigger: str,
        response_url: str,
    ) -> Json:
        """A shortcut used on a message."""
        payload = self._common("message_action", user)
        del payload["api_app_id"]
        return payload | {
            "callback_id": callback_id,
            "trigger_id": trigger,
            "response_url": response_url,
            "message_ts": message.ts,
            "channel": self._place(channel),
            "message": shapes.message(self._workspace, message),
            "action_ts": self._workspace.clock.stamp(),
        }

    def suggestion(self, user: User, block_id: str, action_id: str, query: str, place: Json) -> Json:
        """Somebody types into a select whose options the app supplies."""
        return self._common("block_suggestion", user) | {
            "block_id": block_id,
            "action_id": action_id,
            "value": query,
            **place,
        }

    def _is_ext_shared(self, event: Json) -> bool:
        named = event.get("channel") or event.get("item", {}).get("channel")
        channel = self._workspace.channels.get(named) if isinstance(named, str) else None
        return channel is not None and channel.is_ext_shared

    def event(self, event: Json) -> Json:
        """An Events API callback around an event."""
        bot = self._workspace.bot
        stamp = self._workspace.clock.seconds()
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._workspace.team_id,
            "context_team_id": self._workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": self._workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.ids.new("Ev"),
            "event_time": int(stamp),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self._workspace.team_id,
                    "user_id": bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": self._is_ext_shared(event),
            "event_context": f"4-{self._workspace.ids.secret(24)}",
        }
