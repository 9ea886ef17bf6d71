"""Values: a thousand in one request against the stack's; loads, and forms by sixteen at once, roll-up on and off.

Off means that nothing is queued and nobody counts: a trigger swallows the queue's rows, the worker is stopped for the
while. Rounds alternate; at the end what is kept is counted anew by plain SQL.
"""

import asyncio
import http.client
import itertools
import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from api.cli.process import command, environment
from bench import data, load, product
from bench.data import Filled
from bench.load import Target
from bench.measures import ROUNDS, SECONDS, Result, ratio
from bench.processes import Running

INDICATORS, ROWS, IN_A_FORM = 22, 1_000, 10
LOADS = 15  # rounds of one request each
_STACKS_FIRST_SCHOOL = 102
_SWALLOW = """
CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER swallow BEFORE INSERT ON roll_up_queue FOR EACH ROW EXECUTE FUNCTION swallow();
ALTER TABLE roll_up_queue DISABLE TRIGGER swallow;
"""
_ALL = """
INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
SELECT unit_id, period, ends_on, array_agg(indicator_id), max(updated_at) FROM indicator_values GROUP BY 1, 2, 3
"""
_FORM = """
math.randomseed({seed})
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  local unit, rows = "{department}-s" .. math.random(0, {last}), {{}}
  for n = 1, {in_a_form} do
    rows[n] = '{{"indicator":"i' .. n .. '","unit":"' .. unit .. '","period":"2026-Q1","numerator":'
      .. math.random(0, 100000) .. ',"denominator":100000}}'
  end
  return wrk.format(nil, "/api/v1/indicator-values/bulk", nil, "[" .. table.concat(rows, ",") .. "]")
end
"""


def values(ours: Running, theirs: Running) -> Iterator[Result]:
    """A thousand new values and a thousand changed ones in one request, each round of another period."""
    headers = product.sign_in(ours, data.COORDINATOR)
    for number in range(1, INDICATORS + 1):
        product.call(ours, "POST", "/indicators", headers, _indicator(number))
    rates: dict[str, list[float]] = {name: [] for name in ("new", "changed", "stack new", "stack changed")}
    for turn in range(ROUNDS + 1):
        for name, more in (("new", 0), ("changed", 1)):
            rates[name].append(_rate(ours, "/api/v1/indicator-values/bulk", _rows(turn, more), headers))
            rates[f"stack {name}"].append(_rate(theirs, "/db/bulk", _their_rows(turn, more), {}))
    for name in ("new", "changed"):
        mine, other = rates[name][1:], rates[f"stack {name}"][1:]
        yield ratio(f"1,000 {name} values in one POST, rows", mine, other, "the stack's", 0.65)


def kept(ours: Running, filled: Filled, administrator: str, scratch: Path) -> Iterator[Result]:
    """Loads, and forms by sixteen at once, with the roll-up and without; what differs from a recount after them."""
    script = scratch / "forms.lua"
    script.write_text(_FORM.format(seed=7, department=data.DEPARTMENT, last=data.SCHOOLS - 1, in_a_form=IN_A_FORM))
    target = Target("forms", ours.base, product.sign_in(ours, data.COORDINATOR), script)
    _run(administrator, _SWALLOW)
    with product.working(filled.url, scratch) as worker:
        caught_up(administrator)
        yield from _loads(ours, administrator, worker)
        rates: dict[bool, list[float]] = {True: [], False: []}
        load.drive(target, seconds=2)
        for _ in range(ROUNDS):
            rates[True].append(load.drive(target, seconds=SECONDS).rate)
            settled(administrator)
            with _switched_off(administrator, worker):
                rates[False].append(load.drive(target, seconds=SECONDS).rate)
        _run(administrator, _ALL)  # the rounds without it are in no figure yet
        settled(administrator)
        load.drive(target, seconds=SECONDS)
        behind = settled(administrator)
        yield ratio("forms of ten values, roll-up on", rates[True], rates[False], "off", 0.65)
        yield Result("figures settled after the last form", f"{behind:.2f} s", "", behind, 2.0, unit="s")
    wrong = _differing(filled.url)
    yield Result("roll-ups that differ from a recount", f"{wrong}", "", wrong, 0, unit="")


