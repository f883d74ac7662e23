"""The bench of posting measures what it says: every message arrives, and is known to have been sent."""

import pytest

from tests.bench.posting import measure
from tests.bench.posting_words import contents, view


@pytest.mark.journey
async def test_everybody_posts_every_message(tmp_path):
    posted = await measure(tmp_path, messages=40, rounds=1)

    assert {"floor", "sqlite"} <= posted.keys()
    assert all(rate > 0 for rates in posted.values() for rate in rates)


def test_the_message_has_twelve_blocks():
    assert [len(view(facts).blocks) for _, facts in contents(2)] == [12, 12]
