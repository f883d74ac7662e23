"""What one person sees of the workspace, as the page draws it: people, conversations, messages, views."""

from typing import TYPE_CHECKING

from bot.simulator import shapes
from bot.simulator.records import Channel, Json, Message, User

if TYPE_CHECKING:
    from bot.simulator.world import World


class Sight:
    """Describes the workspace to the page."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._workspace = world.workspace

    def state(self, me: User) -> Json:
        """Give everything the page shows at first."""
        world, workspace = self._world, self._workspace
        home = world.views.homes.get(me.id)
        return {
            "team": {
                "id": workspace.team_id,
                "name": workspace.team_name,
                "domain": workspace.team_domain,
            },
            "me": person(me, is_outside=workspace.is_outside(me)),
            "users": self.people(),
            "channels": self.channels(me.id),
            "commands": [
                {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
                for each in world.manifest.commands.values()
            ],
            "shortcuts": [
                {
                    "name": each.name,
                    "type": each.type,
                    "callback_id": each.callback_id,
                    "description": each.description,
                }
                for each in world.manifest.shortcuts.values()
            ],
            "app": {
                "name": workspace.app_name,
                "bot_user_id": workspace.bot.id,
                "home_tab_enabled": world.manifest.home_tab,
                "messages_tab_read_only": world.manifest.messages_read_only,
            },
            "clock": world.walk.shape(),
            "faults": world.faults.list(),
            "connected": self.connected(),
            "home": world.views.shape(home) if home else None,
            "modals": self.modals(me.id),
        }

    def people(self) -> list[Json]:
        """List everybody."""
        outside = self._workspace.is_outside
        return [person(each, is_outside=outside(each)) for each in self._workspace.users.values()]

    def connected(self) -> str | None:
        """Say by which line the app is there, if it is."""
        line = self._world.line
        return line.kind if line.connected() else None

    def channels(self, viewer: str) -> list[Json]:
        """List the conversations somebody may see."""
        return [
            self.channel(each, viewer)
            for each in self._workspace.channels.values()
            if self._workspace.may_look(self._workspace.users[viewer], each)
        ]

    def channel(self, shown: Channel, viewer: str) -> Json:
        """Describe a conversation as the page lists it."""
        return {
            "id": shown.id,
            "name": shown.name,
            "is_private": shown.is_private,
            "is_im": shown.is_im,
            "is_member": viewer in shown.members,
            "is_archived": shown.is_archived,
            "is_ext_shared": shown.is_ext_shared,
            "topic": shown.topic,
            "user": shown.peer_of(viewer) if shown.is_im else None,
            "unread": shown.unread.get(viewer, 0),
            "mentions": shown.mentions.get(viewer, 0),
            "num_members": len(shown.members),
        }

    def modals(self, viewer: str) -> list[Json]:
        """List somebody's open modals, bottom first."""
        return [self._world.views.shape(each) for each in self._world.views.stacks.get(viewer, [])]

    def message(self, message: Message) -> Json:
        """Describe a message as the page draws it."""
        shape = shapes.message(self._workspace, message)
        shape |= {"ephemeral": message.ephemeral_to is not None, "reactions": shapes.reactions(message)}
        shape.setdefault("reply_count", 0)
        return shape

    @staticmethod
    def seen(channel: Channel, viewer: str, thread: str | None = None) -> list[Message]:
        """Give what somebody sees in a channel or a thread, oldest first."""
        whispers = channel.ephemerals.get(viewer, {}).values()
        if thread:
            found = [
                channel.messages[ts]
                for ts in [thread, *channel.threads.get(thread, [])]
                if ts in channel.messages
            ]
            found += [each for each in whispers if each.thread_ts == thread]
        else:
            found = [each for each in channel.messages.values() if not each.thread_ts or each.broadcast]
            found += [each for each in whispers if not each.thread_ts]
        return sorted(found, key=lambda each: each.ts)

    def home(self, user: str) -> Json:
        """Give somebody's App Home as published."""
        return self._world.views.shape(self._world.views.homes[user])

    def clock(self) -> Json:
        """Give the clock."""
        return self._world.walk.shape()


def person(who: User, *, is_outside: bool = False) -> Json:
    """Describe a person as the page shows them."""
    return {
        "id": who.id,
        "name": who.name,
        "real_name": who.real_name,
        "display_name": who.display_name,
        "title": who.title,
        "is_bot": who.is_bot,
        "tz": who.tz,
        "deleted": who.deleted,
        "is_restricted": who.is_restricted,
        "is_outside": is_outside,
        "color": who.color,
        "initials": "".join(word[0] for word in who.real_name.split()[:2]).upper(),
    }
