"""Slack's recorded payloads: a key that Slack sends and the simulator lacks is a fault."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from jsonschema.exceptions import ValidationError

from tests.contracts.shapes import keys_of, read

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
    # an Enterprise organisation
    "*enterprise": "one workspace outside of an organisation",
    "*enterprise_id": "one workspace outside of an organisation",
    "*enterprise_name": "one workspace outside of an organisation",
    "*enterprise_user": "one workspace outside of an organisation",
    "event.user.profile.guest_*": "guests only",
    # retired or of another product
    "authed_users": "retired in 2021 in favour of authorizations",
    "authed_teams": "retired in 2021 in favour of authorizations",
    "bot_access_token": "workflow steps only",
    "function_data": "workflow steps only",
    "interactivity": "workflow steps only",
    "app_unfurl": "unfurled links only",
    "container.attachment_id": "attachments only",
    "container.is_app_unfurl": "unfurled links only",
    "container.app_unfurl_url": "unfurled links only",
    "container.text": "unfurled links only",
    "view.submit_disabled": "workflow steps only",
    "*.entity_url": "work objects only",
    "*.external_ref": "work objects only",
    "*.app_unfurl_url": "unfurled links only",
}

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
        return any(fnmatchcase(place, pattern) for pattern in NULLABLE)
    if error.validator == "additionalProperties":
        described = keys_of(error.schema) if isinstance(error.schema, Mapping) else frozenset()
        seen = at(sample, place)
        return isinstance(seen, Mapping) and set(emitted_keys(error)) <= described | set(seen)
    # A press in a view has no response_url, though the type of block_actions asks for one always.
    return (
        kind == "block_actions"
        and error.message.startswith("'response_url'")
        and "view" in emitted_keys(error)
    )


def emitted_keys(error: ValidationError) -> frozenset[str]:
    """Name the keys of the object that a fault is about."""
    return frozenset(error.instance) if isinstance(error.instance, Mapping) else frozenset()


def lacking(sample: Any, emitted: Any, kind: str) -> list[str]:
    """List the keys that were recorded and are not emitted, and values of another type."""
    return [] if sample is None else list(_compare(sample, emitted, kind, ""))


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
    elif _kind_of(sample) != _kind_of(emitted) and not (emitted is None and _may_be_null(place, kind)):
        yield f"{place} is {_kind_of(emitted)}, Slack sends {_kind_of(sample)}"


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if value is None:
        return "null"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "an object"


def _elsewhere(place: str, kind: str) -> bool:
    return any(
        fnmatchcase(place, pattern) or fnmatchcase(f"{kind}:{place}", pattern) for pattern in ELSEWHERE
    )


def _may_be_null(place: str, kind: str) -> bool:
    return any(fnmatchcase(place, pattern) or fnmatchcase(f"{kind}:{place}", pattern) for pattern in NULLABLE)
