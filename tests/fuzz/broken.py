"""What Slack would never send: cut off, misshapen, badly signed, or with another thing where one is meant."""

import copy
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from hypothesis import strategies as st

from tests.fuzz.hand import Hand
from tests.fuzz.inputs import Input, Inputs
from tests.fuzz.said import MARK
from tests.fuzz.stage import FORM, JSON
from tests.fuzz.typed import Draw

_JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    1e300,
    "",
    "x",
    f"{MARK}\x00",
    f"{MARK}\ud800",
    [],
    {},
    [[]],
    [None],
    {"": {}},
    {"id": None},
]
_STAMPS = ["", "now", "-1", "1e9", "0", "1600000000", "٣", "9" * 400]


@dataclass(frozen=True, slots=True)
class Broken:
    """A request with something wrong; `is_refused` where nobody may take it for Slack's or read it."""

    what: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    stamp: str | None = None
    is_refused: bool = False


def a_broken_one(draw: Draw, inputs: Inputs) -> Broken:
    """One of them."""
    made, hand = inputs.draw(draw)
    junk = draw(st.binary(min_size=1, max_size=60))
    ways = [
        _other_value,
        _other_value,
        _other_value,
        _without,
        _cut_off,
        _deep,
        _huge,
        _bytes,
        _kind,
        _signature,
        _time,
    ]
    return hand.pick(ways)(hand, made, junk)


def _other_value(hand: Hand, made: Input, junk: bytes) -> Broken:
    """Another type of value somewhere."""
    payload = copy.deepcopy(made.payload)
    _change(hand, payload, lambda _old: hand.pick(_JUNK))
    return _sent("another value", made, payload)


def _without(hand: Hand, made: Input, junk: bytes) -> Broken:
    """A field is missing."""
    payload = copy.deepcopy(made.payload)
    place = _place(hand, payload)
    if place is not None:
        holder, key = place
        del holder[key]
    return _sent("a field is missing", made, payload)


def _cut_off(hand: Hand, made: Input, junk: bytes) -> Broken:
    body, kind = made.encoded()
    if made.kind == "interactive":  # inside the JSON, for a form has no end
        whole = json.dumps(made.payload)
        body = urlencode({"payload": whole[: hand.pick(range(len(whole)))]}).encode()
    else:
        body = body[: hand.pick(range(len(body)))]
    return Broken("cut off", body, {"Content-Type": kind}, is_refused=made.kind == "event" and bool(body))


def _deep(hand: Hand, made: Input, junk: bytes) -> Broken:
    depth = hand.pick([50, 900, 20_000])
    nest = hand.pick([("[", "]"), ('{"a":', "}")])
    deep = nest[0] * depth + "1" + nest[1] * depth
    if made.kind == "event":
        return Broken(
            "deep", f'{{"type": "event_callback", "event": {deep}}}'.encode(), {"Content-Type": JSON}
        )
    payload = f'{{"type": "block_actions", "actions": {deep}, "user": {{"id": "U1"}}}}'
    return Broken("deep", urlencode({"payload": payload}).encode(), {"Content-Type": FORM})


def _huge(hand: Hand, made: Input, junk: bytes) -> Broken:
    payload = copy.deepcopy(made.payload)
    long = MARK + "<!channel>" * hand.pick([1_000, 30_000])
    _change(hand, payload, lambda _old: long)
    return _sent("huge", made, payload)


def _bytes(hand: Hand, made: Input, junk: bytes) -> Broken:
    """Bytes that are no text, in either encoding."""
    kind = hand.pick([FORM, JSON, "multipart/form-data; boundary=x", "", f"{FORM}; charset=utf-16"])
    as_form = f"payload={quote_from_bytes(junk)}".encode()
    return Broken("bytes", hand.pick([junk, as_form]), {"Content-Type": kind})


def _kind(hand: Hand, made: Input, junk: bytes) -> Broken:
    body, _ = made.encoded()
    kind = hand.pick([JSON, FORM, "text/plain", f"{JSON}; charset=nope", "application/json; charset="])
    return Broken("another content type", body, {"Content-Type": kind})


def _signature(hand: Hand, made: Input, junk: bytes) -> Broken:
    body, kind = made.encoded()
    wrong = hand.pick(
        ["", "v0=", "v0=" + "0" * 64, "v1=x", "é".encode().decode("latin-1"), "v0=" + "f" * 9_000]
    )
    headers = {"Content-Type": kind, "X-Slack-Signature": wrong}
    return Broken("a wrong signature", body, headers, is_refused=True)


def _time(hand: Hand, made: Input, junk: bytes) -> Broken:
    body, kind = made.encoded()
    return Broken("a wrong time", body, {"Content-Type": kind}, stamp=hand.pick(_STAMPS), is_refused=True)


def _sent(what: str, made: Input, payload: Any) -> Broken:
    if made.kind == "command":
        flat = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in payload.items()
        }
        body = urlencode(flat, errors="surrogatepass").encode()
    else:
        body = Input(made.kind, payload).encoded()[0]
    return Broken(what, body, {"Content-Type": made.encoded()[1]})


def _change(hand: Hand, payload: Any, change: Any) -> None:
    place = _place(hand, payload)
    if place is not None:
        holder, key = place
        holder[key] = change(holder[key])


def _place(hand: Hand, payload: Any) -> tuple[Any, Any] | None:
    """Somewhere in the payload, the outer places as likely as all the inner ones together."""
    holder, key = None, None
    part = payload
    while isinstance(part, dict | list) and part:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        holder, key = part, hand.pick(keys)
        part = part[key]
        if hand.one_in(3):
            break
    return None if holder is None else (holder, key)
