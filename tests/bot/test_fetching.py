"""Addresses on the web: what is got, and everything that is refused."""

import asyncio
import gzip
import re
import socket
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.fetching import _next, fetch, is_public
from storage.sources.rows import SourceProblem

MANY = 50_000


class Site:
    """A server of this machine, under two names, that writes down what it was asked."""

    def __init__(self):
        self.asked = []
        self.over = asyncio.Event()

    async def start(self):
        app = web.Application()
        app.router.add_get("/{what:.*}", self._answer)
        self.server = TestServer(app, host="127.0.0.1")
        await self.server.start_server()
        self.own = f"127.0.0.1:{self.server.port}"
        self.other = f"localhost:{self.server.port}"

    async def _answer(self, request):
        self.asked.append((request.host, request.headers.get("Authorization")))
        match request.match_info["what"]:
            case "numbers":
                return web.Response(body=b"27")
            case "to":
                return web.Response(status=307, headers={"Location": request.query["where"]})
            case "large":
                return web.Response(body=b"x" * MANY)
            case "packed":
                return web.Response(body=gzip.compress(b"27"), headers={"Content-Encoding": "gzip"})
            case "drips":
                answer = web.StreamResponse()
                await answer.prepare(request)
                await answer.write(b"2")
                await self.over.wait()
                return answer
            case "nowhere":
                return web.Response(status=302)
            case "cut":
                request.transport.abort()
                return web.Response()
        return web.Response(status=int(request.match_info["what"]))


@pytest.fixture
async def site():
    site = Site()
    await site.start()
    yield site
    site.over.set()
    await site.server.close()


@pytest.fixture
def get(site):
    """Ask the site, or an address; both of its names are allowed unless others are."""

    def _get(what, *, allow=None, headers=None, seconds=60.0):
        return fetch(
            what if re.match(r"\w+://", what) else f"http://{site.own}/{what}",
            headers=headers or {},
            allow_private={site.own, site.other} if allow is None else allow,
            most_bytes=1_000,
            seconds=seconds,
        )

    return _get


async def test_what_an_address_answers_is_got_with_the_headers_of_its_source(get, site):
    assert await get("numbers", headers={"Authorization": "Bearer x"}) == b"27"
    assert site.asked == [(site.own, "Bearer x")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_no_address_inside_a_network_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "10.1.2.3"]
)
async def test_a_private_host_is_refused_however_it_is_written(get, site, host):
    with pytest.raises(SourceProblem, match="inside a private network"):
        await get(f"http://{host}:{site.server.port}/numbers", allow=())
    assert site.asked == []


async def test_only_the_port_that_was_allowed_is_open(get, site):
    with pytest.raises(SourceProblem, match=f"allow_private = ..{site.own}"):
        await get("numbers", allow={"127.0.0.1:1"})


async def test_nobody_is_advised_to_open_a_place_that_a_redirect_leads_to(get, site):
    with pytest.raises(SourceProblem, match=r"sends us on to 169\.254\.169\.254") as told:
        await get("to?where=http://169.254.169.254/latest/meta-data")

    assert "allow_private" not in str(told.value)


async def test_a_name_with_one_private_address_among_public_ones_is_refused(get, resolves):
    resolves(["93.184.216.34", "127.0.0.1"])

    with pytest.raises(SourceProblem, match="inside a private network"):
        await get("http://numbers.example/numbers")


@pytest.fixture
def resolves(monkeypatch):
    """A name server that answers what it is told, one answer after the other."""

    def settle(*answers):
        left = list(answers)

        def getaddrinfo(host, port, **_asked):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in left.pop(0)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return left

    return settle


async def test_a_name_is_looked_up_once_and_the_connection_goes_there(get, site, resolves):
    name = f"numbers.example:{site.server.port}"
    left = resolves(["127.0.0.1"], ["10.0.0.1"])

    assert await get(f"http://{name}/numbers", allow={name}) == b"27"
    assert left == [["10.0.0.1"]]
    assert site.asked == [(name, None)]


