"""What Prometheus is told of a running bot, and that every word about it is true."""

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from slack_sdk.errors import SlackApiError

from bot.kinds import kind_of
from bot.metrics import Metrics
from bot.refusals import Heard
from rituals.letters import Letter, post
from rituals.operating import ADDED_IN_SLACK, SourceStanding, Standing, standing
from rituals.teams import LeadNamed
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.sources import KnownSource
from tests.bot.office import Note
from tests.house.source import ROOT
from tests.making import MONDAY_NINE

DOCS = ROOT / "docs"
A_NAME = re.compile(r"\b(?:polaris|process)_[a-z_]+[a-z]\b")


def told(metrics, found=None, ready=None):
    """Every sample as {(name, labels): value}."""
    page = metrics.page(found, ready or {}).decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def names(metrics):
    """What Prometheus knows each series by."""
    everything = Standing(
        dict.fromkeys(DeliveryState, 1), [SourceStanding("sheet", timedelta(1), is_failing=False)]
    )
    return {name for name, *_ in told(metrics, everything, {"slack": True}) if not name.endswith("_created")}


def plain(name):
    """A histogram goes by one name."""
    return re.sub(r"(?<=_seconds)_(bucket|count|sum)$", "", name)


@pytest.fixture
def metrics():
    return Metrics()


def a_delivery(state=DeliveryState.SENT, **more):
    return Delivery("k", "C1", "note", "{}", MONDAY_NINE, state, **more)


