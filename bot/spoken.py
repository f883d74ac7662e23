"""What somebody typed after a command, as they would read it."""

import re

from bot.blocks.text import unescape
from rituals.people import People

# Slack sends people, channels and links as <@U1>, <#C1|name>, <https://a.b|a.b>, and `<` itself as &lt;.
_TOKEN = re.compile(r"<(?P<sign>[@#!]?)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


async def spoken(text: str, people: People) -> str:
    """The text with names in the place of Slack's tokens; nothing in it can ping anybody again."""
    named = {found["what"] for found in _TOKEN.finditer(text) if found["sign"] == "@" and not found["label"]}
    names = {user: (await people.find(user)).name or "somebody" for user in named}

    def word(found: re.Match[str]) -> str:
        match found["sign"]:
            case "@":
                return "@" + (found["label"] or names[found["what"]])
            case "#":
                return "#" + (found["label"] or found["what"])
            case "!":
                return "@" + (found["label"] or found["what"].partition("^")[0]).removeprefix("@")
            case _:
                return found["what"].removeprefix("mailto:")

    return unescape(_TOKEN.sub(word, text)).strip()
