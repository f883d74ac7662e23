"""The Slack of the posting bench: it takes whatever is posted, at once, and keeps nothing."""

import json
import sys
from itertools import count

from aiohttp import web

from tests.bench.posting_words import MESSAGES, contents


def main(port: int) -> None:
    stamps = count(1)

    async def post(request: web.Request) -> web.Response:
        asked = json.loads(await request.read())
        return _ok(channel=asked["channel"], ts=f"1773651600.{next(stamps):06d}")

    async def info(request: web.Request) -> web.Response:
        channel = {"id": request.query.get("channel"), "is_channel": True, "is_member": True}
        return _ok(channel=channel)

    async def channels(_: web.Request) -> web.Response:
        return _ok(channels=[{"id": channel, "is_ext_shared": False} for channel, _ in contents(MESSAGES)])

    async def slot(request: web.Request) -> web.Response:
        file = f"F{next(stamps)}"
        return _ok(upload_url=str(request.url.origin() / "upload" / file), file_id=file)

    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.Response()

    async def done(_: web.Request) -> web.Response:
        return _ok(file={"mimetype": "image/png"})

    async def ready(_: web.Request) -> web.Response:
        return _ok()

    app = web.Application()
    app.router.add_post("/api/chat.postMessage", post)
    app.router.add_route("*", "/api/conversations.info", info)
    app.router.add_route("*", "/api/users.conversations", channels)
    app.router.add_route("*", "/api/files.getUploadURLExternal", slot)
    app.router.add_post("/upload/{file}", take)
    app.router.add_post("/api/files.completeUploadExternal", done)
    app.router.add_route("*", "/api/files.info", done)
    app.router.add_get("/ready", ready)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


def _ok(**facts: object) -> web.Response:
    return web.Response(body=json.dumps({"ok": True, **facts}), content_type="application/json")


if __name__ == "__main__":
    main(int(sys.argv[1]))
