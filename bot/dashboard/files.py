"""The few files that pages need beside themselves: read once, kept by browsers until they change."""

from hashlib import sha256
from pathlib import Path

from aiohttp import web

from bot.dashboard.headers import KEPT, NOT_KEPT

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Files:
    """`mark` stands after a file's address in every page: another one as soon as any of them changes."""

    def __init__(self) -> None:
        self._files = {each.name: each.read_bytes() for each in sorted(_STATIC.iterdir())}
        self.mark = sha256(b"".join(self._files.values())).hexdigest()[:16]

    async def give(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        if name not in self._files:
            raise web.HTTPNotFound
        return web.Response(
            body=self._files[name],
            content_type=_TYPES[Path(name).suffix],
            charset="utf-8",
            headers={"Cache-Control": KEPT if request.query_string == self.mark else NOT_KEPT},
        )
