"""The floor: an aiohttp server that checks the signature and says 200, with no Bolt and no database."""

import sys

from aiohttp import web
from slack_sdk.signature import SignatureVerifier


def main(port: int, secret: str) -> None:
    verifier = SignatureVerifier(secret)

    async def acknowledge(request: web.Request) -> web.Response:
        body = await request.text()
        right = verifier.is_valid(
            body,
            request.headers.get("x-slack-request-timestamp", ""),
            request.headers.get("x-slack-signature", ""),
        )
        return web.Response(status=200 if right else 401)

    app = web.Application()
    app.router.add_post("/slack/events", acknowledge)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