async def asked(polaris):
    """The page as Prometheus gets it."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{polaris.port}/metrics") as answer,
    ):
        assert answer.content_type == "text/plain"
        return await answer.text()


async def test_the_running_bot_tells_what_it_did(polaris, simulator):
    ana = simulator.people["ana"]
    await ana.runs("/commit help")
    async with polaris.ledger.open() as books:
        await post(books, Letter("k", ana.id, Note("hello")), polaris.clock.now())
    page = await asked(polaris)

    assert 'polaris_ack_seconds_count{kind="command"} 1.0' in page
    assert 'polaris_deliveries{state="pending"} 1.0' in page
    assert "polaris_queue_depth 1.0" in page
    assert 'polaris_ready{part="slack"} 1.0' in page
    assert not re.search(r'polaris_slack_answers_total\{kind="ok"\} 0', page)


async def test_the_running_bot_counts_what_it_delivered(polaris, simulator):
    letter = Letter("k", simulator.people["ana"].id, LeadNamed("docs", "Docs", "C1", "U1"))
    async with polaris.ledger.open() as books:
        await post(books, letter, polaris.clock.now())
    await polaris.live()

    assert 'polaris_deliveries_ended_total{state="sent"} 1.0' in await asked(polaris)


@pytest.mark.parametrize(
    ("fault", "heard"),
    [("429", "ratelimited"), ("500", "ambiguous"), ("bad_json", "ambiguous"), ("", "refused")],
)
async def test_the_running_bot_counts_what_slack_answered(polaris, simulator, fault, heard):
    if fault:
        simulator.faults.add(fault, "conversations.info")
    with suppress(SlackApiError, aiohttp.ClientError):
        await polaris.client.conversations_info(channel="CNOWHERE")

    page = await asked(polaris)
    assert {each for each in Heard if f'answers_total{{kind="{each}"}} 0.0' not in page} == {"ok", heard}


def test_an_ack_stands_in_its_bucket_of_seconds(metrics):
    metrics.answered({"command": "/commit"}, 0.3)
    found = told(metrics)

    assert found["polaris_ack_seconds_sum", "command"] == 0.3
    assert found["polaris_ack_seconds_bucket", "command", "0.25"] == 0
    assert found["polaris_ack_seconds_bucket", "command", "0.5"] == 1


def test_a_delivery_stands_in_its_bucket_of_seconds(metrics):
    metrics.ended(a_delivery(), MONDAY_NINE + timedelta(minutes=7))
    found = told(metrics)

    assert found["polaris_delivery_lateness_seconds_bucket", "300.0"] == 0
    assert found["polaris_delivery_lateness_seconds_bucket", "900.0"] == 1


async def test_what_did_not_arrive_stands_in_its_state_and_what_is_on_its_way_in_the_queue(
    either_ledger, metrics
):
    states = [DeliveryState.PENDING] * 3 + [DeliveryState.SENDING] * 2
    states += [DeliveryState.REJECTED, DeliveryState.UNKNOWN, DeliveryState.SENT, DeliveryState.DROPPED]
    async with either_ledger.open() as books:
        for number, state in enumerate(states):
            await books.deliveries.add(replace(a_delivery(state), key=f"{number}"))
        found = told(metrics, await standing(books, MONDAY_NINE))

    by_state = {key[1]: number for key, number in found.items() if key[0] == "polaris_deliveries"}
    assert by_state == {"pending": 3, "sending": 2, "rejected": 1, "unknown": 1}
    assert found["polaris_queue_depth",] == 5


def test_a_source_is_as_old_as_its_last_success_and_says_whether_it_fails(metrics):
    well = SourceStanding("warehouse", timedelta(hours=2), is_failing=False)
    found = told(
        metrics,
        Standing(dict.fromkeys(DeliveryState, 0), [well, SourceStanding("sheet", None, is_failing=True)]),
    )

    assert found["polaris_source_age_seconds", "warehouse"] == 7200
    assert ("polaris_source_age_seconds", "sheet") not in found
    assert found["polaris_source_failing", "warehouse"] == 0
    assert found["polaris_source_failing", "sheet"] == 1


@pytest.mark.parametrize(
    ("channel", "fault", "state"), [("leads", None, "rejected"), ("general", "500", "unknown")]
)
async def test_what_comes_to_no_good_end_is_counted_by_that_end(office, channel, fault, state):
    metrics = Metrics()
    office.courier._ended = metrics.ended
    if fault:
        office.slack.faults.add(fault, "chat.postMessage")
    await office.write("hello", to=channel)
    await office.deliver()
    await office.deliver(minutes=1)
    found = told(metrics)

    assert found["polaris_deliveries_ended_total", state] == 1
    assert found["polaris_delivery_lateness_seconds_count",] == 1  # the alarm about it


async def test_what_is_delivered_is_counted_and_was_as_late_as_it_was(office):
    metrics = Metrics()
    office.courier._ended = metrics.ended
    await office.write("hello")
    office.calendar.pass_(seconds=90)
    await office.deliver()

    found = told(metrics)
    assert found["polaris_deliveries_ended_total", "sent"] == 1
    assert found["polaris_delivery_lateness_seconds_sum",] == pytest.approx(90, abs=1)


def test_a_ritual_is_late_since_its_hour(metrics):
    metrics.ended(a_delivery(due_at=MONDAY_NINE - timedelta(hours=1)), MONDAY_NINE)

    assert told(metrics)["polaris_delivery_lateness_seconds_sum",] == 3600


def test_what_never_arrived_is_not_late(metrics):
    metrics.ended(a_delivery(DeliveryState.REJECTED), MONDAY_NINE)

    assert told(metrics)["polaris_delivery_lateness_seconds_count",] == 0
    assert told(metrics)["polaris_deliveries_ended_total", "rejected"] == 1


def test_two_bots_count_apart(metrics):
    metrics.heard(Heard.RATELIMITED)

    assert told(metrics)["polaris_slack_answers_total", "ratelimited"] == 1
    assert told(Metrics())["polaris_slack_answers_total", "ratelimited"] == 0


def test_a_database_that_cannot_be_read_leaves_what_was_counted(metrics):
    metrics.heard(Heard.OK)
    found = told(metrics, None, {"database": False})

    assert found["polaris_slack_answers_total", "ok"] == 1
    assert found["polaris_ready", "database"] == 0
    assert found["polaris_queue_depth",] != found["polaris_queue_depth",]  # not a number


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/commit"}, "command"),
        ({"type": "block_actions"}, "action"),
        ({"type": "view_submission"}, "view"),
        ({"type": "event_callback"}, "event"),
        ({"type": "message_action"}, "shortcut"),
        ({"type": "whatever somebody sends"}, "other"),
        ({"type": ["a", "list"]}, "other"),
    ],
)
def test_requests_are_of_few_kinds(body, kind):
    assert kind_of(body) == kind


async def test_sources_added_in_slack_stand_together_for_their_names_are_peoples(either_ledger):
    day, hour = timedelta(days=1), timedelta(hours=1)
    async with either_ledger.open() as books:
        await books.sources.put(KnownSource("warehouse", "sql", last_success_at=MONDAY_NINE - hour))
        await books.sources.put(KnownSource("never", "sql", failing_since=MONDAY_NINE, error="no"))
        for name, age in (("Ana's sheet", hour), ("Bo's sheet", day)):
            await books.sources.put(KnownSource(name, "csv", "U1", last_success_at=MONDAY_NINE - age))
        found = await standing(books, MONDAY_NINE)

    assert {each.name: (each.age, each.is_failing) for each in found.sources} == {
        "warehouse": (hour, False),
        "never": (None, True),
        ADDED_IN_SLACK: (day, False),
    }


def test_the_page_tells_every_metric_and_no_other(metrics):
    page = (DOCS / "metrics.md").read_text("utf-8")

    assert set(A_NAME.findall(page)) == {plain(name) for name in names(metrics)}


@pytest.mark.parametrize("file", ["prometheus/alerts.yml", "prometheus/dashboard.json"])
def test_examples_ask_for_metrics_there_are(metrics, file):
    text = (DOCS / file).read_text("utf-8")
    asked = set(A_NAME.findall(text))

    assert asked
    assert asked <= names(metrics)
    assert yaml.safe_load(text) if file.endswith("yml") else json.loads(text)


def test_every_alert_says_what_to_do():
    groups = yaml.safe_load((DOCS / "prometheus/alerts.yml").read_text("utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]

    assert rules
    assert all(rule["expr"] and rule["annotations"]["description"] for rule in rules)
