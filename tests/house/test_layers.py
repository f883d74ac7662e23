"""Who may know whom."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, modules, under


def test_the_import_contracts_hold():
    tool = Path(sys.executable).with_name("lint-imports")

    found = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout


def test_the_simulator_knows_nothing_of_ours():
    ours = ("bot.", "rituals.", "storage.")
    known = {
        (module.name, name)
        for module in under("bot/simulator")
        for name in module.imports()
        if name.startswith(ours) and not name.startswith("bot.simulator")
    }

    assert not known


def test_the_environment_is_read_in_one_place():
    readers = {
        module.name
        for module in modules()
        if any(name.startswith("os.environ") or name == "os.getenv" for name in module.imports())
        or "os.environ" in module.text
        or "os.getenv" in module.text
    }

    assert readers <= {"bot/settings.py"}


def test_a_view_knows_neither_bolt_nor_the_door_nor_the_ledger():
    unwanted = ("slack_bolt", "bot.door", "storage.ledger", "bot.wiring")
    known = {
        (module.name, name)
        for module in under("bot/features")
        if module.path.name == "views.py"
        for name in module.imports()
        if name.startswith(unwanted)
    }

    assert not known


def test_a_feature_imports_no_listeners_of_another():
    known = {
        (module.name, name)
        for module in under("bot/features")
        for name in module.imports()
        if name.startswith("bot.features.") and name.split(".")[3:4] == ["listeners"]
        if name.split(".")[2] != module.path.parent.name
    }

    assert not known


def test_the_bots_own_process_loads_nothing_that_draws_or_reckons():
    heavy = "{'matplotlib', 'numpy', 'pandas', 'scipy', 'statsmodels'}"
    asked = f"import sys, bot.wiring, bot.wiring_many, bot.demo.show; print(*({heavy} & {{*sys.modules}}))"

    found = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == ""
