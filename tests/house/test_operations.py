"""What docs/operations.md and docs/scale.md say of the container, the unit and compose.yml stands in them."""

import re
from configparser import ConfigParser

import pytest
import yaml

from bot import delivery
from storage.records.deliveries import DeliveryState
from tests.house.source import ROOT

# Told to stop, a process ends within so many seconds.
STOPPED_WITHIN = 10


def stages():
    """The instructions of each stage of the Dockerfile, a list of lines each."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    starts = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


@pytest.fixture
def unit():
    parser = ConfigParser(strict=False, interpolation=None)
    parser.read(ROOT / "deploy" / "polaris.service", "utf-8")
    return parser["Service"]


def test_the_container_holds_what_was_built_and_nothing_it_was_built_with():
    build, *_, last = stages()
    brought = [line for line in last if line.startswith(("COPY", "ADD"))]

    assert build[0].endswith(" AS build")
    assert len(brought) == 1
    assert brought[0].startswith("COPY --from=build ")
    assert not any("pip" in line for line in last)


def test_the_container_runs_as_nobody_in_particular():
    user = [line for line in stages()[-1] if line.startswith("USER ")]

    assert [int(each) > 0 for each in user[-1].removeprefix("USER ").split(":")] == [True, True]


def test_the_container_is_pinned_by_hashes_and_told_to_stop_politely():
    build, last = stages()[0], stages()[-1]

    assert any("--require-hashes" in line for line in build)
    assert 'CMD ["polaris", "run"]' in last  # itself, not a shell that keeps the signal
    assert "STOPSIGNAL SIGTERM" in last


def test_the_unit_starts_anew_what_ends_by_itself_and_leaves_what_a_person_has_to_mend(unit):
    assert unit["ExecStart"].endswith("/polaris run")
    assert unit["Restart"] == "on-failure"
    assert unit["RestartPreventExitStatus"] == "2"
    assert unit["User"] not in {"root", "0"}
    assert unit["NoNewPrivileges"] == "yes"


def test_whoever_stops_it_waits_until_it_has_ended(unit):
    services = yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))["services"]

    assert int(unit["TimeoutStopSec"]) > STOPPED_WITHIN
    assert int(services["polaris"]["stop_grace_period"].removesuffix("s")) > STOPPED_WITHIN


def test_compose_starts_two_replicas_on_one_postgresql_and_starts_them_anew():
    services = yaml.safe_load((ROOT / "compose.yml").read_text("utf-8"))["services"]
    replicas = {name: each for name, each in services.items() if each.get("command") == ["polaris", "run"]}

    assert len(replicas) == 2
    for each in replicas.values():
        assert "@postgres/" in each["environment"]["POLARIS_DATABASE_URL"]
        assert each["environment"]["POLARIS_MODE"] == "http"
        assert each["depends_on"] == {"postgres": {"condition": "service_healthy"}}
        assert each["restart"] == "unless-stopped"
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]


@pytest.mark.parametrize("page", ["operations.md", "scale.md"])
def test_every_file_the_page_names_is_there(page):
    text = (ROOT / "docs" / page).read_text("utf-8")
    named = re.findall(r"(?<![\w/.])((?:deploy|docs)/[\w./-]+|[\w-]+\.(?:txt|yml))(?![\w/])", text)

    assert named
    assert [
        each for each in named if not (ROOT / each).exists() and not (ROOT / "docs" / each).exists()
    ] == []


def test_the_docstring_of_delivery_tells_every_state():
    told = re.findall(r"^    ([A-Z]{4,})  +", delivery.__doc__ or "", re.MULTILINE)

    assert sorted(told) == sorted(DeliveryState.__members__)
