"""`python -m bot.simulator` runs until it is interrupted."""

import json
import os
import signal
import socket
import threading
import urllib.request
from contextlib import suppress

import pytest
from click.testing import CliRunner

from bot.simulator.__main__ import main
from tests.bot.simulator.conftest import manifest


@pytest.fixture
def files(tmp_path):
    """A manifest and a seed on disk."""
    path, seed = tmp_path / "manifest.json", tmp_path / "seed.json"
    path.write_text(json.dumps(manifest()), "utf-8")
    seed.write_text(json.dumps({"team": {"name": "Small"}}), "utf-8")
    return ["--manifest", str(path), "--seed", str(seed)]


def test_it_says_where_it_is_and_stops_quietly(files, unused_tcp_port):
    clocks: list[str] = []
    over = threading.Event()

    def ask_and_interrupt():
        while not (clocks or over.wait(0.02)):
            with (
                suppress(OSError),  # it does not listen yet
                urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}/control/clock") as answer,
            ):
                clocks.append(json.load(answer)["now"])
        if not over.is_set():  # else all the tests would be interrupted
            os.kill(os.getpid(), signal.SIGINT)

    visitor = threading.Thread(target=ask_and_interrupt)
    visitor.start()
    moment = ["--now", "2025-08-11T06:55:00+00:00", "--grant-optional", "all"]
    result = CliRunner().invoke(main, [*files, *moment, "--port", str(unused_tcp_port)])
    over.set()
    visitor.join()

    assert result.exit_code == 0
    assert f"http://127.0.0.1:{unused_tcp_port}" in result.output
    assert clocks[0].startswith("2025-08-11T06:5")


def test_a_moment_must_say_its_offset(files):
    result = CliRunner().invoke(main, [*files, "--now", "2025-08-11T06:55:00"])

    assert result.exit_code == 2
    assert "does not say its offset from UTC" in result.output


def test_a_manifest_slack_refuses_is_refused_in_words(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest(slash_commands=[{"command": "/who"}])), "utf-8")
    result = CliRunner().invoke(main, ["--manifest", str(path)])

    assert (result.exit_code, result.output) == (1, "Error: /who is Slack's own command.\n")


def test_a_port_in_use_is_named(files):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, [*files, "--port", str(port)])

    assert result.exit_code == 1
    assert f"Port {port} cannot be listened on" in result.output
