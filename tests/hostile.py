"""Text as people may write it, in every script and with every trick, and what none of it may become."""

import re
from typing import Any

from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.layout import Message
from bot.simulator.rules.messages import check_blocks
from bot.simulator.rules.views import check_view

ATTACKS = (
    "<!channel>",
    "<!here|all>",
    "<@UEVIL>",
    "<#CEVIL>",
    "<https://evil.example|click>",
    "<!subteam^SEVIL>",
    "&lt;!channel&gt;",
    "`code` ```block```",
    "| a | b |\n|---|---|",
    "*bold* _it_ ~no~",
    "line\n>quoted\n\nline",
    "\u202egnp.exe",
    "e\u0301\u0323\u0308" * 9,
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "مرحبا بالعالم",
    "שלום עולם",
    "北極星指標",
    "𝕳𝖊𝖑𝖑𝖔",
)

# What our own code writes between angle brackets: people, channels and instants, but none of the attacks.
_OURS = re.compile(r"<(@U(?!EVIL)\w+|#C(?!EVIL)\w+|!date\^\d+\^[^<>|]*\|[^<>|]*)>")


def texts(longest: int) -> st.SearchStrategy[str]:
    """Something somebody typed: at least one visible character, at most `longest`."""
    pieces = st.one_of(st.sampled_from(ATTACKS), st.text(st.characters(codec="utf-8"), max_size=40))
    long = st.sampled_from(ATTACKS).map(lambda attack: attack * (longest // len(attack) + 1))
    made = st.one_of(st.lists(pieces, min_size=1, max_size=6).map(" ".join), long)
    return made.map(lambda text: text[:longest].strip()).filter(bool)


def require_harmless(shown: Message | View) -> None:
    """Slack takes it, and nothing in it pings, mentions or links but what we wrote ourselves."""
    sent: Any
    if isinstance(shown, View):
        sent = limits.view(shown)
        check_view(sent, lambda _id: None, frozenset({"files:read"}), shown.type)
    else:
        sent = limits.message(shown.blocks)
        check_blocks(sent, lambda _id: None)
        _require_safe(limits.text(shown.text))
    for text in _mrkdwn(sent):
        _require_safe(text)


def _require_safe(text: str) -> None:
    rest = _OURS.sub("", text)

    assert not re.search("[\u202a-\u202e\u2066-\u2069]|```", text), text
    assert "<" not in rest, text
    assert ">" not in re.sub(r"^>", "", rest, flags=re.MULTILINE), text


def _mrkdwn(part: Any) -> list[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            return [part["text"]]
        return [text for inner in part.values() for text in _mrkdwn(inner)]
    return [text for inner in part for text in _mrkdwn(inner)] if isinstance(part, list) else []
