"""From what changes in the workspace to the events the app subscribed to and may see."""

from collections.abc import Callable

from bot.simulator import shapes
from bot.simulator.records import Channel, Happening, Json
from bot.simulator.workspace import Workspace

# Events that need a scope, where it does not depend on the kind of channel.
_SCOPES = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
    "team_join": "users:read",
}


class Subscriptions:
    """Translates happenings into Slack's events, for one app."""

    def __init__(
        self, workspace: Workspace, subscribed: frozenset[str], granted: Callable[[], frozenset[str]]
    ) -> None:
        self._workspace, self._subscribed, self._granted = workspace, subscribed, granted
        self._shapes: dict[str, Callable[[Json], list[tuple[str, Json]]]] = {
            "message": self._message,
            "message_changed": self._changed,
            "message_deleted": self._deleted,
            "reaction_added": self._reaction("reaction_added"),
            "reaction_removed": self._reaction("reaction_removed"),
            "member_joined_channel": self._membership("member_joined_channel"),
            "member_left_channel": self._membership("member_left_channel"),
            "user_change": self._person("user_change"),
            "team_join": self._person("team_join"),
            "channel_created": self._created,
            "channel_rename": self._renamed,
            "channel_archive": self._archived("archive"),
            "channel_unarchive": self._archived("unarchive"),
            "channel_id_changed": self._id_changed,
            "channel_shared": self._shared,
            "channel_unshared": self._unshared,
            "app_home_opened": self._home_opened,
            "app_uninstalled": lambda _: [("app_uninstalled", {"type": "app_uninstalled"})],
            "tokens_revoked": self._revoked,
        }

    def events(self, happening: Happening) -> list[Json]:
        """Give the events the app receives because of a happening, in order."""
        shape = self._shapes.get(happening.kind)
        if shape is None:
            return []
        stamp = self._workspace.clock.stamp
        return [
            event
            if "event_ts" in event or event["type"] in ("app_uninstalled", "tokens_revoked")
            else event | {"event_ts": stamp()}
            for name, event in shape(happening.facts)
            if name in self._subscribed
        ]

    def _may_see(self, channel: Channel, family: str) -> bool:
        """The app is in the conversation and holds the scope of its kind."""
        kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
        return self._workspace.bot.id in channel.members and f"{kind}:{family}" in self._granted()

    def _message_event(self, channel: Channel, event: Json) -> list[tuple[str, Json]]:
        if not self._may_see(channel, "history"):
            return []
        kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
        whole = event | {"channel": channel.id, "channel_type": kind}
        return [(f"message.{'im' if channel.is_im else kind + 's'}", whole)]

    def _message(self, facts: Json) -> list[tuple[str, Json]]:
        channel, message = facts["channel"], facts["message"]
        shape = shapes.message(self._workspace, message) | {"event_ts": message.ts}
        found = self._message_event(channel, shape)
        bot = self._workspace.bot.id
        called = f"<@{bot}>" in message.text and message.user != bot
        if called and bot in channel.members and "app_mentions:read" in self._granted():
            mention = {**shape, "type": "app_mention", "channel": channel.id}
            found.append(("app_mention", mention))
        return found

    def _changed(self, facts: Json) -> list[tuple[str, Json]]:
        channel, message = facts["channel"], facts["message"]
        if message.ephemeral_to:
            return []
        now = shapes.message(self._workspace, message)
        before = now | {name: value for name, value in facts["before"].items() if name in ("text", "blocks")}
        stamp = self._workspace.clock.stamp()
        return self._message_event(
            channel,
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "message": now,
                "previous_message": before,
                "ts": stamp,
                "event_ts": stamp,
            },
        )

    def _deleted(self, facts: Json) -> list[tuple[str, Json]]:
        channel, message = facts["channel"], facts["message"]
        if message.ephemeral_to:
            return []
        stamp = self._workspace.clock.stamp()
        return self._message_event(
            channel,
            {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "deleted_ts": message.ts,
                "previous_message": shapes.message(self._workspace, message),
                "ts": stamp,
                "event_ts": stamp,
            },
        )

    def _reaction(self, name: str) -> Callable[[Json], list[tuple[str, Json]]]:
        def shape(facts: Json) -> list[tuple[str, Json]]:
            channel, message = facts["channel"], facts["message"]
            if self._workspace.bot.id not in channel.members or not self._holds(name):
                return []
            item = {"type": "message", "channel": channel.id, "ts": message.ts}
            event = {
                "type": name,
                "user": facts["user"],
                "reaction": facts["name"],
                "item": item,
                "item_user": message.user,
            }
            return [(name, event)]

        return shape

    def _membership(self, name: str) -> Callable[[Json], list[tuple[str, Json]]]:
        def shape(facts: Json) -> list[tuple[str, Json]]:
            channel = facts["channel"]
            # The app that leaves is told that it left.
            seen = self._may_see(channel, "read") or facts["user"] == self._workspace.bot.id
            if not seen:
                return []
            event = {
                "type": name,
                "user": facts["user"],
                "channel": channel.id,
                "channel_type": "G" if channel.is_private else "C",
                "team": self._workspace.team_id,
            }
            if facts.get("inviter"):
                event["inviter"] = facts["inviter"]
            return [(name, event)]

        return shape

    def _person(self, name: str) -> Callable[[Json], list[tuple[str, Json]]]:
        def shape(facts: Json) -> list[tuple[str, Json]]:
            if not self._holds(name):
                return []
            email = "users:read.email" in self._granted()
            who = shapes.user(self._workspace, facts["user"], email=email, locale=True)
            return [(name, {"type": name, "user": who, "cache_ts": int(self._workspace.clock.seconds())})]

        return shape

    def _holds(self, name: str) -> bool:
        return _SCOPES[name] in self._granted()

    def _created(self, facts: Json) -> list[tuple[str, Json]]:
        channel = facts["channel"]
        if channel.is_private or "channels:read" not in self._granted():
            return []
        shape = shapes.channel(self._workspace, channel)
        del shape["is_member"]
        return [("channel_created", {"type": "channel_created", "channel": shape})]

    def _renamed(self, facts: Json) -> list[tuple[str, Json]]:
        channel = facts["channel"]
        if not self._known(channel):
            return []
        name = "group_rename" if channel.is_private else "channel_rename"
        shape = {
            "id": channel.id,
            "is_channel": not channel.is_private,
            "is_mpim": False,
            "name": channel.name,
            "name_normalized": channel.name,
            "created": channel.created,
        }
        return [(name, {"type": name, "channel": shape})]

    def _known(self, channel: Channel) -> bool:
        if channel.is_private:
            return self._may_see(channel, "read")
        return "channels:read" in self._granted()

    def _archived(self, what: str) -> Callable[[Json], list[tuple[str, Json]]]:
        def shape(facts: Json) -> list[tuple[str, Json]]:
            channel = facts["channel"]
            if not self._known(channel):
                return []
            name = f"{'group' if channel.is_private else 'channel'}_{what}"
            event: Json = {"type": name, "channel": channel.id, "user": facts["user"]}
            return [(name, event | {"is_moved": 0} if what == "archive" else event)]

        return shape

    def _shared(self, facts: Json) -> list[tuple[str, Json]]:
        channel = facts["channel"]
        event = {"type": "channel_shared", "connected_team_id": facts["team"], "channel": channel.id}
        return [("channel_shared", event)] if self._known(channel) else []

    def _unshared(self, facts: Json) -> list[tuple[str, Json]]:
        channel = facts["channel"]
        event = {
            "type": "channel_unshared",
            "previously_connected_team_id": facts["team"],
            "channel": channel.id,
            "is_ext_shared": channel.is_ext_shared,
        }
        return [("channel_unshared", event)] if self._known(channel) else []

    def _id_changed(self, facts: Json) -> list[tuple[str, Json]]:
        channel = facts["channel"]
        event = {
            "type": "channel_id_changed",
            "old_channel_id": facts["old"],
            "new_channel_id": channel.id,
        }
        return [("channel_id_changed", event)] if self._known(channel) else []

    @staticmethod
    def _home_opened(facts: Json) -> list[tuple[str, Json]]:
        event = {
            "type": "app_home_opened",
            "user": facts["user"],
            "channel": facts["channel"].id,
            "tab": facts["tab"],
        }
        if facts.get("view"):
            event["view"] = facts["view"]
        return [("app_home_opened", event)]

    @staticmethod
    def _revoked(facts: Json) -> list[tuple[str, Json]]:
        tokens = {"oauth": [], "bot": [facts["user"]]}
        return [("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})]
