"""What our commands are called here: an operator may have given them other names."""

from contextvars import ContextVar

# A context and not an argument: nearly every text names a command, down to the words of an error.
_NSM: ContextVar[str] = ContextVar("nsm", default="/nsm")


def call_nsm(name: str) -> None:
    """The name the umbrella command has from here on, in this task and those it starts."""
    _NSM.set(name)


def nsm(words: str) -> str:
    """The umbrella command with words after it, to be typed like that."""
    return f"`{nsm_typed(words)}`"


def nsm_typed(words: str) -> str:
    """The same as plain text, for what is no message of Slack's."""
    return f"{_NSM.get()} {words}"
