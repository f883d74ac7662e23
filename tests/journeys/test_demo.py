"""`polaris demo` as a newcomer starts it: one line, a bot of its own, and nothing left behind."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

pytestmark = pytest.mark.journey

MONDAY_NINE = {"weekday": "monday", "time": "09:00", "tz": "Europe/Berlin"}


class Demo:
    """A demo that is up: its process, its address, and what lies in its temporary folder."""

    def __init__(self, process, url, folder, session):
        self.process, self.url, self._folder, self._session = process, url, folder, session

    async def get(self, path, **query):
        async with self._session.get(self.url + path, params=query) as answer:
            return await answer.json()

    async def post(self, path, **body):
        async with self._session.post(self.url + path, json=body) as answer:
            return await answer.json()

    @property
    def files(self):
        return list(self._folder.iterdir())

    def bots(self):
        """The ids of processes that serve this demo."""
        ours = {str(self.process.pid), str(os.getpid())}
        processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        return [int(entry.name) for entry in processes if entry.name not in ours and self._serves(entry)]

    def _serves(self, entry):
        try:
            return str(self._folder).encode() in (entry / "environ").read_bytes()
        except OSError:
            return False


@pytest.fixture
def demo(tmp_path):
    @asynccontextmanager
    async def started(*options):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
            *options,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
        assert process.stdout
        assert process.stderr
        try:
            async with aiohttp.ClientSession() as session:
                line = (await process.stdout.readline()).decode()
                url = re.search(r"http://127\.0\.0\.1:\d+", line)
                assert url, (line, (await process.stderr.read()).decode())
                yield Demo(process, url[0], tmp_path, session)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.communicate()

    return started


@pytest.mark.parametrize(("options", "by"), [([], "socket"), (["--http"], "http")])
async def test_a_process_of_its_own_serves_the_simulated_slack(demo, options, by):
    async with demo(*options) as up:
        ready = await up.get("/control/ready")

        assert ready["by"] == by
        assert ready["bot_connected"]
        assert len(up.bots()) >= 1


@pytest.mark.parametrize("signalled", [signal.SIGINT, signal.SIGTERM])
async def test_stopped_it_leaves_nothing_behind(demo, signalled):
    async with demo() as up:
        bots = up.bots()
        up.process.send_signal(signalled)
        said, complaints = await up.process.communicate()

        assert up.process.returncode == 0
        assert said.splitlines()[1:] == []  # the address of the dashboard, and no more
        assert complaints == b""
        assert bots
        assert up.bots() == []
        assert up.files == []


async def test_when_the_bot_falls_the_demo_says_so_and_leaves_nothing_behind(demo):
    async with demo() as up:
        for bot in up.bots():
            os.kill(bot, signal.SIGKILL)
        _, complaints = await up.process.communicate()

        assert up.process.returncode == 1
        assert b"The bot ended" in complaints
        assert up.files == []


async def test_a_second_demo_finds_a_port_of_its_own(demo):
    async with demo() as one, demo() as other:
        assert one.url != other.url


async def test_a_port_that_was_asked_for_and_is_taken_is_said(demo):
    async with demo() as up:
        port = up.url.rpartition(":")[2]
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "demo", "--port", port, stderr=PIPE
        )
        _, complaint = await second.communicate()

        assert second.returncode == 2
        assert complaint.decode() == f"polaris: Port {port} is taken; choose another with --port.\n"


async def test_on_monday_the_pulse_tells_last_weeks_real_number(demo):
    async with demo() as up:
        await up.post("/control/clock/jump", **MONDAY_NINE)
        *_, pulse, inputs = await said_in_north_star(up)

    assert "weekly active contributors" in pulse.lower()
    assert "rendering changes" in inputs


async def test_each_weeks_readings_arrive_as_the_calendar_moves_on(demo):
    async with demo() as up:
        for _ in range(2):
            await up.post("/control/clock/jump", **MONDAY_NINE)
        pulses = await said_in_north_star(up)

    assert sum("Last four weeks" in text for text in pulses) == 2


async def said_in_north_star(up):
    messages = (await up.get("/control/messages", channel="north-star"))["messages"]
    return [message["text"] for message in messages if message.get("bot_id")]
