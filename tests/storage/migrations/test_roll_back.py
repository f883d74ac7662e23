"""Whoever takes the tables back at a terminal is told in a sentence that it is done, or why not."""

import asyncio

import pytest

from storage.database import opened
from storage.migrations.roll_back import main


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path / 'polaris.db'}"

    async def make():
        async with opened(url):
            pass

    asyncio.run(make())
    return url


def test_it_says_where_the_tables_are(url, capsys):
    main([url, "0002"])

    assert capsys.readouterr().out == "at revision 0002\n"


@pytest.mark.parametrize("said", [["0099"], ["0002", "twice"], []])
def test_what_cannot_be_is_one_sentence(url, said):
    with pytest.raises(SystemExit, match=r"^(Nothing was changed: |Say which)") as ended:
        main([url, *said])

    assert "\n" not in str(ended.value)
