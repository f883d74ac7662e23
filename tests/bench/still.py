"""The floor of the dashboard: an aiohttp server that says the same bytes, and no more."""

import json
import sys
from base64 import b64decode
from pathlib import Path

from aiohttp import web


def main(port: int, recorded: Path) -> None:
    bodies = {path: b64decode(body) for path, body in json.loads(recorded.read_text("utf-8")).items()}

    async def say(request: web.Request) -> web.Response:
        return web.Response(body=bodies[request.rel_url.raw_path], content_type="text/html")

    app = web.Application()
    app.router.add_get("/{rest:.*}", say)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
