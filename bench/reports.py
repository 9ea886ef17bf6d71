"""A consolidated report: from POST …/document to the end of the job, by a real server and a real worker.

The office compiles for its department from the reports of 100 communes and 1,500 schools, all of which came: 22
indicators over twelve months, 45,000 assignments, a difficulty of every school, a proposal of every commune.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from api.kit.postgres import SUPERUSER, PostgresServer
from bench import dashboard, data, database, figures, product
from bench.measures import ROUNDS, Result
from bench.processes import PATIENCE_SECONDS, Running

_SECONDS = 10.0
_OFFICE = f"{data.DEPARTMENT}-p2"
_MIDYEAR = datetime(2026, 8, 15, tzinfo=UTC)
_FORMATS = ("docx", "pdf", "xlsx")
# All but the office's own came, each with something of its own to say.
_CAME = """
UPDATE reports r SET status = 'sent', first_sent_at = now(), sent_at = now(),
    sections = jsonb_build_object('kien-nghi', 'Cấp máy quét cho ' || u.name, 'ton-tai', 'Đường truyền yếu')
FROM units u WHERE u.id = r.unit_id AND u.kind IN ('school', 'commune')
"""
_RAISED = """
INSERT INTO difficulties (id, version, created_at, updated_at, unit_id, department_id, put_to_id, title, text, search,
    status)
SELECT gen_random_uuid(), 1, $1, $1, u.id, u.department_id, u.department_id,
    'Khó khăn số ' || (hashtext(u.code) % 40), u.name || ' nêu', '', 'open'
FROM units u WHERE u.kind = 'school'
"""


def consolidated(server: PostgresServer, scratch: Path) -> Iterator[Result]:
    """Each format, the median of five reports after one that warms up."""
    database.create(server, "reports")
    filled = data.fill(server, "reports")
    administrator = server.url("reports", SUPERUSER)
    with product.serving(filled.url, scratch) as api, product.working(filled.url, scratch):
        figures.caught_up(administrator)
        asyncio.run(dashboard.fill_figures(administrator, filled.plan))
        figures.settled(administrator, seconds=300)
        headers = product.sign_in(api, data.COORDINATOR)
        round_ = opened(api, headers, str(filled.plan))
        found = product.call(api, "GET", f"/reports?round={round_}&unit={_OFFICE}", headers)
        asked = str(found["items"][0]["id"])
        came = asyncio.run(_come(administrator))
        for kind in _FORMATS:
            seconds = statistics.median([_drawn(api, headers, asked, kind) for _ in range(ROUNDS + 1)][1:])
            what = f"consolidated report as {kind.upper()}"
            yield Result(what, f"{seconds:.2f} s", f"{came:,} reports below", seconds, _SECONDS, unit="s")


def opened(api: Running, headers: dict[str, str], plan: str) -> str:
    """A round of schools, communes and the office; its id."""
    communes = {"any_of": [{"kinds": ["commune"]}]}
    audience = {"code": "d0-communes", "name": "UBND cấp xã", "department": data.DEPARTMENT, "rule": communes}
    product.call(api, "POST", "/audiences", headers, audience)
    steps = [
        {"who": [{"audience": f"{data.DEPARTMENT}-schools"}]},
        {"who": [{"audience": "d0-communes"}], "to": [{"unit": _OFFICE}]},
        {"who": [{"unit": _OFFICE}], "to": [{"unit": data.DEPARTMENT}]},
    ]
    regime = {"title": "Báo cáo quý", "cadence": "ad_hoc", "plan": plan, "steps": steps}
    made = product.call(api, "POST", "/reporting-regimes", headers, regime)
    due_on = (datetime.now(UTC).date() + timedelta(days=10)).isoformat()
    given = {"regime": made["id"], "period": "2026-Q3", "due_on": due_on}
    return str(product.call(api, "POST", "/reporting-rounds", headers, given)["id"])


async def _come(administrator: str) -> int:
    connection = await asyncpg.connect(administrator)
    try:
        came = await connection.execute(_CAME)
        await connection.execute(_RAISED, _MIDYEAR)
        await connection.execute("VACUUM ANALYZE")
        return int(came.rpartition(" ")[2])
    finally:
        await connection.close()


def _drawn(api: Running, headers: dict[str, str], report: str, kind: str) -> float:
    """Have it compiled and drawn, and fetch it: seconds."""
    started = time.perf_counter()
    job = product.call(api, "POST", f"/reports/{report}/document", headers, {"format": kind})["job"]
    found: dict[str, Any] = {"status": "queued"}
    while found["status"] in {"queued", "running"}:
        if time.perf_counter() - started > PATIENCE_SECONDS:
            raise SystemExit(f"a report is not drawn: {found}")
        time.sleep(0.02)
        found = product.call(api, "GET", f"/jobs/{job}", headers)
    if found["status"] != "succeeded":
        raise SystemExit(f"a report was {found['status']}: {found['error']}")
    product.fetch(api, f"/reports/{report}/document?format={kind}", headers)
    return time.perf_counter() - started
