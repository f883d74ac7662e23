"""Whoever puts a number into words puts beside it what is doubtful about it."""

import ast

from tests.house.source import Module, under

WORDS = {
    "bot.blocks.phrases": {"say", "named", "change"},
    "bot.features.pulse.figures": {"full", "judged"},
}
CAVEATS = ("bot.blocks.caveats", "bot.dashboard.words")

# Where the words themselves are made: whoever takes them from here is looked at.
MAKERS = {"bot/blocks/caveats.py", "bot/features/pulse/figures.py"}


def test_a_module_that_words_a_verdict_knows_the_words_for_caveats():
    forgetful = {module.name for module in under("bot") if _words_a_verdict(module) and not _knows(module)}

    assert forgetful == MAKERS


def _words_a_verdict(module: Module) -> bool:
    taken = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    called = {
        node.attr
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "phrases"
    }
    by_module = "bot.blocks.phrases" in taken and called & WORDS["bot.blocks.phrases"]
    return bool(by_module) or any(
        f"{home}.{name}" in taken for home, names in WORDS.items() for name in names
    )


def _knows(module: Module) -> bool:
    return any(name.startswith(CAVEATS) for name in module.imports())
