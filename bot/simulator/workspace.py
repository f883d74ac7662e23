"""People, channels and messages: the single truth, announcing each change."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.simulator.clock import Clock
from bot.simulator.ids import Ids
from bot.simulator.records import Channel, Happening, Message, User
from bot.simulator.refusal import SlackError

_COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836")

# The organisation that channels are shared with and strangers come from, where nobody names another.
TEAM, OTHER_TEAM = "T0S0000001", "T0S0000002"


class Workspace:
    """One team's workspace with one app installed, whose bot user is `bot`."""

    def __init__(
        self, clock: Clock, ids: Ids, bot_name: str = "app", app_name: str = "App", *, team_id: str = TEAM
    ) -> None:
        self.clock = clock
        self.ids = ids
        self.team_id = team_id
        self.team_name = "Workspace"
        self.team_domain = "workspace"
        self.app_id = "A0S0000001"
        self.app_name = app_name
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self._ids_by_name: dict[str, str] = {}
        self._dms: dict[frozenset[str], str] = {}
        self._listeners: list[Callable[[Happening], None]] = []
        self.bot = self.add_user(bot_name, real_name=app_name, is_bot=True)

    def listen(self, listener: Callable[[Happening], None]) -> Callable[[], None]:
        """Call `listener` at each change; returns a function that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Announce nothing for a while."""
        listeners, self._listeners = self._listeners, []
        try:
            yield
        finally:
            self._listeners = listeners

    def announce(self, kind: str, **facts: Any) -> None:
        """Tell every listener what changed."""
        if self._listeners:
            happening = Happening(kind, facts)
            for listener in tuple(self._listeners):
                listener(happening)

    def rename_team(self, name: str = "Workspace", domain: str = "workspace") -> None:
        """Give the workspace its name and domain."""
        self.team_name, self.team_domain = name, domain

    def clear(self) -> None:
        """Forget everybody but the app, and every conversation."""
        self.users = {self.bot.id: self.bot}
        self.channels.clear()
        self._ids_by_name.clear()
        self._dms.clear()

    def add_user(self, name: str, real_name: str | None = None, **facts: Any) -> User:
        """Add a person or a bot; `facts` are fields of `User`."""
        user_id = self.ids.new("U")
        facts.setdefault("display_name", name)
        facts.setdefault("email", f"{name}@example.com")
        facts.setdefault("color", _COLORS[len(self.users) % len(_COLORS)])
        user = User(user_id, name, real_name or name.title(), **facts)
        user.team_id = user.team_id or (OTHER_TEAM if user.is_stranger else self.team_id)
        user.updated = int(self.clock.seconds())
        user.bot_id = self.ids.new("B") if user.is_bot else None
        self.users[user_id] = user
        self.announce("team_join", user=user)
        return user

    def change_user(self, user: User, **facts: Any) -> None:
        """Change fields of a person, as their profile or an administrator would."""
        for name, value in facts.items():
            setattr(user, name, value)
        user.updated = int(self.clock.seconds())
        self.announce("user_change", user=user)

    def user(self, reference: str) -> User:
        """Find a person by id or handle; raises `user_not_found`."""
        found = self.users.get(reference)
        if found is None:
            found = next((each for each in self.users.values() if each.name == reference.lstrip("@")), None)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def add_channel(
        self, name: str, creator: str, members: Iterable[str] = (), *, topic: str = "", **facts: Any
    ) -> Channel:
        """Create a channel; raises `name_taken`."""
        if name in self._ids_by_name:
            raise SlackError("name_taken")
        created = int(self.clock.seconds())
        channel = Channel(self.ids.new("C"), name, creator, created, topic=topic, **facts)
        channel.topic_by, channel.topic_at = (creator, created) if topic else ("", 0)
        channel.members = dict.fromkeys(members)
        self.channels[channel.id] = channel
        self._ids_by_name[name] = channel.id
        self.announce("channel_created", channel=channel)
        return channel

    def channel(self, reference: str) -> Channel:
        """Find a channel by id or by name with or without `#`; raises `channel_not_found`."""
        found = self.channels.get(reference) or self.channels.get(
            self._ids_by_name.get(reference.removeprefix("#"), "")
        )
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def direct(self, one: str, other: str) -> Channel:
        """Give the direct message channel of two people, opened if need be."""
        pair = frozenset((one, other))
        if pair not in self._dms:
            channel_id = self.ids.new("D")
            channel = Channel(channel_id, "", one, int(self.clock.seconds()), is_im=True, is_private=True)
            channel.members = dict.fromkeys((one, other))
            self.channels[channel_id] = channel
            self._dms[pair] = channel_id
            self.announce("im_created", channel=channel)
        return self.channels[self._dms[pair]]

    def join(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        """Make somebody a member; raises `user_team_not_in_channel` where it is not shared with theirs."""
        if self.is_outside(self.users[user]) and not channel.is_ext_shared:
            raise SlackError("user_team_not_in_channel")
        if user not in channel.members:
            channel.members[user] = None
            self._note(channel, user, "channel_join", f"<@{user}> has joined the channel")
            self.announce("member_joined_channel", channel=channel, user=user, inviter=inviter)

    def leave(self, channel: Channel, user: str) -> None:
        """End somebody's membership."""
        if user in channel.members:
            self._note(channel, user, "channel_leave", f"<@{user}> has left the channel")
            del channel.members[user]
            self.announce("member_left_channel", channel=channel, user=user)

    def archive(self, channel: Channel, by: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        channel.is_archived = archived
        self.announce("channel_archive" if archived else "channel_unarchive", channel=channel, user=by)

    def rename(self, channel: Channel, name: str) -> None:
        """Give a channel another name; raises `name_taken`."""
        if name in self._ids_by_name:
            raise SlackError("name_taken")
        del self._ids_by_name[channel.name]
        channel.previous_names.append(channel.name)
        channel.name = name
        self._ids_by_name[name] = channel.id
        self.announce("channel_rename", channel=channel)

    def set_topic(self, channel: Channel, topic: str, by: str) -> None:
        """Change a channel's topic; nothing happens where it says so already."""
        if topic == channel.topic:
            return
        channel.topic, channel.topic_by, channel.topic_at = topic, by, int(self.clock.seconds())
        self._note(channel, by, "channel_topic", f"set the channel topic: {topic}", topic=topic)
        self.announce("channel_topic", channel=channel, user=by)

    def set_purpose(self, channel: Channel, purpose: str, by: str) -> None:
        """Change a channel's description; nothing happens where it says so already."""
        if purpose == channel.purpose:
            return
        channel.purpose, channel.purpose_by, channel.purpose_at = purpose, by, int(self.clock.seconds())
        self._note(channel, by, "channel_purpose", f"set the channel description: {purpose}", purpose=purpose)
        self.announce("channel_purpose", channel=channel, user=by)

    def share(self, channel: Channel, team: str = OTHER_TEAM) -> None:
        """Share a channel with another organisation, whose people may then be members."""
        if team not in channel.connected_teams:
            channel.connected_teams.append(team)
            channel.is_ext_shared = True
            self.announce("channel_shared", channel=channel, team=team)

    def unshare(self, channel: Channel, team: str = OTHER_TEAM) -> None:
        """End the sharing; the other organisation's people are members no longer."""
        if team in channel.connected_teams:
            for member in [each for each in channel.members if self.users[each].team_id == team]:
                self.leave(channel, member)
            channel.connected_teams.remove(team)
            channel.is_ext_shared = bool(channel.connected_teams)
            self.announce("channel_unshared", channel=channel, team=team)

    def is_outside(self, user: User) -> bool:
        """Say whether somebody belongs to another organisation."""
        return user.is_stranger or user.team_id != self.team_id

    def may_look(self, user: User, channel: Channel) -> bool:
        """Say whether somebody may see a conversation: guests and outsiders only those they are in."""
        inside = not (channel.is_private or user.is_restricted or self.is_outside(user))
        return inside or user.id in channel.members

    def change_id(self, channel: Channel) -> str:
        """Give a channel another id, as Slack Connect does; returns the old one."""
        old = channel.id
        del self.channels[old]
        channel.id = self.ids.new("C")
        self.channels[channel.id] = channel
        self._ids_by_name[channel.name] = channel.id
        for message in channel.messages.values():
            message.channel = channel.id
        self.announce("channel_id_changed", channel=channel, old=old)
        return old

    def _note(self, channel: Channel, user: str, subtype: str, text: str, **facts: Any) -> None:
        message = Message(channel.id, self.clock.stamp(), user, text, subtype=subtype, facts=facts)
        channel.messages[message.ts] = message
        self.announce("message", channel=channel, message=message)

    def post(self, channel: Channel, user: str, text: str, **facts: Any) -> Message:
        """Post a message at calendar time; `facts` are fields of `Message`."""
        message = Message(channel.id, self.clock.stamp(), user, text, **facts)
        channel.messages[message.ts] = message
        if message.thread_ts:
            channel.threads.setdefault(message.thread_ts, []).append(message.ts)
        self._count(channel, message)
        self.announce("message", channel=channel, message=message)
        return message

    def _count(self, channel: Channel, message: Message) -> None:
        everyone = any(f"<!{call}" in message.text for call in ("here", "channel", "everyone"))
        for member in channel.members:
            if member != message.user and not self.users[member].is_bot:
                called = everyone or channel.is_im or f"<@{member}>" in message.text
                if not message.thread_ts or message.broadcast or called:
                    channel.unread[member] = channel.unread.get(member, 0) + 1
                    channel.mentions[member] = channel.mentions.get(member, 0) + called

    def whisper(self, channel: Channel, user: str, to: str, text: str, **facts: Any) -> Message:
        """Post a message only `to` sees."""
        message = Message(channel.id, self.clock.stamp(), user, text, ephemeral_to=to, **facts)
        channel.ephemerals.setdefault(to, {})[message.ts] = message
        self.announce("ephemeral", channel=channel, message=message)
        return message

    def message(self, channel: Channel, ts: str, viewer: str | None = None) -> Message:
        """Find a message, a viewer's ephemeral ones included; raises `message_not_found`."""
        found = channel.messages.get(ts) or channel.ephemerals.get(viewer or "", {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def edit(self, channel: Channel, message: Message, by: str, **facts: Any) -> None:
        """Change a message's text, blocks and the like, marking it as edited."""
        before = {name: getattr(message, name) for name in facts}
        for name, value in facts.items():
            setattr(message, name, value)
        if not message.ephemeral_to:
            message.edited_at, message.edited_by = self.clock.stamp(), by
        self.announce("message_changed", channel=channel, message=message, before=before)

    def delete(self, channel: Channel, message: Message) -> None:
        """Remove a message."""
        if message.ephemeral_to:
            channel.ephemerals[message.ephemeral_to].pop(message.ts, None)
        else:
            del channel.messages[message.ts]
            if message.thread_ts and message.ts in channel.threads.get(message.thread_ts, []):
                channel.threads[message.thread_ts].remove(message.ts)
        self.announce("message_deleted", channel=channel, message=message)

    def react(self, channel: Channel, message: Message, user: str, name: str) -> None:
        """Add a reaction; raises `already_reacted`."""
        users = message.reactions.setdefault(name, [])
        if user in users:
            raise SlackError("already_reacted")
        users.append(user)
        self.announce("reaction_added", channel=channel, message=message, user=user, name=name)

    def unreact(self, channel: Channel, message: Message, user: str, name: str) -> None:
        """Take a reaction back; raises `no_reaction`."""
        users = message.reactions.get(name, [])
        if user not in users:
            raise SlackError("no_reaction")
        users.remove(user)
        if not users:
            del message.reactions[name]
        self.announce("reaction_removed", channel=channel, message=message, user=user, name=name)

    def read(self, channel: Channel, user: str) -> None:
        """Mark a channel as read."""
        channel.unread.pop(user, None)
        channel.mentions.pop(user, None)
        channel.last_read[user] = next(reversed(channel.messages), "0000000000.000000")
        self.announce("unread", channel=channel, user=user)
