"""Spans for a collector, where the environment names one: the only module that knows OpenTelemetry.

A span carries where it belongs (the reference of the log, workspace, team, ritual), and of an error its kind
alone: never who, no text, no secret.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from threading import Thread

from bot.settings import SettingsProblem
from rituals.log_context import known
from storage.spans import Note, told_to

# Seconds. A collector that is away must not hold up a stop, nor a batch the next ones.
_FAREWELL = 2.0
_PATIENCE = 3.0

# Of what the lines of the log say; of people nothing.
_TOLD = ("reference", "workspace", "team", "ritual", "source")
# A statement that belongs to nothing is one of those that look, every second, whether there is work.
_ONLY_WITHIN = {"database"}


@contextmanager
def traced(collector: str) -> Iterator[None]:
    """Tell a collector (an address of OTLP over HTTP) of everything in the block; nobody if it is empty.

    The standard's other variables, as OTEL_EXPORTER_OTLP_HEADERS and OTEL_TRACES_SAMPLER, hold too. Raises
    SettingsProblem where OpenTelemetry is not installed.
    """
    if not collector:
        yield
        return
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise SettingsProblem(
            "OTEL_EXPORTER_OTLP_ENDPOINT names a collector, and OpenTelemetry is not installed: take"
            " requirements-tracing.txt in the place of requirements.txt"
        ) from None
    named = Resource.create({"service.version": version("polaris")})
    if str(named.attributes["service.name"]).startswith("unknown_service"):  # OTEL_SERVICE_NAME says nothing
        named = named.merge(Resource({"service.name": "polaris"}))
    provider = TracerProvider(resource=named, shutdown_on_exit=False)
    address = f"{collector.rstrip('/')}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(address, timeout=_PATIENCE)))
    tracer = provider.get_tracer("polaris")

    @contextmanager
    def begin(name: str, /, **facts: str) -> Iterator[Note]:
        if name in _ONLY_WITHIN and not trace.get_current_span().get_span_context().is_valid:
            yield _unheard
            return
        with tracer.start_as_current_span(
            name, attributes=_attributes(facts), record_exception=False, set_status_on_exception=False
        ) as span:

            def note(**more: str) -> None:
                span.set_attributes({f"polaris.{key}": value for key, value in more.items()})

            try:
                yield note
            except BaseException as problem:
                span.set_status(trace.StatusCode.ERROR, type(problem).__name__)
                raise
            finally:
                # What the block found out, as who asks and where.
                span.set_attributes(_attributes({}))

    with told_to(begin):
        try:
            yield
        finally:
            ending = Thread(target=provider.shutdown, daemon=True)
            ending.start()
            ending.join(_FAREWELL)


def _unheard(**_facts: str) -> None:
    """It belongs to nothing that is traced."""


def _attributes(facts: Mapping[str, str]) -> dict[str, str]:
    told = {name: fact for name, fact in known().items() if name in _TOLD}
    return {f"polaris.{name}": fact for name, fact in {**told, **facts}.items()}
