"""What people read stands where it can be translated: in views, phrases and answers, never in rules."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Module, modules

_A_SENTENCE = re.compile(r"\b[A-Z][a-z]+ [a-z]+ [a-z]+")


def _rules() -> list[Module]:
    """Name the modules that decide and listen."""
    decide = [each for each in modules() if each.name.startswith(("rituals/", "storage/"))]
    listen = [each for each in modules() if each.name.endswith("/listeners.py")]
    return [*decide, *listen, *(each for each in modules() if each.name == "bot/door.py")]


def _said(module: Module) -> Iterator[str]:
    """Give every text of a module but for its docstrings, what it logs and what it raises."""
    unsaid: set[int] = set()
    for node in ast.walk(module.tree):
        alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        logs = isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("log.", "_log."))
        if alone or logs or isinstance(node, ast.Raise):
            unsaid |= {id(each) for each in ast.walk(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unsaid:
            yield node.value


def test_rules_and_listeners_hold_no_copy():
    found = [(each.name, text) for each in _rules() for text in _said(each) if _A_SENTENCE.search(text)]

    assert found == []
