"""The Slack of a Monday: it takes messages and files at once, and next to nothing of the machine.

What it takes is taken from those who are measured: as an application of aiohttp that was a millisecond and a
half for each team.
"""

import asyncio
import json
import sys
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvloop

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"


class Talk(asyncio.Protocol):
    """One connection, request after request."""

    def __init__(self, origin: str, channels: int) -> None:
        self._origin, self._read, self._stamps = origin, bytearray(), count(1)
        self._channels = [{"id": f"C{number:05d}", "is_ext_shared": False} for number in range(channels)]

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(_END_OF_HEAD)) >= 0:
            head = bytes(self._read[:end])
            _, has_body, rest = head.lower().partition(_LENGTH)
            begin = end + len(_END_OF_HEAD)
            until = begin + (int(rest.partition(b"\r\n")[0]) if has_body else 0)
            if len(self._read) < until:
                return
            body = bytes(self._read[begin:until])
            del self._read[:until]
            said = json.dumps({"ok": True, **self._answer(head.split(b" ", 2)[1].decode(), body)}).encode()
            self._transport.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
                % (len(said), said)
            )

    def _answer(self, address: str, body: bytes) -> dict[str, object]:
        number = next(self._stamps)
        match address.partition("?")[0].rpartition("/")[2]:
            case "chat.postMessage":
                stamp = f"{id(self) % 1_000_000_000}.{number:06d}"
                return {"channel": json.loads(body)["channel"], "ts": stamp}
            case "files.getUploadURLExternal":
                file = f"F{id(self)}N{number}"
                return {"upload_url": f"{self._origin}/upload/{file}", "file_id": file}
            case "files.info":
                return {"file": {"mimetype": "image/png"}}
            case "users.conversations":
                return {"channels": self._channels}
            case "conversations.info":
                asked = parse_qs(urlsplit(address).query)
                return {"channel": {"id": asked.get("channel"), "is_channel": True, "is_member": True}}
            case _:
                return {}


async def main(port: int, channels: int) -> None:
    origin = f"http://127.0.0.1:{port}"
    server = await asyncio.get_running_loop().create_server(lambda: Talk(origin, channels), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