def _loads(ours: Running, administrator: str, worker: psutil.Process) -> Iterator[Result]:
    """A thousand values changed in one request, again and again."""
    headers = product.sign_in(ours, data.COORDINATOR)
    rates: dict[bool, list[float]] = {True: [], False: []}
    path, more = "/api/v1/indicator-values/bulk", itertools.count(2)
    for turn in range(LOADS + 1):
        on = _rate(ours, path, _rows(0, next(more)), headers)
        with _switched_off(administrator, worker):
            off = _rate(ours, path, _rows(0, next(more)), headers)
        if turn:
            rates[True].append(on)
            rates[False].append(off)
    yield ratio("1,000 changed values in one POST, roll-up on, rows", rates[True], rates[False], "off", 0.80)


@contextmanager
def _switched_off(administrator: str, worker: psutil.Process) -> Iterator[None]:
    worker.suspend()
    _run(administrator, "ALTER TABLE roll_up_queue ENABLE TRIGGER swallow")
    yield
    _run(administrator, "ALTER TABLE roll_up_queue DISABLE TRIGGER swallow")
    worker.resume()


def _indicator(number: int) -> dict[str, Any]:
    return {
        "code": f"i{number}", "name": f"Chỉ số {number}: tỷ lệ hoàn thành", "unit_of_measure": "%", "kind": "ratio",
        "numerator_label": "đã làm", "denominator_label": "tất cả", "frequency": "quarter",
        "time_behaviour": "in_period", "measured_on": ["school"],
    }  # fmt: skip


def _cells() -> Iterator[tuple[int, int]]:
    return ((cell // INDICATORS, cell % INDICATORS + 1) for cell in range(ROWS))


def _rows(turn: int, more: int) -> list[dict[str, Any]]:
    """Values of every other year: none stands beside one of the period before."""
    return [
        {
            "indicator": f"i{indicator}", "unit": f"{data.DEPARTMENT}-s{school}", "period": f"{2000 + 2 * turn}-Q1",
            "numerator": 40 + more, "denominator": 100,
        }
        for school, indicator in _cells()
    ]  # fmt: skip


def _their_rows(turn: int, more: int) -> list[dict[str, Any]]:
    return [
        {
            "indicator_id": indicator, "unit_id": _STACKS_FIRST_SCHOOL + school, "period": f"{2030 + turn}-01-01",
            "numerator": 40 + more, "denominator": 100, "status": "submitted",
        }
        for school, indicator in _cells()
    ]  # fmt: skip


def _rate(server: Running, path: str, rows: list[dict[str, Any]], headers: Mapping[str, str]) -> float:
    """Rows a second of one request."""
    body = json.dumps(rows).encode()
    connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=60)
    began = time.perf_counter()
    connection.request("POST", path, body, {**headers, "Content-Type": "application/json"})
    answer = connection.getresponse()
    said = answer.read()
    took = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {said.decode()[:500]}")
    return len(rows) / took


def caught_up(administrator: str) -> None:
    """Wait until the worker has heard of all that was made before it was started."""
    behind = (
        "SELECT EXISTS (SELECT FROM outbox) OR (SELECT count(*) FROM feed_readers) < 5 OR EXISTS ("
        "SELECT FROM feed_readers WHERE position < (SELECT last_position FROM feed_state))"
    )
    began = time.perf_counter()
    while asyncio.run(_ask(administrator, behind)):
        if time.perf_counter() - began > 300:
            raise SystemExit("the worker never caught up")
        time.sleep(0.2)


def settled(administrator: str, *, seconds: int = 60) -> float:
    """Wait until nothing is left to be counted; the seconds it took."""
    began = time.perf_counter()
    while asyncio.run(_ask(administrator, "SELECT EXISTS (SELECT FROM roll_up_queue)")):
        if time.perf_counter() - began > seconds:
            raise SystemExit("the figures never settled")
        time.sleep(0.02)
    return time.perf_counter() - began


def _differing(url: str) -> int:
    """What `lotrinh verify roll-ups` finds."""
    variables = environment(LOTRINH_DATABASE_URL=url)
    done = subprocess.run(command("api.cli.verify"), env=variables, capture_output=True, text=True, check=False)
    return int(done.stdout.splitlines()[-1].split()[0])


def _run(administrator: str, sql: str) -> None:
    asyncio.run(_ask(administrator, sql))


async def _ask(administrator: str, sql: str) -> Any:
    connection = await asyncpg.connect(administrator)
    try:
        if sql.lstrip().startswith("SELECT"):
            return await connection.fetchval(sql)
        return await connection.execute(sql)
    finally:
        await connection.close()
