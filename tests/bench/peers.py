"""Other bots, each in an environment of its own below build/, made when it is first needed."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bench.peer_slack import PeerSlack, peer_slack
from tests.bench.servers import ROOT
from tests.ports import free_port

SLACK_MACHINE, OPSDROID, ERRBOT = "slack-machine", "opsdroid", "errbot"
_NEEDS = {
    SLACK_MACHINE: ("slack-machine",),
    OPSDROID: ("opsdroid[connector-slack]", "setuptools<80"),  # it imports pkg_resources
    ERRBOT: ("errbot", "pytest", "slack_sdk"),  # its tests' backend is one of pytest's
}
_PATIENCE_S = 60.0

# Their Slack is the one that the bench plays.
_AIMED = """
import sys
from slack_sdk.web.async_base_client import AsyncBaseClient
made = AsyncBaseClient.__init__
AsyncBaseClient.__init__ = lambda self, *a, **named: made(self, *a, **{**named, "base_url": sys.argv[1]})
"""
_PLUGIN = """
from machine.plugins.base import MachineBasePlugin
from machine.plugins.decorators import command
class Commit(MachineBasePlugin):
    @command("/commit")
    async def commit(self, command):
        await self.say("C1", "Kept.")
"""
_RUN = {
    SLACK_MACHINE: _AIMED + """
import asyncio
from machine import Machine
from machine.utils.collections import CaseInsensitiveDict
asyncio.run(Machine(CaseInsensitiveDict({
    "PLUGINS": ["machine.plugins.builtin.general.PingPongPlugin", "commit_plugin.Commit"],
    "STORAGE_BACKEND": "machine.storage.backends.memory.MemoryStorage", "HTTP_PROXY": None, "TZ": "UTC",
    "LOG_HANDLED_MESSAGES": False, "LOGLEVEL": "ERROR",
    "SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1"})).run())
""",
    OPSDROID: _AIMED + """
import os
from opsdroid.core import OpsDroid
from opsdroid.cli.utils import configure_lang
configure_lang({})
with OpsDroid(config={
    "logging": {"level": "error", "console": True}, "welcome-message": False, "parsers": {"regex": {}},
    "connectors": {"slack": {"bot-token": "xoxb-1", "app-token": "xapp-1", "socket-mode": True}},
    "skills": {"answer": {"path": os.getcwd() + "/answer_skill.py"}},
    "web": {"host": "127.0.0.1", "port": int(sys.argv[2])}}) as bot:
    async def run():
        await bot.load()
        await bot.start()
    bot.eventloop.run_until_complete(run())
""",
    # It brings no Slack along: what it is told comes from its own tests' backend, its answers go to Slack.
    ERRBOT: _AIMED.replace("async_base_client", "base_client").replace("AsyncBaseClient", "BaseClient") + """
import json, logging, time
logging.disable(logging.CRITICAL)
from errbot.backends.test import TestBot
from slack_sdk import WebClient
bot = TestBot(extra_plugin_dir=".", loglevel=logging.CRITICAL)
bot.start(timeout=60)
slack, send = WebClient("xoxb-1"), bot.bot.send_message
def send_to_slack(message):
    slack.chat_postMessage(channel="C1", text=message.body)
    send(message)
bot.bot.send_message = send_to_slack
number, at_once = int(sys.argv[2]), int(sys.argv[3])
began = time.perf_counter()
for each in range(number):
    if each >= at_once:
        bot.pop_message(timeout=60)
    bot.push_message("!word")
for each in range(at_once):
    bot.pop_message(timeout=60)
took = time.perf_counter() - began
print(json.dumps(number / took), flush=True)
import os
os._exit(0)
""",
}  # fmt: skip
_FILES = {
    SLACK_MACHINE: {"commit_plugin.py": _PLUGIN},
    OPSDROID: {
        "answer_skill.py": """
from opsdroid.skill import Skill
from opsdroid.matchers import match_regex
class Answer(Skill):
    @match_regex(r"^ping$")
    async def answer(self, message):
        await message.respond("pong")
"""
    },
    ERRBOT: {
        "word.plug": "[Core]\nName = Word\nModule = word\n[Python]\nVersion = 3\n",
        "word.py": """
from errbot import BotPlugin, botcmd
class Word(BotPlugin):
    @botcmd
    def word(self, message, args):
        return "pong"
""",
    },
}


class NotInstalled(Exception):
    """A peer cannot be had here; the text says why."""


async def installed(name: str) -> Path:
    """The Python of a peer. Raises NotInstalled."""
    home = ROOT / "build" / "peers" / name
    python = home / "bin" / "python"
    if not (home / "done").exists():
        for command in (
            (sys.executable, "-m", "venv", "--clear", str(home)),
            (str(python), "-m", "pip", "install", "--quiet", *_NEEDS[name]),
        ):
            making = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
            )
            said, _ = await making.communicate()
            if making.returncode:
                raise NotInstalled(f"{name}: {said.decode().strip().splitlines()[-1]}")
        (home / "done").touch()
    return python


@asynccontextmanager
async def on_slack(name: str, folder: Path) -> AsyncIterator[PeerSlack]:
    """Run slack-machine or opsdroid; gives the Slack it is connected to. Raises NotInstalled."""
    python = await installed(name)
    async with peer_slack(free_port()) as slack:
        bot = await _started(python, name, folder, slack.url, str(free_port()))
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await slack.is_connected()
            yield slack
        finally:
            if bot.returncode is None:
                bot.kill()
            await bot.wait()


async def by_itself(name: str, folder: Path, requests: int, at_once: int) -> float:
    """Run errbot, which answers itself; gives answers in a second. Raises NotInstalled."""
    python = await installed(name)
    async with peer_slack(free_port()) as slack:
        bot = await _started(python, name, folder, slack.url, str(requests), str(at_once))
        assert bot.stdout is not None  # it is a pipe
        try:
            async with asyncio.timeout(2 * _PATIENCE_S):
                while line := await bot.stdout.readline():
                    if line.strip().replace(b".", b"").isdigit():
                        return float(line)
            raise NotInstalled(f"{name} ended before it answered")
        finally:
            if bot.returncode is None:
                bot.kill()
            await bot.wait()


async def _started(python: Path, name: str, folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    here = folder / name
    here.mkdir(exist_ok=True)
    for file, words in {**_FILES[name], "run.py": _RUN[name]}.items():
        (here / file).write_text(words, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return await asyncio.create_subprocess_exec(
        str(python), "run.py", *arguments,
        cwd=here, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
