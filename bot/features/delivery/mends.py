"""What was in a message's way, and how it is mended."""

from storage.records.deliveries import DeliveryState

_MENDS = {
    "not_in_channel": "Invite me there: type `/invite @polaris` in {place}.",
    "channel_not_found": "It may be a private channel I am not in: type `/invite @polaris` there, "
    "or choose another channel with {team}.",
    "is_archived": "The channel is archived: bring it back, or choose another one with {team}.",
    "missing_scope": "The app lacks a permission: reinstall it with the scopes in its manifest.",
    "user_disabled": "That account is deactivated: somebody else may take over with {team}.",
    "restricted_action": "Posting there is restricted: a workspace admin can allow me to.",
}
_OTHERWISE = "An operator finds it with `polaris deliveries`."

_UNCERTAIN = (
    "Slack's answer got lost. Look in {place}: if it stands there, say so; if not, have it sent again."
)


def how_to_mend(why: str, place: str, team: str) -> str:
    """The way out of one of Slack's refusals; `team` is the command that changes a team."""
    return _MENDS.get(why, _OTHERWISE).format(place=place, team=team)


def mend(state: DeliveryState, why: str | None, place: str, team: str) -> str | None:
    """What somebody may do about a message as it stands; None while it is on its way by itself."""
    if state is DeliveryState.UNKNOWN:
        return _UNCERTAIN.format(place=place)
    if state is DeliveryState.REJECTED and why in _MENDS:
        return how_to_mend(why, place, team)
    return None
