"""The app itself: auth.*, apps.connections.open, team.info, bots.info, oauth.v2.access."""

from typing import TYPE_CHECKING

from bot.simulator import shapes
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.web_api.method import Call, method

if TYPE_CHECKING:
    from bot.simulator.world import World

_FOR_A_BOT = "bot"


@method("api.test", optional=("error", "foo"), caller=None)
async def test_api(call: Call) -> Json:
    """Answer as asked."""
    if error := call.text("error"):
        raise SlackError(error, args=call.args)
    return {"args": call.args}


@method("auth.test")
async def test_auth(call: Call) -> Json:
    """Say whose token it is."""
    workspace = call.world.workspace
    return {
        "url": f"https://{workspace.team_domain}.slack.com/",
        "team": workspace.team_name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", optional=("test",))
async def revoke(call: Call) -> Json:
    """Withdraw the bot's token."""
    if not call.flag("test"):
        call.world.revoke_tokens()
    return {"revoked": not call.flag("test")}


@method("apps.connections.open", "connections:write", caller="app")
async def open_connection(call: Call) -> Json:
    """Hand out a Socket Mode address that works once."""
    if not call.world.manifest.socket_mode:
        raise SlackError("socket_mode_not_enabled")
    return {"url": call.world.sockets.ticket(call.base)}


@method("team.info", "team:read", optional=("team", "domain"))
async def team_info(call: Call) -> Json:
    """Describe the workspace."""
    workspace = call.world.workspace
    return {
        "team": {
            "id": workspace.team_id,
            "name": workspace.team_name,
            "url": f"https://{workspace.team_domain}.slack.com/",
            "domain": workspace.team_domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": "https://avatars.example.com/",
            "is_verified": False,
        }
    }


@method("bots.info", "users:read", optional=("bot",))
async def bot_info(call: Call) -> Json:
    """Describe a bot."""
    workspace = call.world.workspace
    wanted = call.text("bot", workspace.bot.bot_id or "")
    for each in workspace.users.values():
        if each.bot_id == wanted:
            profile = shapes.bot_profile(workspace, each)
            return {"bot": {name: value for name, value in profile.items() if name != "team_id"}}
    raise SlackError("bot_not_found")


@method(
    "oauth.v2.access",
    required=("client_id", "client_secret"),
    optional=("code", "redirect_uri", "grant_type", "refresh_token"),
    caller=None,
)
async def access(call: Call) -> Json:
    """Give the bot's token for a code that people or the control API handed out, or the next token."""
    world = _of_the_app(call)
    if call.text("grant_type") == "refresh_token":
        return _token(call, world.tokens.refreshed(call.text("refresh_token")))
    if call.text("code") not in world.oauth_codes:
        raise SlackError("invalid_code")
    installer = world.oauth_codes.pop(call.text("code"))
    if world.oauth_redirects.pop(call.text("code"), "") != call.text("redirect_uri"):
        raise SlackError("bad_redirect_uri")
    return {"authed_user": {"id": installer}, **_token(call, world.tokens.granted())}


def _of_the_app(call: Call) -> "World":
    if call.text("client_id") != call.world.client_id:
        raise SlackError("invalid_client_id")
    if call.text("client_secret") != call.world.client_secret:
        raise SlackError("bad_client_secret")
    return call.world


def _token(call: Call, pair: Json) -> Json:
    world = call.world
    return {
        "app_id": world.workspace.app_id,
        "scope": ",".join(sorted(world.granted)),
        "token_type": _FOR_A_BOT,
        "bot_user_id": world.workspace.bot.id,
        "team": {"id": world.workspace.team_id, "name": world.workspace.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
        **pair,
    }
