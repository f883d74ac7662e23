"""What the kinds of source on the web share: asking an address, and reading JSON."""

import json
from typing import Any

from storage.sources.configs import WebSource
from storage.sources.csv_table import MOST_BYTES
from storage.sources.rows import Means, SourceProblem, Window


def address_of(source: WebSource, means: Means) -> str:
    return source.url or means.secrets[source.url_env or ""]


async def ask(source: WebSource, url: str, window: Window, means: Means) -> bytes:
    """What an address answers; `{since}` and `{until}` in it become days. Raises SourceProblem."""
    if means.fetch is None:
        raise SourceProblem("This Polaris has no way to the web.")
    for name, day in (("{since}", window.since), ("{until}", window.until)):
        url = url.replace(name, day.isoformat())
    return await means.fetch(
        url,
        headers={name: means.secrets[variable].strip() for name, variable in source.headers_env.items()},
        allow_private=source.allow_private,
        most_bytes=MOST_BYTES,
        seconds=source.timeout,
    )


def parsed(content: bytes) -> Any:
    """Raises SourceProblem for what is no JSON."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise SourceProblem("It is a web page, not JSON: does the address want a key, or another path?")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise SourceProblem("What it answers is not JSON.") from None
