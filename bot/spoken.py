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
    """The text with names in the place of Slack's tokens; nothing in it can ping anybody again.

    Whoever is known is called as colleagues call them, not by a handle that nobody could take out again.
    """
    named = {found["what"] for found in _TOKEN.finditer(text) if found["sign"] == "@"}
    names = {user: name for user in named if (name := (await people.find(user)).name)}

    def word(found: re.Match[str]) -> str:
        if found["link"]:
            return found["link"].removeprefix("mailto:")
        if found["group"]:
            return "@" + (found["label"] or found["called"]).removeprefix("@")
        if found["sign"] == "@":
            return "@" + (names.get(found["what"]) or found["label"] or "somebody")
        return "#" + (found["label"] or found["what"])

    return unescape(_TOKEN.sub(word, text)).strip()
