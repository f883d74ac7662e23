"""Whatever is noted in the audit trail has words there."""

import ast
import re
from functools import cache

from bot.features.audit.views import WHAT
from tests.house.source import under

KEY = re.compile(r"[a-z_]+\.[a-z_]+")


@cache
def noted() -> set[str]:
    """Name what the rituals note: the keys in modules that know the audit trail."""
    return {
        node.value
        for module in under("rituals")
        if "rituals.audit" in module.imports()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.AsyncFunctionDef) and "note(" in ast.unparse(function)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    }


def test_every_change_that_is_noted_has_its_words():
    assert noted() - WHAT.keys() == set()


def test_there_are_no_words_for_what_is_never_noted():
    assert WHAT.keys() - noted() == set()
