"""What people type, and how it may not come back: each text carries a mark by which it is found again."""

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.hostile import ATTACKS, texts

MARK = "qzmark"

# What a person's text does when it reaches Slack as it was typed.
_RAW = re.compile(
    r"<!channel>|<!here|<!everyone|<@UEVIL|<#CEVIL|<https://evil\.example|<!subteam\^SEVIL|<mailto:"
    r"|&(?!(?:amp|lt|gt);)"
)

_SHORT = [
    f"{MARK}<!channel>",
    f"{MARK} <@UEVIL> & <https://evil.example|x>",
    f"<!subteam^SEVIL> {MARK} <#CEVIL>",
    f"{MARK} a & b < c > d",
    f"{MARK}\n> quoted\n```x```",
    f"*{MARK}* _it_ `code` <!here|all>",
    f"{MARK} &lt;!channel&gt; &amp;lt;",
    f"{MARK} \u202egnp.exe \u2066<!everyone>",
    f"{MARK}\x00<!channel>\x07",
]
_ODD = [
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "٣",
    "12,5 %",
    "2026-02-30",
    "0000-00-00",
    "25:61",
    "null",
    "[]",
    "{}",
    '{"a": 1}',
    "../../etc/passwd",
    "'; DROP TABLE people; --",
    "{{7*7}}",
    "%s%n",
    "=1+1",
    "a" * 3_001,
    "|" * 400,
    "help",
    "the payload=is {heavy}",
]


def typed() -> st.SearchStrategy[str]:
    """Something somebody typed: mostly an attack, at times odd, long or in any script."""
    long = st.sampled_from([f"{MARK} {attack} " * 90 for attack in ATTACKS]).map(lambda text: text[:3_000])
    return st.one_of(
        st.sampled_from(_SHORT),
        st.sampled_from(_SHORT),
        st.sampled_from(_ODD),
        texts(120).map(lambda text: f"{MARK} {text}"),
        long,
    )


def unescaped(sent: Any) -> list[str]:
    """The texts, of all that Slack reads for mentions and links, in which a person's text is not harmless."""
    return [text for text in _read_by_slack(sent, "") if MARK in text and _RAW.search(text)]


def _read_by_slack(part: Any, key: str) -> Iterator[str]:
    """What Slack reads as markup: mrkdwn, messages, topics, comments on files."""
    if isinstance(part, str):
        if key in {"text", "topic", "purpose", "initial_comment", "markdown_text"}:
            yield part
    elif isinstance(part, list):
        for inner in part:
            yield from _read_by_slack(inner, key)
    elif isinstance(part, dict):
        if part.get("type") in {"plain_text", "text", "raw_text"}:
            return  # shown as it is
        # What was chosen comes back as it was shown, and what is typed already stands there as it was typed.
        for name, inner in part.items():
            if name == "errors":
                continue  # shown under the fields, as it is
            yield from _read_by_slack(inner, name)
