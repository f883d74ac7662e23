"""Users, channels, messages and files in the JSON shapes Slack's documentation gives."""

from datetime import UTC
from typing import Any
from urllib.parse import quote

from bot.simulator.clock import zone_of
from bot.simulator.records import Channel, File, Json, Message, User
from bot.simulator.workspace import Workspace

_AVATAR = "https://avatars.example.com/"


def user(workspace: Workspace, who: User, *, email: bool = False, locale: bool = False) -> Json:
    """Give a user object; `email` and `locale` only where they were asked for and allowed."""
    # Somebody may carry a zone nobody knows, as in Slack: an app must bear it.
    local = workspace.clock.now().astimezone(zone_of(who.tz) or UTC)
    offset = local.utcoffset()
    shape: Json = {
        "id": who.id,
        "team_id": who.team_id,
        "name": who.name,
        "deleted": who.deleted,
        "color": who.color,
        "real_name": who.real_name,
        "tz": who.tz,
        "tz_label": local.tzname() or who.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": _profile(workspace, who, email=email),
        "is_admin": who.is_admin,
        "is_owner": who.is_owner,
        "is_primary_owner": False,
        "is_restricted": who.is_restricted,
        "is_ultra_restricted": who.is_ultra_restricted,
        "is_bot": who.is_bot,
        "is_app_user": False,
        "is_email_confirmed": not who.is_bot,
        "has_2fa": False,
        "updated": who.updated,
        "who_can_share_contact_card": "EVERYONE",
    }
    if locale:
        shape["locale"] = who.locale
    if who.is_stranger:
        shape["is_stranger"] = True
    return shape


def _profile(workspace: Workspace, who: User, *, email: bool) -> Json:
    first, _, last = who.real_name.partition(" ")
    profile: Json = {
        "title": who.title,
        "phone": "",
        "skype": "",
        "real_name": who.real_name,
        "real_name_normalized": who.real_name,
        "display_name": who.display_name,
        "display_name_normalized": who.display_name,
        "fields": {},
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "huddle_state": "default_unset",
        "huddle_state_expiration_ts": 0,
        "avatar_hash": who.id.lower(),
        "first_name": first,
        "last_name": last,
        "team": who.team_id,
        **{f"image_{size}": f"{_AVATAR}{who.id}_{size}.png" for size in (24, 32, 48, 72, 192, 512)},
    }
    if who.is_bot:
        profile |= {"bot_id": who.bot_id, "always_active": True}
        if who.id == workspace.bot.id:
            profile["api_app_id"] = workspace.app_id
    if email and not who.is_bot:
        profile["email"] = who.email
    return profile


def direct(workspace: Workspace, channel: Channel) -> Json:
    """Give a direct message's conversation object as the app's bot sees it."""
    peer = channel.peer_of(workspace.bot.id)
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": workspace.team_id,
        "updated": channel.created * 1000,
        "user": peer,
        "is_user_deleted": workspace.users[peer].deleted,
        "priority": 0,
    }


def channel(workspace: Workspace, shown: Channel, *, num_members: bool = False) -> Json:
    """Give a conversation object as the app's bot sees it."""
    if shown.is_im:
        return direct(workspace, shown)
    shape: Json = {
        "id": shown.id,
        "name": shown.name,
        "is_channel": not shown.is_private,
        "is_group": shown.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": shown.is_private,
        "created": shown.created,
        "is_archived": shown.is_archived,
        "is_general": shown.is_general,
        "unlinked": 0,
        "name_normalized": shown.name,
        "is_shared": shown.is_ext_shared,
        "is_org_shared": False,
        "is_ext_shared": shown.is_ext_shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [workspace.team_id, *shown.connected_teams],
        "internal_team_ids": [workspace.team_id],
        "context_team_id": workspace.team_id,
        "updated": max(shown.created, shown.topic_at, shown.purpose_at) * 1000,
        "parent_conversation": None,
        "creator": shown.creator,
        "is_member": workspace.bot.id in shown.members,
        "topic": {"value": shown.topic, "creator": shown.topic_by, "last_set": shown.topic_at},
        "purpose": {"value": shown.purpose, "creator": shown.purpose_by, "last_set": shown.purpose_at},
        "previous_names": list(shown.previous_names),
        "properties": {"tabs": [], "tabz": []},
    }
    if shown.is_ext_shared:
        shape |= {
            "conversation_host_id": workspace.team_id,
            "connected_team_ids": list(shown.connected_teams),
            "connected_limited_team_ids": [],
        }
    if num_members:
        shape["num_members"] = sum(not workspace.users[member].is_bot for member in shown.members)
    return shape


