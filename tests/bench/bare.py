"""The comparison: an AsyncApp as documented whose `/commit` does nothing but ack."""

import sys

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def main(port: int, secret: str, *, process_before_response: bool = False) -> None:
    client = AsyncWebClient(token="xoxb-bench", base_url=f"http://127.0.0.1:{port}/api/")
    app = AsyncApp(client=client, signing_secret=secret, process_before_response=process_before_response)

    @app.command("/commit")
    async def acknowledge(ack: AsyncAck) -> None:
        await ack("Kept.")

    async def auth_test(_: web.Request) -> web.Response:
        return web.json_response(
            {"ok": True, "url": "", "team": "", "user": "", "team_id": "T0", "user_id": "U0", "bot_id": "B0"}
        )

    served = app.web_app(path="/slack/events", port=port)
    served.router.add_post("/api/auth.test", auth_test)
    web.run_app(served, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
