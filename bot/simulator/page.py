"""The browser page: static files that talk to the simulator's JSON endpoints."""

from pathlib import Path
from typing import Final

from aiohttp import web

FILES: Final = Path(__file__).with_name("page")
# Some systems map .js to text/plain, which browsers refuse as a module.
TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes() -> list[web.AbstractRouteDef]:
    """The page itself and the files it loads; everything else under /page/ belongs to the JSON endpoints."""
    return [web.get("/", _front), web.get("/page/static/{name}", _file)]


async def _front(_request: web.Request) -> web.StreamResponse:
    return _serve("index.html")


async def _file(request: web.Request) -> web.StreamResponse:
    return _serve(request.match_info["name"])


def _serve(name: str) -> web.StreamResponse:
    path = FILES / name
    # The folder is flat: a name that leads elsewhere is simply not a file of ours.
    if path.parent != FILES or path.suffix not in TYPES or not path.is_file():
        raise web.HTTPNotFound(text="There is no such file here.")
    return web.FileResponse(path, headers={**HEADERS, "Content-Type": f"{TYPES[path.suffix]}; charset=utf-8"})
