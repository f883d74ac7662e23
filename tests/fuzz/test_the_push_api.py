"""The push API answers as it describes itself, whatever it is asked."""

from shutil import copy

from tests.fuzz import pushing


def test_the_push_api_keeps_to_its_description(tmp_path, migrated):
    answered, faults = pushing.play(f"sqlite:///{copy(migrated, tmp_path / 'polaris.db')}", 1, 25)

    assert not faults
    assert {"POST 200", "GET 200", "POST 422"} <= {*answered}
