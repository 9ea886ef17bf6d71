"""`/metrics`: what a process counts, on a port of its own."""

from datetime import UTC, datetime, timedelta

import httpx

from api.kit import metrics
from api.kit.db import Database
from api.kit.events import emit
from api.kit.jobs import Job
from api.kit.metrics import Requests
from api.kit.subscriptions import FeedReader
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


NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)


async def test_they_are_served_apart_and_nothing_else_is(real: Database) -> None:
    async with metrics.served("127.0.0.1", 0, lambda: waiting(real, NOW)) as port, httpx.AsyncClient() as client:
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
    async with metrics.served("127.0.0.1", None, lambda: waiting(None, NOW)) as port:  # type: ignore[arg-type]
        assert port is None


async def test_what_waits_is_told_with_how_long_it_does(real: Database) -> None:
    async with real.session(NOW - timedelta(seconds=90)) as session:
        session.add_all([Job(kind="draw", owner_kind="system"), FeedReader(name="work.plans", position=-7)])
        emit(session, "plan.updated", entity="plan", entity_id="1", version=1)
        await session.commit()
    said = await waiting(real, NOW)
    assert (said["jobs_queued"], said["jobs_oldest_queued_seconds"]) == (1, 90)
    assert (said["outbox_waiting"], said["outbox_oldest_seconds"]) == (1, 90)
    assert (said["roll_ups_waiting"], said["roll_ups_oldest_seconds"]) == (0, 0)
    assert said['feed_reader_behind{reader="work.plans"}'] == said["feed_reader_lag"] == 7


async def test_those_of_one_name_stand_under_one_type() -> None:
    async def gauges() -> dict[str, float]:
        return {'behind{reader="a"}': 1, 'behind{reader="b"}': 12345678}

    lines = (await metrics.text(gauges)).splitlines()[-3:]
    assert lines == [
        "# TYPE lotrinh_behind gauge", 'lotrinh_behind{reader="a"} 1', 'lotrinh_behind{reader="b"} 12345678',
    ]  # fmt: skip
