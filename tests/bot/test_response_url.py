"""An answer leaves for Slack alone, whatever address a window kept."""

import pytest

from bot.response_url import is_slacks

API = "http://127.0.0.1:4321/api/"


@pytest.mark.parametrize(
    "url",
    ["https://hooks.slack.com/actions/T1/1/abc", "http://127.0.0.1:4321/response/R1/abc"],
)
def test_to_slack_or_to_where_its_web_api_is(url):
    assert is_slacks(url, API)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/actions/T1/1/abc",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "https://hooks.slack.com:8443/x",
        "http://127.0.0.1:4322/response/R1/abc",
        "http://127.0.0.1/response/R1/abc",
        "http://169.254.169.254/latest/meta-data",
        "https://[::1",
        "http://127.0.0.1:port/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_and_nowhere_else(url):
    assert not is_slacks(url, API)
