"""The servers under measurement, each a process of its own, started, waited for and stopped."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.load import Target
from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
SECRET = "a-signing-secret-for-the-bench"
EVENTS_PATH = "/slack/events"
# One person may have so many open commitments a week; with PEOPLE it bounds what a bench can store.
PER_PERSON = 20
PEOPLE = 400
PATIENCE_S = 30.0


@asynccontextmanager
async def process(*arguments: str, ready: str, **environment: str) -> AsyncIterator[int]:
    """Run Python with `arguments` until the block is left; entered, with its id, once `ready` answers."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await _answers(ready, child)
        yield child.pid
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _answers(url: str, child: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE_S), aiohttp.ClientSession() as session:
        while child.returncode is None:
            try:
                async with session.get(url) as response:
                    if response.status < 500:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.02)
    raise RuntimeError(f"the server of {url} ended with {child.returncode}")


@asynccontextmanager
async def small(name: str) -> AsyncIterator[Target]:
    """Run one of the servers beside this file: "bare" or "prompt"."""
    port = free_port()
    url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    async with process(f"tests.bench.{name}", str(port), SECRET, ready=url):
        yield Target(url, SECRET)


@asynccontextmanager
async def workspace(folder: Path) -> AsyncIterator[tuple[str, list[str]]]:
    """Run a simulated workspace full of people; gives its address and their ids."""
    port = free_port()
    people = [
        {"handle": f"p{n}", "real_name": f"Person {n}", "title": "", "tz": "Etc/UTC"} for n in range(PEOPLE)
    ]
    channels = [{"name": "general", "topic": "", "members": "all", "is_general": True}]
    seed = folder / "seed.json"
    seed.write_text(json.dumps({"people": people, "channels": channels}))
    url = f"http://127.0.0.1:{port}"
    options = (
        "--manifest",
        "manifest.yml",
        "--port",
        str(port),
        "--seed",
        str(seed),
        "--signing-secret",
        SECRET,
    )
    async with process("bot.simulator", *options, ready=f"{url}/control/ready"):
        yield url, [user["id"] for user in await _users(url) if not user["is_bot"]]


async def _users(url: str) -> list[dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/control/users") as response:
        users: list[dict[str, Any]] = (await response.json())["users"]
        return users


@asynccontextmanager
async def polaris(slack: str, database: Path | str) -> AsyncIterator[Target]:
    """Run the bot as in production, over HTTP; the database is a file of its own, or a URL."""
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-simulated-bot-token",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack}/api/",
        "POLARIS_MODE": "http",
        "POLARIS_HTTP_PORT": str(port),
        "POLARIS_HTTP_HOST": "127.0.0.1",
        "POLARIS_DATABASE_URL": database if isinstance(database, str) else f"sqlite:///{database}",
        "POLARIS_COMMITMENTS_PER_WEEK": str(PER_PERSON),
        "POLARIS_LOG_LEVEL": "WARNING",
    }
    ready = f"http://127.0.0.1:{port}/health/ready"
    async with process("bot", "run", ready=ready, **settings) as started:
        yield Target(f"http://127.0.0.1:{port}{EVENTS_PATH}", SECRET, started)
