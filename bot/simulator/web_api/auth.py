"""The app itself: auth.*, apps.connections.open, team.info, bots.info, oauth.v2.access."""

from bot.simulator import shapes
from bot.simulator.records import Json
from bot.simulator.refusal import SlackError
from bot.simulator.web_api.method import Call, method

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
    """Exchange a code, handed out through the control API, for the bot's token."""
    world = call.world
    if call.text("client_id") != world.client_id:
        raise SlackError("invalid_client_id")
    if call.text("client_secret") != world.client_secret:
        raise SlackError("bad_client_secret")
    if call.text("code") not in world.oauth_codes:
        raise SlackError("invalid_code")
    installer = world.oauth_codes.pop(call.text("code"))
    return {
        "app_id": world.workspace.app_id,
        "authed_user": {"id": installer},
        "scope": ",".join(sorted(world.granted)),
        "token_type": _FOR_A_BOT,
        "access_token": world.bot_token,
        "bot_user_id": world.workspace.bot.id,
        "team": {"id": world.workspace.team_id, "name": world.workspace.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
