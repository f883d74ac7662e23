"""A machine without a browser leaves tests out and says so once; where none may be missing, that fails."""

import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

LEFT_OUT = """
import pytest
@pytest.mark.{mark}
@pytest.mark.parametrize("story", range(3))
def test_left_out(story):
    pytest.skip("there is no browser here")
"""


@pytest.fixture
def run(tmp_path):
    def tests(mark, **environment):
        (tmp_path / "test_stories.py").write_text(LEFT_OUT.format(mark=mark))
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser:\n  slow:\n")
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "tests.skipping",
                "-p",
                "no:cacheprovider",
                str(tmp_path),
            ],
            cwd=ROOT,
            env={**{k: v for k, v in os.environ.items() if k != "POLARIS_NO_SKIPS"}, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return tests


def test_it_is_said_in_one_line(run):
    status, said = run("browser")

    assert status == 0
    assert said.count("there is no browser here") == 1


def test_where_nothing_may_be_left_out_it_fails(run):
    status, said = run("browser", POLARIS_NO_SKIPS="1")

    assert status == 1
    assert "3 failed" in said


def test_other_skips_are_allowed_there(run):
    assert run("slow", POLARIS_NO_SKIPS="1")[0] == 0
