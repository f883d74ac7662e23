"""CSV, JSON and Prometheus on the web: what is asked, what becomes rows, and what lies."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import TypeAdapter, ValidationError

from storage.sources.configs import AnySource, Source
from storage.sources.operators_file import FileProblem, parse
from storage.sources.pulling import pull
from storage.sources.rows import Means, SourceProblem, Window

WINDOW = Window(date(2026, 3, 2), date(2026, 3, 16))
BASE = 'kind = "json"\nmetric = "signups"\nselect = "data[].[week, n]"\n'
CSV = 'kind = "csv_web"\nurl = "https://example.com/x.csv"\n'
PROMETHEUS = (
    'kind = "prometheus"\nmetric = "signups"\nurl = "http://prom:9090/"\nquery = "sum(increase(n[7d]))"\n'
)
# Mondays, 00:00 UTC: 9 March and 16 March 2026.
FIRST, SECOND = 1_773_014_400, 1_773_619_200


class Web:
    """Answers one text to everything, and keeps what it was asked."""

    def __init__(self, content):
        self.content = content if isinstance(content, bytes) else content.encode()
        self.asked = []

    async def __call__(self, url, **how):
        self.asked.append((url, how))
        return self.content


def the_source(settings):
    (source,) = parse(f"[sources.numbers]\n{settings}")
    return source


async def rows(settings, web, secrets=None, window=WINDOW):
    found = await pull(the_source(settings), window, Means(secrets or {}, web))
    return [(row.metric, row.period, row.value) for row in found]


def matrix(*series):
    result = [{"metric": {}, "values": values} for values in series]
    return json.dumps({"status": "success", "data": {"resultType": "matrix", "result": result}})


async def test_a_csv_of_the_web_is_read_as_a_file_is():
    web = Web("period_start,Sign-ups\n2026-03-09,27\n")

    assert await rows(f'{CSV}layout = "wide"\n', web) == [("Sign-ups", "2026-03-09", "27")]
    assert web.asked[0][0] == "https://example.com/x.csv"


async def test_json_is_searched_for_pairs_of_a_period_and_a_value():
    web = Web('{"data": [{"week": "2026-03-02", "n": 25}, {"week": "2026-03-09", "n": NaN}, {"week": null}]}')
    (first, second, third) = await rows(f'{BASE}url = "https://example.com/"\n', web)

    assert first == (None, "2026-03-02", 25)
    assert second[2] != second[2]  # which is for the rules of readings to refuse
    assert third == (None, None, None)


async def test_an_address_is_asked_for_the_days_of_the_window_with_headers_of_the_environment():
    web = Web('{"data": []}')
    await rows(
        f'{BASE}url_env = "CRM_URL"\ntimeout = 7\nheaders_env = {{ Authorization = "CRM_KEY" }}\n'
        'allow_private = ["CRM.local:8080"]\n',
        web,
        {"CRM_URL": "http://crm.local:8080/?from={since}&to={until}", "CRM_KEY": "Bearer x\n"},
    )
    ((url, how),) = web.asked

    assert url == "http://crm.local:8080/?from=2026-03-02&to=2026-03-16"
    assert how["headers"] == {"Authorization": "Bearer x"}
    assert how["allow_private"] == {"crm.local:8080"}
    assert how["seconds"] == 7


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<!doctype html><html>", "a web page, not JSON"),
        ("\ufeff\n <html>", "a web page, not JSON"),
        ("week,n", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("1" * 5_000, "is not JSON"),
        ("{}", "finds nothing"),
        ('{"data": [{"week": {"a": 1}, "n": 1}, 7]}', None),
        ('{"data": [1, 2]}', None),
    ],
)
async def test_json_that_lies_is_a_sentence_or_nothing(content, words):
    settings = f'{BASE}url = "https://example.com/"\n'
    if words is None:
        assert all(value in {1, None} for *_, value in await rows(settings, Web(content)))
    else:
        with pytest.raises(SourceProblem, match=words):
            await rows(settings, Web(content))


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ("data", "Row 1 of what `select` finds is no pair"),
        ("length(data)", "finds no list"),
        ("sum(data)", "`select` fails on what it answers"),
        ("data[].[week, n]", "more than 1 rows"),
    ],
)
async def test_a_search_that_finds_something_else_is_a_sentence(select, words):
    settings = BASE.replace("data[].[week, n]", select) + 'max_rows = 1\nurl = "https://example.com/"\n'
    web = Web('{"data": [{"week": "2026-03-02", "n": 1}%s]}' % (', {"n": 2}' if "rows" in words else ""))

    with pytest.raises(SourceProblem, match=words):
        await rows(settings, web)


async def test_prometheus_is_asked_at_the_end_of_each_week_for_the_week_that_is_over():
    web = Web(matrix([[FIRST, "25"], [SECOND, "1.5e+06"]]))

    assert await rows(PROMETHEUS, web) == [(None, date(2026, 3, 2), 25), (None, date(2026, 3, 9), 1_500_000)]
    parts = urlsplit(web.asked[0][0])
    assert parts.path == "/api/v1/query_range"
    assert parse_qs(parts.query) == {
        "query": ["sum(increase(n[7d]))"],
        "start": [str(FIRST)],
        "end": [str(SECOND)],
        "step": ["604800"],
    }


async def test_prometheus_gives_a_month_at_the_first_of_the_next():
    day = 86_400
    march = 1_772_323_200
    web = Web(matrix([[march - day, "24"], [march, "25"], [march + day, "26"]]))

    assert await rows(f'{PROMETHEUS}every = "month"\n', web) == [(None, date(2026, 2, 1), 25)]
    assert parse_qs(urlsplit(web.asked[0][0]).query)["step"] == [str(day)]


async def test_prometheus_is_not_asked_before_a_week_is_over():
    web = Web(matrix())

    assert await rows(PROMETHEUS, web, window=Window(date(2026, 3, 10), date(2026, 3, 15))) == []
    assert web.asked == []


def test_prometheus_is_asked_for_two_years_and_not_from_1970():
    today = date(2026, 3, 16)

    assert the_source(PROMETHEUS).first_day(today) == date(2024, 3, 16)
    assert the_source(f"{PROMETHEUS}since = 2020-01-06\n").first_day(today) == date(2020, 1, 6)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (matrix([[FIRST, "1"]], [[FIRST, "2"]]), "2 series"),
        ('{"status": "error"}', "does not answer as Prometheus"),
        (matrix([["soon", "1"]]), "does not answer as Prometheus"),
        (matrix([[1e308, "1"]]), "does not answer as Prometheus"),
        (matrix([[FIRST, "many"]]), "does not answer as Prometheus"),
        ("<html>", "a web page"),
    ],
)
async def test_what_is_no_prometheus_is_a_sentence(content, words):
    with pytest.raises(SourceProblem, match=words):
        await rows(PROMETHEUS, Web(content))


@pytest.mark.parametrize(
    ("settings", "line", "words"),
    [
        (f'{BASE}url = "ftp://example.com/"', 5, "begins with https://"),
        (f'{BASE}url = "https://me:secret@example.com/"', 5, "`url_env`"),
        (BASE, 1, "needs one of `url` and `url_env`"),
        (BASE.replace("data[]", "data[") + 'url = "https://example.com/"', 4, "is no JMESPath"),
        (f'{CSV}allow_private = ["http://prom"]', 4, "`allow_private`"),
        (f'{CSV}headers_env = {{ "A b" = "X" }}', 4, "`headers_env`"),
        (f'{PROMETHEUS}zone = "Europe/Berlin"', 6, "is UTC"),
        (f'{PROMETHEUS}every = "day"', 6, "`every`"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_line(settings, line, words):
    with pytest.raises(FileProblem) as caught:
        the_source(settings)
    ((told_line, told),) = caught.value.problems

    assert told_line == line
    assert words in told
    assert "secret" not in told


def test_a_secret_of_a_header_that_is_not_set_is_missed_where_it_is_named():
    text = f'[sources.numbers]\n{CSV}headers_env = {{ Authorization = "CRM_KEY" }}\n'

    with pytest.raises(FileProblem, match="line 4: source numbers: CRM_KEY is not set"):
        parse(text, lambda _variable: False)


@pytest.mark.parametrize(
    "more", [{"allow_private": ["10.0.0.1:80"]}, {"headers_env": {"Authorization": "SLACK_BOT_TOKEN"}}]
)
def test_only_the_operators_file_opens_a_private_host_or_names_a_secret(more):
    said = {"name": "numbers", "kind": "csv_web", "url": "https://example.com/x.csv"}
    adapter: TypeAdapter[Source] = TypeAdapter(AnySource)

    assert adapter.validate_python(said).kind == "csv_web"
    with pytest.raises(ValidationError, match="operator's file alone"):
        adapter.validate_python({**said, **more})
