"""/health/live says the process runs; /health/ready says it can do its work."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Check = Callable[[], Awaitable[bool]]


def routes(checks: dict[str, Check]) -> list[web.RouteDef]:
    """The two addresses. `ready` answers 503 and names what is not ready."""

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def ready(_request: web.Request) -> web.Response:
        found = {name: await check() for name, check in checks.items()}
        return web.json_response(
            {"status": "ready" if all(found.values()) else "not ready", **found},
            status=200 if all(found.values()) else 503,
        )

    return [web.get("/health/live", live), web.get("/health/ready", ready)]
