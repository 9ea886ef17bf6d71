"""Traces by OpenTelemetry, where `OTEL_EXPORTER_OTLP_ENDPOINT` says who takes them.

Everything else about them is set by OpenTelemetry's own variables (`OTEL_TRACES_SAMPLER`, `OTEL_RESOURCE_ATTRIBUTES`).
Where nobody takes them nothing of it is loaded: its libraries are a third of a second of a start.
"""

import importlib
import os
from typing import Protocol, cast

from starlette.types import ASGIApp

from api.kit.db import Database
from api.kit.jobs import JobList

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class Tracing(Protocol):
    """What is traced. No span has a value of a statement, a query string, a path with identifiers, or a person."""

    def requests(self, inner: ASGIApp) -> ASGIApp:
        """The application with a span for each request, below the caller's `traceparent`."""
        ...

    def statements(self, database: Database) -> None:
        """A span for each statement of what is traced."""
        ...

    def work(self, jobs: JobList) -> JobList:
        """The jobs with a span for each that runs."""
        ...

    def end(self) -> None:
        """Send out what is left; seconds at most."""
        ...


def begin(service: str) -> Tracing | None:
    """Trace this process under a name, or None where nobody takes traces."""
    if not any(os.environ.get(name) for name in _ENDPOINTS):
        return None
    return cast(Tracing, importlib.import_module("api.kit.spans").Spans(service))
