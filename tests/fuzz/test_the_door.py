"""Whatever comes to the door is answered; nobody's text goes on as it was typed, and none is logged."""

from shutil import copy

from tests.fuzz.rounds import Tally, play


def test_five_hundred_requests_are_taken_or_refused_and_the_bot_goes_on(tmp_path, migrated):
    tally = Tally()
    play(f"sqlite:///{copy(migrated, tmp_path / 'polaris.db')}", 1, 500, tally)

    assert tally.inputs.total() == 500
    assert not tally.faults
