"""Issuing: from POST …/issue to the end of the job that hands out the work, by a real server and a real worker.

A department's schools all stand behind every audience two real plans name, engaged as it is proposed for them.
"""

import asyncio
import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import psutil

from api.kit.postgres import PostgresServer
from bench import data, load, product
from bench.load import Target
from bench.measures import ROUNDS, Result
from bench.processes import PATIENCE_SECONDS, Running

# Schools, and the seconds they may take.
SCALES = ((900, 5.0), (4_500, 20.0))
_REAL = ("quang-ngai", "hai-phong")
_ALIKE = "hai-phong"
_PLANS = (*_REAL, *[_ALIKE] * ROUNDS, _ALIKE)
_SIGNED = {"quang-ngai": "2025-09-22", "hai-phong": "2026-01-01"}
_KILLED_AFTER = 5
"""Tasks handed out before the worker is killed."""

# Who owes what by the engagements and by being named as the lead, and who was handed it; neither asks our code.
_MISTAKES = """
WITH wanted AS (
    SELECT e.task_id, v.unit_id
    FROM engagements e JOIN unit_versions v ON v.kind = 'school'
        AND (e.education_levels = '{}' OR v.education_levels && e.education_levels)
        AND (e.ownership = '{}' OR v.ownership = ANY (e.ownership))
    WHERE e.plan_id = $1 AND e.owes <> 'inform'
    UNION
    SELECT p.task_id, p.unit_id FROM task_participations p JOIN tasks t ON t.id = p.task_id
    WHERE t.plan_id = $1 AND p.role = 'lead' AND p.unit_id IS NOT NULL
), found AS (SELECT task_id, unit_id FROM assignments WHERE plan_id = $1)
SELECT (SELECT count(*) FROM (SELECT * FROM wanted EXCEPT SELECT * FROM found) AS missing)
    + (SELECT count(*) FROM (SELECT * FROM found EXCEPT SELECT * FROM wanted) AS too_many)
"""
# A plan of the same document issued in peace has the same work: task by task, unit by unit, time by time, once each.
_UNLIKE = """
WITH one AS (
    SELECT t.code, a.unit_id, a.occurrence, a.owes, a.role, a.due_at, a.status, count(*)
    FROM assignments a JOIN tasks t ON t.id = a.task_id WHERE a.plan_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7
), other AS (
    SELECT t.code, a.unit_id, a.occurrence, a.owes, a.role, a.due_at, a.status, count(*)
    FROM assignments a JOIN tasks t ON t.id = a.task_id WHERE a.plan_id = $2 GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT (SELECT count(*) FROM (SELECT * FROM one EXCEPT SELECT * FROM other) AS missing)
    + (SELECT count(*) FROM (SELECT * FROM other EXCEPT SELECT * FROM one) AS too_many)
"""


