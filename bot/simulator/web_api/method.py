"""One Web API method: its name, its scopes, its arguments and what it does."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.simulator.records import Channel, Json
from bot.simulator.refusal import SlackError

if TYPE_CHECKING:
    from bot.simulator.world import World

# Slack takes these with any method.
STANDARD = frozenset({"token", "_x_reason", "team_id"})


@dataclass(frozen=True, slots=True)
class Token:
    """Who is calling: the bot (`bot`) or the app's connections (`app`)."""

    kind: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Call:
    """One call with its arguments, which may be native JSON or the strings of a form."""

    world: "World"
    args: Json
    token: Token | None
    base: str

    def text(self, name: str, default: str = "") -> str:
        """Give a string argument."""
        value = self.args.get(name, default)
        if not isinstance(value, str):
            raise invalid("must be a string", name)
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Give a boolean argument; forms say `true`, `1`, `false` or `0`."""
        value = self.args.get(name, default)
        words = {"true": True, "1": True, "false": False, "0": False, "": False}
        if isinstance(value, bool):
            return value
        if str(value).lower() not in words:
            raise invalid("must be a boolean", name)
        return words[str(value).lower()]

    def number(self, name: str, default: int, least: int = 1, most: int = 10_000_000_000) -> int:
        """Give a whole number within its bounds."""
        try:
            value = int(self.args.get(name, default))
        except (TypeError, ValueError):
            raise invalid("must be an integer", name) from None
        if not least <= value <= most:
            raise invalid(f"must be between {least} and {most}", name)
        return value

    def json(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """Give a structured argument, read from its string when it came in a form; None when absent."""
        value = self.args.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value) if value else None
            except json.JSONDecodeError:
                raise SlackError(refusal) from None
        return value

    def channel(self, name: str = "channel") -> Channel:
        """Find a conversation the bot may know of, by id; others' private ones are not found."""
        workspace = self.world.workspace
        found = workspace.channels.get(self.text(name))
        if found is None or (found.is_private and workspace.bot.id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def needs(self, *scopes: str) -> None:
        """Refuse unless one of the scopes was granted."""
        granted = self.token.scopes if self.token else frozenset()
        if not granted.intersection(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))


Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method as registered; `caller` is the kind of token it takes, None for methods that need none."""

    name: str
    run: Handler
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    caller: str | None


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *scopes: str,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    caller: str | None = "bot",
) -> Callable[[Handler], Handler]:
    """Register a method that needs one of the scopes and takes these arguments and no other."""

    def register(run: Handler) -> Handler:
        METHODS[name] = Method(name, run, scopes, required, optional, caller)
        return run

    return register


def invalid(complaint: str, name: str) -> SlackError:
    """Make the refusal of one argument."""
    return SlackError.because("invalid_arguments", f"{complaint} [json-pointer:/{name}]")


def paged(found: list[Any], call: Call, most: int = 1_000, default: int = 100) -> tuple[list[Any], str]:
    """Give one page and the cursor of the next, which is empty after the last."""
    limit = call.number("limit", default, 1, most)
    cursor = call.text("cursor")
    start = 0
    if cursor:
        number = cursor.removeprefix("next:")
        if not number.isdigit():
            raise SlackError("invalid_cursor")
        start = int(number)
    end = start + limit
    return found[start:end], f"next:{end}" if end < len(found) else ""
