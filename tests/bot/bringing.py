"""An app that hears of events, each brought to it as Slack brings them; and a process that dies of one."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App, Installation, build_app
from bot.door import Door
from bot.once import Once, Replays
from rituals.clock import Clock
from rituals.people import People
from rituals.requests import Requests
from storage.engine import open_engine
from storage.ledger import Ledger
from tests.fakes import HandClock


def an_app(ledger: Ledger, machine: Clock, listener: Callable[[AsyncArgs], Awaitable[None]]) -> App:
    """Of one workspace, which hears when somebody has left."""
    ours = Installation(ledger.workspace, "Here", "", "UPOLARIS", "BPOLARIS", frozenset())
    once = Once(Requests(ledger, machine), Replays(machine, None))
    app = build_app(AsyncWebClient(token="xoxb-1"), None, ours, People(ledger), once)
    Door(app).event("user_change", listener)
    return app


async def brought(app: App, event: str = "Ev1") -> int:
    """The status that Slack is answered with."""
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": event,
        "event": {"type": "user_change", "user": {"id": "U1", "deleted": True}},
    }
    return (await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))).status


async def _work_for_ever(url: str, now: str) -> None:
    async def at_work(_args: AsyncArgs) -> None:
        print("begun", flush=True)  # noqa: T201 - whoever started this waits for it
        await asyncio.Event().wait()

    await brought(an_app(Ledger(open_engine(url), "T1"), HandClock(datetime.fromisoformat(now)), at_work))


if __name__ == "__main__":
    asyncio.run(_work_for_ever(*sys.argv[1:]))