@dataclass(frozen=True)
class Desk:
    """The coordinator's desk: a server, who is signed in, and the drafts on it."""

    server: Running
    headers: dict[str, str]
    drafts: tuple[UUID, ...]

    def engage(self) -> None:
        """Take the proposals for every draft as they come."""
        for plan in self.drafts:
            proposed = product.call(self.server, "GET", f"/plans/{plan}/engagement-proposals", self.headers)["items"]
            items = [
                {"task": each["task"]["id"], "audience": each["audience"]["id"]}
                | {name: each[name] for name in ("owes", "education_levels", "ownership")}
                for each in proposed
            ]
            product.call(self.server, "PUT", f"/plans/{plan}/engagements", self._any_version(), {"items": items})

    def issue(self, number: int) -> str:
        """Issue a draft; its job's id."""
        facts = {
            "number": f"{number}/KH-SGDĐT",
            "issued_on": _SIGNED[_PLANS[number]],
            "signer": {"name": "Nguyễn Văn A", "title": "Giám đốc"},
            "reason": "Đo tốc độ.",
        }
        answer = product.call(self.server, "POST", f"/plans/{self.drafts[number]}/issue", self._any_version(), facts)
        return str(answer["job"])

    def job(self, job: str) -> dict[str, Any]:
        """How far a job is."""
        found: dict[str, Any] = product.call(self.server, "GET", f"/jobs/{job}", self.headers)
        return found

    def hand_out(self, number: int) -> tuple[float, int]:
        """Issue a draft and wait until its work is handed out: seconds, and how much work."""
        started = time.perf_counter()
        done = self.await_end(self.issue(number))
        return time.perf_counter() - started, int(done["result"]["created"])

    def await_end(self, job: str) -> dict[str, Any]:
        """Wait for a job's end, which must be a good one."""
        found = self.await_(job, lambda at: at["status"] not in {"queued", "running"})
        if found["status"] != "succeeded":
            raise SystemExit(f"the job of issuing {found['status']}: {found}")
        return found

    def await_(self, job: str, holds: Any) -> dict[str, Any]:
        """Look at a job until something holds of it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds(found := self.job(job)):
            if time.monotonic() > deadline:
                raise SystemExit(f"a job does not get on: {found}")
            time.sleep(0.02)
        return found

    def _any_version(self) -> dict[str, str]:
        return {**self.headers, "If-Match": "*"}


def issuing(server: PostgresServer, scratch: Path) -> Iterator[Result]:
    """Each scale: alone, while lists are read, and with a worker that is killed on the way."""
    for schools, seconds in SCALES:
        url, drafts = data.fill_drafts(server, f"issuing{schools}", schools=schools, plans=_PLANS)
        with product.serving(url, scratch) as api:
            desk = Desk(api, product.sign_in(api, data.COORDINATOR), tuple(drafts))
            desk.engage()
            with product.working(url, scratch):
                yield from _in_time(desk, schools, seconds)
            yield _killed(desk, url, schools, scratch)


def _in_time(desk: Desk, schools: int, seconds: float) -> Iterator[Result]:
    times = {}
    for number, slug in enumerate(_REAL):
        times[slug], work = desk.hand_out(number)
        what = f"issuing {slug} to {schools:,}"
        yield Result(what, f"{times[slug]:.2f} s", f"{work:,} assignments", times[slug], seconds, unit="s")
    yield _beside(desk, schools, max(2, math.ceil(times[_ALIKE])))


def _beside(desk: Desk, schools: int, seconds: int) -> Result:
    """The slowest hundredth of a list's pages while a plan is issued, against the same when none is."""
    page = Target("list", f"{desk.server.base}/api/v1/assignments?plan={desk.drafts[0]}&limit=50", desk.headers)
    load.drive(page, seconds=2)
    idle, busy, times = [], [], []
    for number in range(len(_REAL), len(_REAL) + ROUNDS):
        idle.append(load.drive(page, seconds=seconds).p99)
        run = load.begin(page, seconds=seconds)
        times.append(desk.hand_out(number)[0])
        busy.append(load.finish(page, run).p99)
    during, before = statistics.median(busy), statistics.median(idle)
    what = f"list's p99 beside issuing to {schools:,}"
    told = f"{before:.1f} ms idle; issuing took {statistics.median(times):.1f} s"
    return Result(what, f"{during:.1f} ms", told, during / before, 3.0)


def _killed(desk: Desk, url: str, schools: int, scratch: Path) -> Result:
    """kill -9 of the worker in the middle, another one after it: how many assignments are not as they should be."""
    number = len(_PLANS) - 1
    job = desk.issue(number)
    with product.working(url, scratch) as worker:
        desk.await_(job, lambda at: at["progress"]["done"] >= _KILLED_AFTER)
        _kill(worker)
    if (left := _count(url, "SELECT count(*) FROM assignments WHERE plan_id = $1", desk.drafts[number])) != 0:
        raise SystemExit(f"a killed worker left {left} assignments")
    started = time.perf_counter()
    with product.working(url, scratch):
        work = desk.await_end(job)["result"]["created"]
    took = time.perf_counter() - started
    wrong = _count(url, _MISTAKES, desk.drafts[number]) + _count(url, _UNLIKE, desk.drafts[number], desk.drafts[1])
    told = f"of {work:,}, {took:.0f} s after the kill"
    return Result(f"worker killed, {schools:,} schools", f"{wrong} wrong", told, wrong, 0, unit="wrong")


def _kill(worker: psutil.Process) -> None:
    worker.kill()
    worker.wait(10)


def _count(url: str, sql: str, *values: UUID) -> int:
    return asyncio.run(_fetch(url, sql, values))


async def _fetch(url: str, sql: str, values: tuple[UUID, ...]) -> int:
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(sql, *values)
    finally:
        await connection.close()
    return found
