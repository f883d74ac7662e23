"""Everything a bot listens to, by name."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Registered:
    """What was registered at a door; `commands` has the words each knows after its name."""

    commands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shortcuts: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
