"""What is installed works without the checkout it came from, as in the container and as a service."""

import re
import shutil
import site
import subprocess
import sys
import venv

import pytest
import yaml

from tests.house.source import ROOT

_ONLY_FOR_DEVELOPERS = {"script.py.mako", ".gitkeep"}
_CONTEXT = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment with Polaris in it, made of no more than the container is made of."""
    context, home = tmp_path_factory.mktemp("context"), tmp_path_factory.mktemp("polaris")
    for name in _CONTEXT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, context / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, context)
    venv.create(home)
    python = home / "bin" / "python"
    what = ["install", "-qq", "--no-deps", "--no-build-isolation", "--no-index", "--no-compile", str(context)]
    depends = {"PYTHONPATH": site.getsitepackages()[0]}
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *what], check=True, env=depends)
    return home, context, depends


def test_every_file_of_the_packages_is_installed(installed):
    home, context, _ = installed
    (packages,) = home.glob("lib/python*/site-packages")
    files = [
        file.relative_to(context)
        for package in ("bot", "rituals", "storage")
        for file in (context / package).rglob("*")
        if file.is_file() and file.name not in _ONLY_FOR_DEVELOPERS
    ]

    assert [file for file in files if not (packages / file).exists()] == []


def test_the_manifest_is_installed_with_it(installed):
    home, _, depends = installed
    told = subprocess.run(
        [home / "bin" / "polaris", "manifest"], cwd=home, env=depends, capture_output=True, check=False
    )

    assert yaml.safe_load(told.stdout) == yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
