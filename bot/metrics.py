"""What Prometheus may ask of a running bot: counted here as it happens, or looked up when it asks.

Labels come from short lists of ours, and none names a person: docs/metrics.md tells each of them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.kinds import KINDS, kind_of
from bot.refusals import Heard
from rituals.operating import Standing
from storage.records.deliveries import Delivery, DeliveryState

# Seconds. Slack waits three for an ack, and people notice half of one.
_ACK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
# From a moment, through a bad hour, to a day.
_LATE = (1, 2, 5, 10, 30, 60, 300, 900, 3600, 4 * 3600, 24 * 3600)

_ENDS = (DeliveryState.SENT, DeliveryState.REJECTED, DeliveryState.UNKNOWN)


class Metrics:
    """The metrics of one running bot, in a registry of its own: nothing is shared with another."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._late = Histogram(
            "polaris_delivery_lateness_seconds",
            "From when a message was due to when Slack had it.",
            buckets=_LATE,
            registry=registry,
        )
        self._acks = Histogram(
            "polaris_ack_seconds",
            "From when a request of Slack's was read to its answer.",
            ["kind"],
            buckets=_ACK,
            registry=registry,
        )
        self._ended = Counter(
            "polaris_deliveries_ended",
            "Messages that came to an end, by the state in which they did.",
            ["state"],
            registry=registry,
        )
        self._heard = Counter(
            "polaris_slack_answers",
            "Calls to Slack and answers through a response URL, by what came back.",
            ["kind"],
            registry=registry,
        )
        self._deliveries = Gauge(
            "polaris_deliveries",
            "Messages in the database that have not arrived, by state.",
            ["state"],
            registry=registry,
        )
        self._queue = Gauge(
            "polaris_queue_depth", "Messages that are still to be sent, or being sent.", registry=registry
        )
        self._source_age = Gauge(
            "polaris_source_age_seconds",
            "Since a source last went well.",
            ["source"],
            registry=registry,
        )
        self._source_failing = Gauge(
            "polaris_source_failing", "Whether a source fails: 1 if it does.", ["source"], registry=registry
        )
        self._ready = Gauge(
            "polaris_ready", "Whether a part is in order: 1 if it is.", ["part"], registry=registry
        )
        # From the start, so that a rate is known from the first of its kind on.
        for state in _ENDS:
            self._ended.labels(state.value)
        for kind in KINDS:
            self._acks.labels(kind)
        for heard in Heard:
            self._heard.labels(heard.value)

    def answered(self, body: Mapping[str, Any], seconds: float) -> None:
        """A request of Slack's was answered after so long."""
        self._acks.labels(kind_of(body)).observe(seconds)

    def heard(self, heard: Heard) -> None:
        """Slack answered a call, or did not."""
        self._heard.labels(heard.value).inc()

    def ended(self, delivery: Delivery, now: datetime) -> None:
        """A message came to an end; `now` is calendar time."""
        self._ended.labels(delivery.state.value).inc()
        if delivery.state is DeliveryState.SENT:
            late = now - (delivery.due_at or delivery.written_at)
            self._late.observe(max(late, timedelta(0)).total_seconds())

    def page(self, standing: Standing | None, ready: Mapping[str, bool]) -> bytes:
        """Everything in Prometheus' text format; without what the books tell where they cannot be read."""
        for gauge in (self._source_age, self._source_failing, self._deliveries):
            gauge.clear()
        self._queue.set(float("nan"))
        for part, is_in_order in ready.items():
            self._ready.labels(part).set(is_in_order)
        if standing is not None:
            self._tell(standing)
        return generate_latest(self._registry)

    def _tell(self, standing: Standing) -> None:
        for state, number in standing.deliveries.items():
            self._deliveries.labels(state.value).set(number)
        self._queue.set(standing.queue)
        for source in standing.sources:
            self._source_failing.labels(source.name).set(source.is_failing)
            if source.age is not None:
                self._source_age.labels(source.name).set(source.age.total_seconds())
