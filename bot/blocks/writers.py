"""Who or what wrote a reading down, in words."""

from bot.blocks.text import escape, mention
from rituals.writers import LOAD, push_named, source_named


def writer(recorded_by: str) -> str:
    """A person by a mention, anything else by its name."""
    if name := source_named(recorded_by):
        return f"the source {escape(name)}"
    if name := push_named(recorded_by):
        return f"{escape(name)}, which pushes"
    if recorded_by in {LOAD, ""}:
        return "a file that was loaded"
    return mention(recorded_by)
