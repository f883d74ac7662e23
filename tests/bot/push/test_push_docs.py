"""What docs/push.md tells people to type does what it says."""

import asyncio
import json
import os
import re

from tests.bot.push.conftest import SECRET
from tests.house.source import ROOT
from tests.making import a_metric

GUIDE = (ROOT / "docs/push.md").read_text("utf-8")
PUSH, READ = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
WRITTEN, REFUSED = map(json.loads, re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL))


async def typed(program, command):
    there = {"POLARIS_URL": program.url.removesuffix("/api/v1"), "POLARIS_TOKEN": SECRET}
    shell = await asyncio.create_subprocess_exec(
        "bash", "-c", command, stdout=asyncio.subprocess.PIPE, env={**os.environ, **there}
    )
    told, _ = await shell.communicate()
    assert shell.returncode == 0, told
    return json.loads(told)


async def test_the_commands_push_and_read_back(program):
    async with program.ledger.open() as books:
        await books.metrics.put(a_metric(key="active_teams", name="Teams", unit="count"))

    assert await typed(program, PUSH) == WRITTEN
    assert [each["value"] for each in (await typed(program, READ))["readings"]] == [27, 31]


async def test_a_refusal_reads_as_the_guide_shows_it(program):
    rows = [
        {"metric": "merged", "period_start": "2026-03-02", "value": 1},
        {"metric": "merged", "period_start": "2026-03-10", "value": 1},
    ]

    assert await program.push({"readings": rows}) == (422, REFUSED)
