"""The floor of posting: the SDK on one shared session posts the same messages, and nothing is kept."""

import asyncio
import json
import sys
from time import perf_counter, process_time

import aiohttp
import uvloop
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import limits
from bot.running import settle_in
from tests.bench.posting_words import contents, view

AT_ONCE = 40


async def main(slack: str, number: int) -> None:
    drawn = [(channel, view(facts)) for channel, facts in contents(number)]
    waiting = iter([(to, message.text, limits.message(message.blocks)) for to, message in drawn])
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-bench", base_url=f"{slack}/api/", session=session, retry_handlers=[])

        async def one_sender() -> None:
            for channel, text, blocks in waiting:
                await client.chat_postMessage(channel=channel, text=text, blocks=blocks)

        settle_in()
        began, worked = perf_counter(), process_time()
        await asyncio.gather(*(one_sender() for _ in range(AT_ONCE)))
        took, cpu = perf_counter() - began, process_time() - worked
    sys.stdout.write(json.dumps({"took_s": took, "cpu_s": cpu}))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2])))
