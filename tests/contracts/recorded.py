"""Slack's recorded payloads: a key that Slack sends and the simulator lacks is a fault."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from jsonschema.exceptions import ValidationError

from tests.contracts.shapes import HERE, keys_of, read

_PAYLOADS = {
    "app_home_opened": "events/AppHomeOpenedPayload",
    "app_uninstalled": "events/AppUninstalledPayload",
    "block_actions": "interactivity/BlockActionPayload",
    "channel_archive": "events/ChannelArchivePayload",
    "channel_rename": "events/ChannelRenamePayload",
    "command": "interactivity/SlashCommandPayload",
    "member_joined_channel": "events/MemberJoinedChannelPayload",
    "member_left_channel": "events/MemberLeftChannelPayload",
    "message": "events/MessagePayload",
    "message_action": "interactivity/MessageShortcutPayload",
    "reaction_added": "events/ReactionAddedPayload",
    "reaction_removed": "events/ReactionRemovedPayload",
    "tokens_revoked": "events/TokensRevokedPayload",
    "user_change": "events/UserChangePayload",
    "view_closed": "interactivity/ViewClosedPayload",
    "view_submission": "interactivity/ViewSubmissionPayload",
}

# The recordings are joined from many: keys that belong to other circumstances, with the circumstance.
ELSEWHERE = {
    "an Enterprise organisation": (
        "*enterprise",
        "*enterprise_id",
        "*enterprise_name",
        "*enterprise_user",
        "*.is_global_shared",
        "*.is_org_default",
        "*.is_org_mandatory",
        "*.is_moved",
        "users.info:user.teams",
    ),
    "retired in favour of authorizations": ("authed_users", "authed_teams"),
    "an answer that failed, or with warnings": (
        "error",
        "needed",
        "provided",
        "warning",
        "arg",
        "callstack",
        "response_metadata.messages",
        "response_metadata.warnings",
        "views.*:response_metadata",
        "apps.connections.open:response_metadata",
        "conversations.join:response_metadata",
        "files.*:response_metadata",
    ),
    "a token that expires, or an app-level one": (
        "auth.test:app_*",
        "auth.test:expires_in",
        "oauth.v2.access:expires_in",
        "oauth.v2.access:refresh_token",
    ),
    "people's consent, not a token's renewal": ("oauth.v2.access:authed_user",),
    "user tokens and incoming webhooks": ("authed_user.?*", "incoming_webhook"),
    "workflow steps": ("bot_access_token", "function_data", "interactivity", "*.is_workflow_bot"),
    "work objects": ("*view.entity_url", "*view.external_ref"),
    "unfurled links": ("app_unfurl", "*view.app_unfurl_url", "*view.message_ts", "*view.channel"),
    "closing a modal": ("view_submission:is_cleared",),
    "one kind of element each; Bolt's types know them": ("block_actions:actions.*",),
    "threads": ("*thread_ts", "message:event.parent_user_id"),
    "messages of apps, or changed, or with more to them": (
        "message:event.bot_*",
        "message:event.edited",
        "message:event.attachments",
        "message:event.metadata",
        "message:event.blocks",
    ),
    "people who were invited": (
        "member_joined_channel:event.inviter",
        "*.is_invited_user",
        "*.guest_*",
    ),
    "bots": ("*.profile.bot_id", "*.profile.api_app_id", "*.profile.always_active", "*.is_connector_bot"),
    "people of other organisations": ("*.is_stranger",),
    "people with a picture, status or words of their own": (
        "*.profile.image_original",
        "*.profile.image_1024",
        "*.profile.is_custom_image",
        "*.profile.status_emoji_url",
        "*.profile.pronouns",
        "*.profile.start_date",
    ),
    "what was not asked for or not allowed": (
        "*.profile.email",
        "users.*:*.locale",
        "conversations.*:channel.locale",
        "conversations.*:channel.num_members",
    ),
    "what only administrators or old clients see": (
        "*.two_factor_type",
        "*.has_files",
        "*.presence",
        "users.list:offset",
    ),
    "Slack Connect": (
        "*.conversation_host_id",
        "*.connected_team_ids",
        "*.connected_limited_team_ids",
        "*.has_slack_connect_invite_created",
    ),
    "channels with rules or extras of their own": (
        "*.is_read_only",
        "*.is_thread_only",
        "*.is_non_threadable",
        "*.is_starred",
        "*.properties.*",
        "*.last_read",
    ),
    "files shared elsewhere": ("files.*:files.*.shares.public", "files.*:files.*.shares.*.C0000000?"),
    "pictures, whose small copies are made later": (
        "files.*:files.*.thumb_*",
        "files.*:files.*.original_*",
        "files.*:files.*.deanimate*",
        "files.*:files.*.media_display_type",
        "files.*:files.*.is_modified_by_ai",
    ),
    "snippets of text": (
        "files.*:files.*.edit_link",
        "files.*:files.*.lines*",
        "files.*:files.*.preview*",
    ),
    "direct messages": ("*.is_user_deleted", "*.priority", "conversations.list:channels.*.user"),
}

# Keys that Slack sends although neither the type nor the recording has them.
ALSO_SENT = ("message:event.app_id", "message:event.upload", "*.bot_profile.user_id", "message:event.files.*")

# Where the types are wrong: Bolt's confirm is that of legacy attachments, its files count comments in words.
MISTYPED = ("block_actions:actions.*.confirm.*", "message:event.files.*.comments_count")

# What a message, and what the place of a press, consist of; the recordings hold every kind at once.
_OF_A_MESSAGE = ("type", "user", "text", "ts", "team")
_OF_AN_APPS_MESSAGE = (*_OF_A_MESSAGE, "bot_id", "app_id", "bot_profile", "blocks")
_CONTAINERS = {
    "message": ("type", "message_ts", "channel_id", "is_ephemeral"),
    "view": ("type", "view_id"),
}
_BESIDES = {"message": ("channel", "state", "response_url"), "view": ("view",)}

# Where Slack sends null although the type or the recording says otherwise.
NULLABLE = (
    "*enterprise",
    "*enterprise_id",
    "*enterprise_name",
    "*.submit",
    "*.close",
    "*.previous_view_id",
    "*.selected_*",
    "*.value",
)


def payload(kind: str) -> Any:
    """Give the recorded payload of a kind, or None where none was recorded."""
    return read(f"samples/{_PAYLOADS[kind]}.json") if kind in _PAYLOADS else None


def answer(method: str) -> Any:
    """Give the recorded answer of a method; raises FileNotFoundError where none was recorded."""
    return read(f"samples/api/{method}.json")


@cache
def answers() -> frozenset[str]:
    """Name the methods whose answers were recorded."""
    return frozenset(file.stem for file in (HERE / "samples" / "api").glob("*.json"))


def at(sample: Any, place: str) -> Any:
    """Follow a place ("event.user.0.id") into a sample; a list stands for each of its items."""
    for step in filter(None, place.split(".")):
        if isinstance(sample, list):
            sample = sample[0] if sample else None
        elif isinstance(sample, Mapping):
            sample = sample.get(step)
    return sample


def allows(sample: Any, kind: str, place: str, error: ValidationError) -> bool:
    """Tell whether Slack does what its types forbid: a null, a key they forgot, a key they ask in vain."""
    if error.instance is None:
        return _fits(place, kind, NULLABLE)
    if error.validator == "additionalProperties":
        described = keys_of(error.schema) if isinstance(error.schema, Mapping) else frozenset()
        seen = at(sample, place)
        strange = emitted_keys(error) - described - (set(seen) if isinstance(seen, Mapping) else set())
        return all(_fits(f"{place}.{key}", kind, ALSO_SENT) for key in strange)
    if _fits(place, kind, MISTYPED):
        return True
    # A press in a view has no response_url, though the type of block_actions asks for one always.
    return (
        kind == "block_actions"
        and error.message.startswith("'response_url'")
        and "view" in emitted_keys(error)
    )


def emitted_keys(error: ValidationError) -> frozenset[str]:
    """Name the keys of the object that a fault is about."""
    return frozenset(error.instance) if isinstance(error.instance, Mapping) else frozenset()


def lacking(sample: Any, emitted: Mapping[str, Any], kind: str) -> list[str]:
    """List the keys that were recorded and are not emitted, and values of another type."""
    return [] if sample is None else list(_compare(_fitting(sample, emitted), emitted, kind, ""))


def _fitting(sample: Mapping[str, Any], emitted: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take from a recording what belongs to the place of this payload: a message, a private one, a view."""
    fit = dict(sample)
    if fit.get("type") == "block_actions":
        place = emitted["container"]["type"]
        for name in {name for names in _BESIDES.values() for name in names} - {*_BESIDES[place]}:
            fit.pop(name, None)
        fit["container"] = {name: sample["container"][name] for name in _CONTAINERS[place]}
        if "message" not in emitted and (place == "view" or emitted["container"].get("is_ephemeral")):
            del fit["message"]
    if isinstance(fit.get("message"), Mapping) and isinstance(emitted.get("message"), Mapping):
        names = _OF_AN_APPS_MESSAGE if "bot_id" in emitted["message"] else _OF_A_MESSAGE
        fit["message"] = {name: sample["message"][name] for name in names}
    if isinstance(event := emitted.get("event"), Mapping):
        # A tab that was never published has no view, and an app's message was typed in no client.
        strange = {"view"} if "view" not in event else set()
        strange |= {"client_msg_id"} if "bot_id" in event else set()
        fit["event"] = {name: value for name, value in sample["event"].items() if name not in strange}
    return fit


def _compare(sample: Any, emitted: Any, kind: str, place: str) -> Iterator[str]:
    if isinstance(sample, Mapping) and isinstance(emitted, Mapping):
        for key, inner in sample.items():
            where = f"{place}.{key}" if place else key
            if key in emitted:
                yield from _compare(inner, emitted[key], kind, where)
            elif not _elsewhere(where, kind):
                yield f"{where} is missing, Slack sends it"
    elif isinstance(sample, list) and isinstance(emitted, list):
        for position, inner in enumerate(emitted if sample else ()):
            yield from _compare(sample[0], inner, kind, f"{place}.{position}")
    elif kind == "command":
        return  # a form: every value is text
    elif _kind_of(sample) != _kind_of(emitted) and not (emitted is None and _fits(place, kind, NULLABLE)):
        yield f"{place} is {_kind_of(emitted)}, Slack sends {_kind_of(sample)}"


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if value is None:
        return "null"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"


@cache
def _fits(place: str, kind: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(place, pattern) or fnmatchcase(f"{kind}:{place}", pattern) for pattern in patterns)


@cache
def _elsewhere(place: str, kind: str) -> bool:
    return any(_fits(place, kind, patterns) for patterns in ELSEWHERE.values())
