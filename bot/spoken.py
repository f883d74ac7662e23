"""What somebody typed after a command, as they would read it."""

import re

from bot.blocks.text import unescape
from rituals.people import People

# Slack sends people, channels and links as <@U1>, <#C1|name>, <https://a.b|a.b>, and `<` itself as &lt;.
_TOKEN = re.compile(
    r"<(?:(?P<sign>[@#])(?P<what>[A-Z0-9]+)|(?P<group>!)(?P<called>\w+)(?:\^\w+)?|(?P<link>(?:https?|mailto):[^<>|]+))"
    r"(?:\|(?P<label>[^<>]*))?>"
)


async def spoken(text: str, people: People) -> str:
    """The text with names in the place of Slack's tokens; nothing in it can ping anybody again."""
    named = {found["what"] for found in _TOKEN.finditer(text) if found["sign"] == "@" and not found["label"]}
    names = {user: (await people.find(user)).name or "somebody" for user in named}

    def word(found: re.Match[str]) -> str:
        if found["link"]:
            return found["link"].removeprefix("mailto:")
        if found["group"]:
            return "@" + (found["label"] or found["called"]).removeprefix("@")
        return found["sign"] + (found["label"] or names.get(found["what"], found["what"]))

    return unescape(_TOKEN.sub(word, text)).strip()
