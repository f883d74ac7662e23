"""Our own source, as the house rules look at it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("bot", "rituals", "storage")


@dataclass(frozen=True, slots=True)
class Module:
    """One file of ours: its place in the house, its text and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Say where it stands: `bot/features/commit/views.py`."""
        return self.path.relative_to(ROOT).as_posix()

    def imports(self) -> Iterator[str]:
        """Name every module that is imported, wherever in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def modules() -> tuple[Module, ...]:
    """Give every module of the application, the simulator included."""
    files = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return tuple(Module(file, text := file.read_text("utf-8"), ast.parse(text)) for file in files)


def under(*folders: str) -> list[Module]:
    """Give the modules that stand in one of the folders, named from the root (`bot/features`)."""
    return [
        module for module in modules() if module.name.startswith(tuple(f"{folder}/" for folder in folders))
    ]
