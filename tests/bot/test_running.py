"""What is done once at the end of the start need not be done while somebody waits."""

from bot.drawing import VIEWS
from bot.running import settle_in
from rituals import letters


def test_no_first_letter_of_any_kind_takes_longer_than_the_others():
    settle_in()
    built = letters._adapter.cache_info().misses
    for content, _ in VIEWS.values():
        letters.be_ready_for(content)

    assert letters._adapter.cache_info().misses == built
    assert built >= len(VIEWS)
