"""What a workspace remembers: people, channels, messages and files."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class User:
    """A member of the workspace: a person, a guest or a bot."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    title: str = ""
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    email: str = ""
    color: str = "4bbe2e"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    bot_id: str | None = None
    team_id: str = ""
    updated: int = 0


@dataclass(slots=True)
class Message:
    """One message; `ephemeral_to` is the only person who sees it, if it is ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    edited_at: str | None = None
    edited_by: str | None = None
    ephemeral_to: str | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    broadcast: bool = False
    # What was chosen in the message's own fields, by block and action.
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    facts: Json = field(default_factory=dict)


@dataclass(slots=True)
class Channel:
    """A channel or a direct message; messages are kept in the order of their `ts`."""

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_general: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    connected_teams: list[str] = field(default_factory=list)
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0
    purpose: str = ""
    purpose_by: str = ""
    purpose_at: int = 0
    previous_names: list[str] = field(default_factory=list)
    members: dict[str, None] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: dict[str, dict[str, Message]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    def peer_of(self, user: str) -> str:
        """Give the other person of a direct message (oneself, when alone)."""
        return next((member for member in self.members if member != user), user)


@dataclass(slots=True)
class File:
    """An uploaded file; it may be used in blocks once `ready_at` (machine seconds) has passed."""

    id: str
    name: str
    title: str
    user: str
    length: int
    secret: str = ""
    alt_txt: str = ""
    mimetype: str = "application/octet-stream"
    content: bytes = b""
    created: int = 0
    uploaded: bool = False
    completed: bool = False
    ready_at: float = 0.0
    shares: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something changed in the workspace; `kind` says what, `facts` carry the records involved."""

    kind: str
    facts: Json
