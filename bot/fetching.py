"""Get what an address on the web answers, and nothing from inside the network Polaris runs in.

A name is resolved once; every address it has must be public; and the connection goes to just those
addresses, so that a name cannot mean another machine a moment later. Each redirect goes the same way.
"""

import asyncio
import socket
from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from storage.sources.beside import beside
from storage.sources.rows import SourceProblem

MOST_REDIRECTS = 3
_STATUSES = {status.value for status in HTTPStatus}
_NAT64 = IPv6Network("64:ff9b::/96")
# As it comes: what is small when packed may be huge.
_UNPACKED = {"Accept-Encoding": "identity", "User-Agent": "polaris"}


async def fetch(
    url: str,
    *,
    headers: Mapping[str, str],
    allow_private: Collection[str],
    most_bytes: int,
    seconds: float,
) -> bytes:
    """The body of a 200. `headers` go to the origin of `url` alone; `allow_private` are "host:port".

    Raises SourceProblem. No sentence holds more of an address than its host.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _follow(url, headers, allow_private, most_bytes)
    except TimeoutError:
        raise SourceProblem(f"No answer within {seconds:g} seconds.") from None


async def _follow(
    address: str, headers: Mapping[str, str], allow_private: Collection[str], most_bytes: int
) -> bytes:
    url = first = _parsed(address)
    for _ in range(MOST_REDIRECTS + 1):
        pinned = await _resolved(url, allow_private, None if url is first else first)
        told = await _ask(url, headers, pinned, most_bytes)
        if isinstance(told, bytes):
            return told
        if told.origin() != url.origin():
            headers = {}
        url = told
    raise SourceProblem(f"{first.host} sends us on more than {MOST_REDIRECTS} times.")


async def _ask(
    url: URL, headers: Mapping[str, str], pinned: Sequence[ResolveResult], most_bytes: int
) -> bytes | URL:
    """The body, or where it sends us."""
    connector = aiohttp.TCPConnector(resolver=_Pinned(pinned), use_dns_cache=False, force_close=True)
    try:
        async with (
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),  # the whole way has one
                auto_decompress=False,
                trust_env=False,
            ) as session,
            session.get(url, headers={**_UNPACKED, **headers}, allow_redirects=False) as response,
        ):
            if response.status in {301, 302, 303, 307, 308}:
                return _next(url, response.headers.get("Location", ""))
            return await _body(response, most_bytes)
    except aiohttp.ClientSSLError:
        raise SourceProblem(f"{url.host} has no certificate that this machine trusts.") from None
    except aiohttp.ClientConnectorError:
        raise SourceProblem(f"{url.host} cannot be reached.") from None
    except aiohttp.ClientError:
        raise SourceProblem(f"{url.host} broke off in the middle of its answer.") from None


async def _body(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    host = response.url.host
    if response.status != HTTPStatus.OK:
        raise SourceProblem(f"{host} answers {_status(response.status)}.")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise SourceProblem(f"{host} sends its answer packed, though it was asked not to.")
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most_bytes:
            raise SourceProblem(f"{host} answers with more than {most_bytes / 1_000_000:g} MB.")
    return bytes(body)


def _status(code: int) -> str:
    hint = {401: ": see to the key in its headers", 403: ": see to the key in its headers"}.get(code, "")
    return f"{code} ({HTTPStatus(code).phrase}){hint}" if code in _STATUSES else str(code)


def _next(url: URL, location: str) -> URL:
    if not location:
        raise SourceProblem(f"{url.host} sends us on, and does not say where.")
    try:
        onward = url.join(URL(location))
    except ValueError:
        raise SourceProblem(f"{url.host} sends us on to something that is no address.") from None
    # What stands before the @ would be sent as a password.
    told = _parsed(str(onward)).with_user(None)
    if url.scheme == "https" and told.scheme == "http":
        raise SourceProblem(
            f"{url.host} sends us on from https to http, where anybody could change a number."
        )
    return told


def _parsed(address: str) -> URL:
    try:
        url = URL(address)
        port = url.port
    except ValueError:
        raise SourceProblem("Its address is not written as one of the web is.") from None
    if url.scheme not in {"http", "https"} or not url.host or not port:
        raise SourceProblem("Its address has to begin with https:// or http://, and name a host.")
    return url


async def _resolved(url: URL, allow_private: Collection[str], sent_by: URL | None) -> Sequence[ResolveResult]:
    """What the host of an address stands for, once and for all; `sent_by` is what sent us there.

    Raises SourceProblem.
    """
    host, port = url.raw_host or "", url.port or 0
    try:
        found = await beside(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        raise SourceProblem(f"There is no host {url.host}.") from None
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if shown.lower() not in allow_private:
        for *_, place in found:
            if not is_public(str(place[0])):
                raise SourceProblem(_private(url, shown, sent_by))
    return [
        ResolveResult(
            hostname=host,
            host=str(place[0]),
            port=port,
            family=family,
            proto=proto,
            flags=socket.AI_NUMERICHOST,
        )
        for family, _, proto, _, place in found
    ]


def _private(url: URL, shown: str, sent_by: URL | None) -> str:
    inside = "is inside a private network, where sources are not asked"
    # Whoever sends us to a place of their choosing is not to be helped on to it.
    if sent_by is not None:
        return f"{sent_by.host} sends us on to {url.host}, which {inside}."
    return f'{url.host} {inside}; the operator may allow it in the file: allow_private = ["{shown}"].'


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also when it wraps one of version 4."""
    ip = _unwrapped(ip_address(address))
    if isinstance(ip, IPv6Address) and ip.is_site_local:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


class _Pinned(AbstractResolver):
    """Knows one host, which was looked at already."""

    def __init__(self, found: Sequence[ResolveResult]) -> None:
        self._found = found

    async def resolve(self, host: str, *_asked: Any, **_more: Any) -> list[ResolveResult]:
        if any(each["hostname"] != host for each in self._found):
            raise OSError(f"{host} was not looked at")
        return list(self._found)

    async def close(self) -> None:
        """Nothing is open."""
