"""Whether a text is one SQL statement that reads: a good word for mistakes, no wall against malice.

The wall is the transaction that only reads, and the role that the operator's URL logs in with.
"""

import re

# What is quoted or commented: its words and semicolons count for nothing.
_OPAQUE = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | \$(\w*)\$.*?\$\1\$""", re.DOTALL | re.VERBOSE
)
_READS = ("select", "with", "values", "table", "from")


def require_one_that_reads(statement: str) -> str:
    """The statement without a last semicolon. Raises ValueError."""
    bare = _OPAQUE.sub(" ", statement).strip()
    trimmed = bare.rstrip("; \n\t\r")
    if ";" in trimmed:
        raise ValueError("is more than one statement: leave one")
    first = re.match(r"[\s(]*(\w+)", trimmed)
    if first is None or first[1].lower() not in _READS:
        raise ValueError("has to read: it begins with SELECT or WITH")
    # A comment may stand behind the last semicolon: the whole tail is cut where it begins.
    return statement.strip() if trimmed == bare else _without_last_semicolon(statement)


def _without_last_semicolon(statement: str) -> str:
    covered = _OPAQUE.sub(lambda found: " " * len(found[0]), statement)
    return statement[: covered.index(";")].strip()
