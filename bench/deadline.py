"""The last hour before a deadline in ten minutes: 1,600 units sign in, send two files each and their report.

By one API process and one worker, each unit at a moment of its own choosing and on a line of its own. A shorter try, at
the same pace: LOTRINH_BENCH_DEADLINE_SECONDS.
"""

import asyncio
import io
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.identity.service import grants, passwords, users
from api.kit.clock import system_clock
from api.kit.db import Database
from api.kit.postgres import PostgresServer
from api.units.models import Unit
from bench import data, database, product, reports
from bench.measures import Result
from bench.processes import Running

_SECONDS = int(os.environ.get("LOTRINH_BENCH_DEADLINE_SECONDS", "600"))
_WHOLE = 600
_ROLES = {"school": "school_head", "commune": "commune_officer"}
_P99 = 1.0
_LEAST_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass
class Seen:
    """How long each request took, and what was answered that should not have been."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)

    async def ask(self, client: httpx.AsyncClient, method: str, path: str, **given: Any) -> httpx.Response | None:
        """The answer; None where it was no success."""
        started = time.perf_counter()
        what = f"{method} {path.partition('?')[0]}"
        try:
            answer = await client.request(method, path, **given)
        except httpx.HTTPError as error:
            self.faults[f"{what}: {type(error).__name__}"] += 1
            return None
        name = given.get("extensions", {}).get("name", what)
        self.seconds.setdefault(name, []).append(time.perf_counter() - started)
        if answer.is_success:
            return answer
        self.faults[f"{name}: {answer.status_code} {answer.text[:200]}"] += 1
        return None


def deadline(server: PostgresServer, scratch: Path) -> Iterator[Result]:
    """Requests, failures, the slowest hundredth."""
    database.create(server, "deadline")
    filled = data.fill(server, "deadline")
    units = asyncio.run(_accounts(filled.url))
    with product.serving(filled.url, scratch) as api, product.working(filled.url, scratch):
        reports.opened(api, product.sign_in(api, data.COORDINATOR), str(filled.plan))
        chosen = random.Random(20261128).sample(units, len(units) * _SECONDS // _WHOLE)
        seen, sent = asyncio.run(_last_hour(api, chosen))
    for fault, count in seen.faults.most_common(5):
        print(f"{count} × {fault}")
    times = [each for found in seen.seconds.values() for each in found]
    among = f"of {len(times):,} requests of {len(chosen):,} units in {_SECONDS} s"
    bad = sum(seen.faults.values()) + len(chosen) - sent
    yield Result("a deadline: what failed", f"{bad}", among, bad, 0, unit="")
    p99 = statistics.quantiles(times, n=100)[98]
    yield Result("a deadline: p99", f"{p99 * 1000:.0f} ms", among, p99, _P99, unit="s")
    for name, found in sorted(seen.seconds.items()):
        slowest = statistics.quantiles(found, n=100)[98]
        middle = statistics.median(found)
        told = f"{middle * 1000:.0f} ms the median"
        yield Result(f"a deadline: p99, {name}", f"{slowest * 1000:.0f} ms", told, slowest, None, unit="s")


async def _accounts(url: str) -> list[str]:
    """Somebody who may send for each school and each commune; their names, which are their units' codes."""
    connected, names = Database.connect(url, pool=1), []
    password_hash = await passwords.hash_password(data.PASSWORD)
    async with connected.session(system_clock()) as session:
        for unit in await session.scalars(select(Unit).where(Unit.kind.in_(_ROLES))):
            user = await users.ensure(
                session, SYSTEM, username=unit.code, name=unit.code, unit_id=unit.id, password_hash=password_hash
            )
            await grants.ensure(session, SYSTEM, holder=user, role=_ROLES[unit.kind], unit_id=unit.id, first=data.SINCE)
            names.append(unit.code)
        await session.commit()
    await connected.close()
    return names


async def _last_hour(api: Running, units: list[str]) -> tuple[Seen, int]:
    """Everybody at a moment of the window; how many reports were sent."""
    moments, seen, picture = random.Random(7), Seen(), _picture()

    async def one(unit: str, moment: float) -> bool:
        await asyncio.sleep(moment)
        async with httpx.AsyncClient(base_url=f"{api.base}/api/v1", timeout=60) as client:
            return await _sends(client, seen, unit, picture)

    done = await asyncio.gather(*(one(unit, moments.uniform(0, _SECONDS)) for unit in units))
    return seen, sum(done)


async def _sends(client: httpx.AsyncClient, seen: Seen, unit: str, picture: bytes) -> bool:
    """One unit: signs in, looks at its report, sends a picture and a document, writes, sends."""
    form = {"grant_type": "password", "username": unit, "password": data.PASSWORD}
    token = await seen.ask(client, "POST", "/auth/token", data=form)
    if token is None:
        return False
    client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
    listed = await seen.ask(client, "GET", f"/reports?unit={unit}")
    if listed is None or not listed.json()["items"]:
        return False
    path = f"/reports/{listed.json()['items'][0]['id']}"
    shown = await seen.ask(client, "GET", path, extensions={"name": "GET a report"})
    for filename, content in ((f"{unit}.jpg", picture), (f"{unit}.pdf", _LEAST_PDF)):
        headers = {
            "Content-Disposition": f'attachment; filename="{filename}"',
            "Content-Type": "application/octet-stream",
        }
        own = content + f"\n%{unit}\n".encode()
        await seen.ask(client, "POST", f"/evidence?unit={unit}", content=own, headers=headers)
    match = {"If-Match": shown.headers["etag"] if shown else "*"}
    words = {"sections": {"kien-nghi": f"Cấp thêm máy quét cho {unit}."}}
    await seen.ask(client, "PATCH", path, json=words, headers=match, extensions={"name": "PATCH a report"})
    sent = await seen.ask(
        client, "POST", f"{path}/send", headers={"If-Match": "*"}, extensions={"name": "send a report"}
    )
    return sent is not None and sent.json()["status"] == "sent"


def _picture() -> bytes:
    """A photograph of half a megabyte."""
    noise = Image.frombytes("RGB", (800, 600), random.Random(1).randbytes(800 * 600 * 3))
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=70)
    return written.getvalue()