async def test_over_tls_the_server_is_told_the_name_and_not_its_address(get, resolves):
    heard = asyncio.get_running_loop().create_future()

    async def hear(reader, writer):
        heard.set_result(await reader.read(4_096))
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        name = f"numbers.example:{server.sockets[0].getsockname()[1]}"
        resolves(["127.0.0.1"])
        with pytest.raises(SourceProblem):
            await get(f"https://{name}/numbers", allow={name})

    assert b"numbers.example" in await heard


async def test_a_redirect_is_followed_and_a_new_host_is_told_no_secret(get, site):
    secret = {"Authorization": "Bearer x"}
    back = quote(f"http://{site.own}/numbers", safe="")
    again = quote(f"http://me:word@{site.other}/to?where={back}", safe="")

    assert await get(f"to?where={again}", headers=secret) == b"27"
    assert site.asked == [(site.own, "Bearer x"), (site.other, None), (site.own, None)]


async def test_a_redirect_on_the_same_host_keeps_its_headers(get, site):
    assert await get("to?where=/numbers", headers={"Authorization": "Bearer x"}) == b"27"
    assert site.asked == [(site.own, "Bearer x")] * 2


def sent_on(times):
    """An address that sends on so many times, and then answers."""
    where = "numbers"
    for _ in range(times):
        where = f"to?where={quote('/' + where, safe='')}"
    return where


async def test_three_redirects_are_followed_and_a_fourth_is_not(get):
    assert await get(sent_on(3)) == b"27"

    with pytest.raises(SourceProblem, match="more than 3 times"):
        await get(sent_on(4))


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254, which is inside a private network"),
        ("//10.0.0.1/", "10.0.0.1, which is inside a private network"),
        ("file:///etc/passwd", "begin with https://"),
        ("gopher://127.0.0.1/", "begin with https://"),
        ("http://[", "no address"),
    ],
)
async def test_a_redirect_to_where_nobody_may_go_is_not_followed(get, site, where, words):
    with pytest.raises(SourceProblem, match=words):
        await get(f"to?where={quote(where, safe='')}")
    assert len(site.asked) == 1


def test_nobody_sends_us_on_from_https_to_http():
    with pytest.raises(SourceProblem, match="from https to http"):
        _next(URL("https://example.com/numbers"), "http://example.com/numbers")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("404", r"^127.0.0.1 answers 404 \(Not Found\)\.$"),
        ("401", "key in its headers"),
        ("500", "500"),
        ("204", "204"),
        ("799", "answers 799"),
        ("large", "more than 0.001 MB"),
        ("packed", "packed"),
        ("nowhere", "does not say where"),
        ("cut", "broke off"),
        ("ftp://example.com/numbers", "begin with https://"),
        ("http:///numbers", "name a host"),
        ("http://example.com:99999/", "not written as"),
    ],
)
async def test_what_goes_wrong_is_a_sentence(get, what, words):
    with pytest.raises(SourceProblem, match=words):
        await get(what)


async def test_an_answer_that_drips_is_given_up(get):
    with pytest.raises(SourceProblem, match=r"No answer within 0\.2 seconds"):
        await get("drips", seconds=0.2)


async def test_a_host_that_is_not_there_is_a_sentence(get, monkeypatch):
    def fails(*_asked, **_more):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fails)

    with pytest.raises(SourceProblem, match=r"no host nowhere\.example\.$"):
        await get("https://nowhere.example/numbers?key=secret")


async def test_a_closed_door_is_a_sentence(get, unused_tcp_port):
    closed = f"127.0.0.1:{unused_tcp_port}"

    with pytest.raises(SourceProblem, match="cannot be reached"):
        await get(f"http://{closed}/numbers", allow={closed})


async def test_what_has_no_certificate_is_a_sentence(get, site):
    with pytest.raises(SourceProblem, match=r"certificate|cannot be reached"):
        await get(f"https://{site.own}/numbers")


async def test_a_proxy_of_the_environment_is_not_asked(get, site, monkeypatch, unused_tcp_port):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    assert await get("numbers") == b"27"
