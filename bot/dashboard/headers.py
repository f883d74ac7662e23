"""What every answer of the dashboard carries: nothing from elsewhere, nothing inline, nothing to search."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Server": "Polaris",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

NOT_KEPT = "private, no-store"
KEPT = "private, max-age=31536000, immutable"


async def on_prepare(_request: web.Request, response: web.StreamResponse) -> None:
    """Before any answer goes out, also one that streams or that aiohttp made itself."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", NOT_KEPT)
