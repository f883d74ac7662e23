"""How the code reads: short listeners, files with one reason to change, no drawers for odds and ends."""

import ast
import re
import subprocess

import pytest

from tests.house.source import ROOT, modules, under

LISTENER_LINES = 14
FILE_LINES = 300
# Lists of facts: long because the organisation remembers much, with one reason to change.
LISTS = ("storage/migrations/versions/",)
DRAWERS = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc", "base"}


def committed() -> list[str]:
    """Name every file of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return listed.stdout.splitlines()


def test_a_listener_takes_asks_and_answers_in_a_dozen_lines():
    long = {
        f"{module.name}:{node.lineno} {node.name}"
        for module in under("bot/features")
        if module.path.name == "listeners.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno + 1 > LISTENER_LINES
    }

    assert not long


def test_a_file_has_one_reason_to_change():
    long = {
        module.name
        for module in modules()
        if module.text.count("\n") > FILE_LINES and not module.name.startswith(LISTS)
    }

    assert not long


def test_no_file_is_a_drawer():
    assert not {module.name for module in modules() if module.path.stem in DRAWERS}


def test_every_module_says_what_it_is_for():
    silent = {module.name for module in modules() if not ast.get_docstring(module.tree)}

    assert not silent


def test_tests_are_no_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_lock_files_name_no_address():
    locks = [
        name
        for name in committed()
        if name.endswith((".lock", "lock.json", "lock.yaml"))
        or "requirements" in name
        or "constraints" in name
    ]
    telling = [name for name in locks if "://" in (ROOT / name).read_text("utf-8")]

    assert locks
    assert not telling


def test_an_assert_only_tells_the_type_checker():
    """They are left out of an optimised build: nothing may be kept away by one."""
    guarding = {
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert) and not _narrows(node.test)
    }

    assert not guarding


def _narrows(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.IsNot)
    return isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-tracing.txt"])
def test_every_dependency_is_pinned_with_a_hash(name):
    pins = re.split(r"^(?=\S)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)[1:]
    loose = [
        pin for pin in pins if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin, re.DOTALL)
    ]

    assert pins
    assert not loose


def test_the_container_has_the_versions_that_are_tested():
    """It is made from the list with OpenTelemetry, the tests run with the two others."""
    tested = _pins("requirements.txt") | _pins("requirements-dev.txt")

    assert _pins("requirements.txt") <= _pins("requirements-tracing.txt") <= tested


def _pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==[^\s;]+", (ROOT / name).read_text("utf-8"), re.MULTILINE))
