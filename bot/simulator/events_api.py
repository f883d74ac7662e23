"""The same payloads as signed HTTP posts to the app's request URL."""

import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import urlencode

import aiohttp

from bot.simulator.clock import Clock
from bot.simulator.line import FAILED, LOST_ITS_WAY, TIMED_OUT, Ack
from bot.simulator.payloads import VERIFICATION_TOKEN
from bot.simulator.records import Json
from bot.simulator.rules import limits

_MAX_REDIRECTS = 2


class SignedHttp:
    """Posts to one URL, signed with the app's secret; one answer within three seconds is the ack."""

    kind = "http"

    def __init__(self, url: str | None, secret: str, clock: Clock, ack_s: float = limits.ACK_S) -> None:
        self._url, self._secret, self._clock, self.ack_s = url, secret, clock, ack_s
        self._session: aiohttp.ClientSession | None = None
        self._answered = False
        self.watchers: list[Callable[[], None]] = []

    def connected(self) -> bool:
        """Say whether the app has answered lately."""
        return self._answered

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def deliver(self, kind: str, payload: Json, *, retry: tuple[int, str] | None = None) -> Ack:
        """Post a payload as Slack does: commands and interactions as forms, events as JSON."""
        if kind == "slash_commands":
            body, content_type = urlencode(payload), "application/x-www-form-urlencoded"
        elif kind == "interactive":
            body, content_type = (
                urlencode({"payload": json.dumps(payload)}),
                "application/x-www-form-urlencoded",
            )
        else:
            body, content_type = json.dumps(payload), "application/json"
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        return await self.send(body, headers | self.signature(body))

    def signature(self, body: str) -> dict[str, str]:
        """Give the headers that prove the body comes from Slack, stamped with machine time."""
        stamp = str(int(self._clock.machine()))
        base = f"v0:{stamp}:{body}".encode()
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def send(self, body: str, headers: dict[str, str]) -> Ack:
        """Post a body with these headers and read the ack."""
        if self._url is None:
            return Ack(error=FAILED, status=0)
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.ack_s)
        try:
            async with self._session.post(
                self._url, data=body.encode(), headers=headers, timeout=timeout, max_redirects=_MAX_REDIRECTS
            ) as response:
                text = await response.text()
                return self._read(response, text)
        except TimeoutError:
            return Ack(error=TIMED_OUT, status=0)
        except aiohttp.TooManyRedirects:
            return Ack(error=LOST_ITS_WAY, status=0)
        except aiohttp.ClientError:
            self._heard(answered=False)
            return Ack(error=FAILED, status=0)

    def _heard(self, *, answered: bool) -> None:
        changed, self._answered = self._answered != answered, answered
        if changed:
            for watcher in self.watchers:
                watcher()

    def _read(self, response: aiohttp.ClientResponse, text: str) -> Ack:
        self._heard(answered=True)
        if not 200 <= response.status < 300:
            no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            return Ack(error=FAILED, status=response.status, no_retry=no_retry)
        if response.content_type == "application/json" and text:
            try:
                return Ack(payload=json.loads(text), status=response.status)
            except json.JSONDecodeError:
                return Ack(error=FAILED, status=response.status)
        return Ack(payload=text or None, status=response.status)

    async def look(self) -> None:
        """Ask an app that was not heard of yet whether it is there."""
        if self._url is not None and not self._answered:
            await self.verify()

    async def verify(self) -> bool:
        """Make Slack's url_verification handshake; True when the app gives the challenge back."""
        challenge = "simulated-challenge"
        body = json.dumps({"type": "url_verification", "token": VERIFICATION_TOKEN, "challenge": challenge})
        ack = await self.send(body, {"Content-Type": "application/json", **self.signature(body)})
        given = ack.payload.get("challenge") if isinstance(ack.payload, dict) else ack.payload
        return given == challenge