def bot_profile(workspace: Workspace, bot: User) -> Json:
    """Give the short profile that rides along with a bot's messages."""
    own = bot.id == workspace.bot.id
    return {
        "id": bot.bot_id,
        "app_id": workspace.app_id if own else "A0S0000009",
        "user_id": bot.id,
        "name": bot.name,
        "icons": {f"image_{size}": f"{_AVATAR}{bot.id}_{size}.png" for size in (36, 48, 72)},
        "deleted": False,
        "updated": bot.updated,
        "team_id": bot.team_id,
    }


def message(workspace: Workspace, shown: Message, *, metadata: bool = False) -> Json:
    """Give a message object; its metadata only where `include_all_metadata` was asked for."""
    shape: Json = {"type": "message", "user": shown.user, "text": shown.text, "ts": shown.ts}
    if shown.subtype:
        shape["subtype"] = shown.subtype
    if shown.bot_id:
        author = workspace.users[shown.user]
        shape |= {
            "bot_id": shown.bot_id,
            "app_id": shown.app_id,
            "bot_profile": bot_profile(workspace, author),
        }
    shape["team"] = workspace.team_id
    for name in ("blocks", "attachments"):
        if value := getattr(shown, name):
            shape[name] = value
    if shown.thread_ts:
        shape["thread_ts"] = shown.thread_ts
    if shown.edited_at:
        shape["edited"] = {"user": shown.edited_by, "ts": shown.edited_at}
    if shown.reactions:
        shape["reactions"] = reactions(shown)
    if metadata and shown.metadata:
        shape["metadata"] = shown.metadata
    return shape | _threading(workspace, shown) | shown.facts


def _threading(workspace: Workspace, shown: Message) -> Json:
    home = workspace.channels[shown.channel]
    if home.threads.get(shown.ts):
        replies = home.threads[shown.ts]
        users = list(dict.fromkeys(home.messages[ts].user for ts in replies))
        return {
            "thread_ts": shown.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": replies[-1],
            "is_locked": False,
            "subscribed": False,
        }
    if shown.thread_ts and shown.thread_ts in home.messages:
        return {"parent_user_id": home.messages[shown.thread_ts].user}
    return {}


def permalink(workspace: Workspace, shown: Message) -> str:
    """Give a message's address."""
    stamp = shown.ts.replace(".", "")
    link = f"https://{workspace.team_domain}.slack.com/archives/{shown.channel}/p{stamp}"
    return f"{link}?thread_ts={shown.thread_ts}&cid={shown.channel}" if shown.thread_ts else link


def reactions(shown: Message) -> list[Json]:
    """Give a message's reactions in the order they were first added."""
    return [
        {"name": name, "users": list(users), "count": len(users)} for name, users in shown.reactions.items()
    ]


def file(workspace: Workspace, shown: File, base: str) -> Json:
    """Give a file object; its addresses begin with `base`, the simulator's own."""
    kind = shown.name.rpartition(".")[2].lower() if "." in shown.name else "text"
    private = f"{base}/files/{shown.id}/{quote(shown.name, safe='')}"
    channels = [each for each in shown.shares if each in workspace.channels]
    shape: Json = {
        "id": shown.id,
        "created": shown.created,
        "timestamp": shown.created,
        "name": shown.name,
        "title": shown.title or shown.name,
        "mimetype": shown.mimetype if shown.completed else "",
        "filetype": kind if shown.completed else "",
        "pretty_type": kind.upper() if shown.completed else "",
        "user": shown.user,
        "user_team": workspace.team_id,
        "editable": False,
        "size": shown.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(channels),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": private,
        "url_private_download": f"{private}?download=1",
        "permalink": private,
        "permalink_public": private,
        "is_starred": False,
        "has_more_shares": False,
        "has_rich_preview": False,
        "file_access": "visible",
        "alt_txt": shown.alt_txt,
        "comments_count": 0,
        "shares": _shares(workspace, shown, channels),
        "channels": [each for each in channels if not workspace.channels[each].is_private],
        "groups": [
            each for each in channels if (home := workspace.channels[each]).is_private and not home.is_im
        ],
        "ims": [each for each in channels if workspace.channels[each].is_im],
    }
    return shape


def _shares(workspace: Workspace, shown: File, channels: list[str]) -> dict[str, Any]:
    shares: dict[str, Any] = {}
    for each in channels:
        home = workspace.channels[each]
        kind = "private" if home.is_private else "public"
        shares.setdefault(kind, {})[each] = [
            {
                "ts": ts,
                "channel_name": home.name,
                "team_id": workspace.team_id,
                "share_user_id": shown.user,
                "reply_users": [],
                "reply_users_count": 0,
                "reply_count": 0,
                "source": "UNKNOWN",
                "is_silent_share": False,
            }
            for ts in shown.shares[each]
        ]
    return shares
