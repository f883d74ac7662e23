"""People: users.info, users.list, users.lookupByEmail."""

from bot.simulator import shapes
from bot.simulator.records import Json, User
from bot.simulator.refusal import SlackError
from bot.simulator.web_api.method import Call, method, paged


def _may_see_email(call: Call) -> bool:
    return "users:read.email" in call.world.granted


@method("users.info", "users:read", required=("user",), optional=("include_locale",))
async def info(call: Call) -> Json:
    """Describe a person."""
    workspace = call.world.workspace
    who = workspace.users.get(call.text("user"))
    if who is None:
        raise SlackError("user_not_found")
    return {
        "user": shapes.user(workspace, who, email=_may_see_email(call), locale=call.flag("include_locale"))
    }


@method("users.list", "users:read", optional=("cursor", "include_locale", "limit"))
async def list_(call: Call) -> Json:
    """List everybody, those who left included."""
    workspace = call.world.workspace
    # Slackbot is in every list, and does not say that it is a bot.
    slackbot = User("USLACKBOT", "slackbot", "Slackbot", "Slackbot", team_id=workspace.team_id)
    page, cursor = paged([*workspace.users.values(), slackbot], call)
    email, locale = _may_see_email(call), call.flag("include_locale")
    return {
        "members": [shapes.user(workspace, each, email=email, locale=locale) for each in page],
        "cache_ts": int(workspace.clock.seconds()),
        "response_metadata": {"next_cursor": cursor},
    }


@method("users.lookupByEmail", "users:read.email", required=("email",))
async def by_email(call: Call) -> Json:
    """Find a person by their address."""
    for each in call.world.workspace.users.values():
        if each.email == call.text("email") and not each.deleted:
            return {"user": shapes.user(call.world.workspace, each, email=True)}
    raise SlackError("users_not_found")
