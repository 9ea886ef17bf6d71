"""`/metrics`: what a process counts, on a port of its own."""

import httpx

from api.kit import metrics
from api.kit.db import Database
from api.kit.metrics import Requests
from api.kit.waiting import waiting


class _Route:
    path = "/api/v1/plans/{plan_id}"


def test_requests_are_counted_by_route_and_their_times_add_up() -> None:
    requests = Requests()
    for status, seconds in ((200, 0.004), (200, 0.3), (404, 99.0)):
        requests.note({"method": "GET", "route": _Route()}, status, seconds)
    requests.note({"method": "POST"}, 405, 0.001)
    said = requests.lines()
    assert 'lotrinh_requests_total{method="GET",route="/api/v1/plans/{plan_id}",status="200"} 2' in said
    assert 'lotrinh_requests_total{method="POST",route="other",status="405"} 1' in said
    assert 'lotrinh_request_seconds_bucket{le="0.005"} 2' in said
    assert 'lotrinh_request_seconds_bucket{le="+Inf"} 4' in said
    assert said[-1] == "lotrinh_request_seconds_count 4"


async def test_they_are_served_apart_and_nothing_else_is(real: Database) -> None:
    async with metrics.served("127.0.0.1", 0, lambda: waiting(real)) as port, httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/metrics")
        other = await client.get(f"http://127.0.0.1:{port}/api/v1/plans")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for name in ("outbox_waiting", "jobs_queued", "audit_waiting", "database_connections"):
        assert f"\nlotrinh_{name} " in answer.text
    assert other.status_code == 404


async def test_a_scrape_without_a_database_is_refused() -> None:
    async def gone() -> dict[str, float]:
        raise ConnectionError

    async with metrics.served("127.0.0.1", 0, gone) as port, httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{port}/metrics")).status_code == 503


async def test_without_a_port_there_is_none() -> None:
    async with metrics.served("127.0.0.1", None, lambda: waiting(None)) as port:  # type: ignore[arg-type]
        assert port is None
