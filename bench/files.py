"""A file of a hundred thousand values in one request: against COPY into a table beside and one upsert from there, in
the stack's database with its foreign keys; and what it costs the server in memory.
"""

import asyncio
import http.client
import io
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import asyncpg

from bench import data
from bench.figures import INDICATORS
from bench.measures import Result, ratio
from bench.processes import Running

ROWS, ROUNDS = 100_000, 3
_FIRST_SCHOOL = 102
_COLUMNS = ("indicator_id", "unit_id", "period", "numerator", "denominator", "status")
_STAGE = f"CREATE TEMP TABLE staged ON COMMIT DROP AS SELECT {', '.join(_COLUMNS)} FROM indicator_values LIMIT 0"
_UPSERT = """
INSERT INTO indicator_values (indicator_id, unit_id, period, numerator, denominator, status)
SELECT indicator_id, unit_id, period, numerator, denominator, status FROM staged
ON CONFLICT (unit_id, indicator_id, period) DO UPDATE
SET numerator = excluded.numerator, denominator = excluded.denominator, status = excluded.status
"""


def files(ours: Running, stack: str, headers: Mapping[str, str]) -> Iterator[Result]:
    """New values, then the same ones changed, round by round."""
    mine: list[float] = []
    theirs: list[float] = []
    grew: list[float] = []
    for turn in range(ROUNDS):
        for more in (0, 1):
            before = ours.memory()
            with _peak(ours) as peak:
                mine.append(_send(ours, _table(turn, more), headers))
            grew.append(peak[0] - before)
            theirs.append(asyncio.run(_copied(stack, turn, more)))
    yield ratio(f"a file of {ROWS:,} values, rows", mine, theirs, "COPY and upsert", 0.5)
    most = max(grew)
    yield Result(f"memory for a file of {ROWS:,} values", f"{most:.0f} MB", "", most, 64, unit="MB")


def _cells() -> Iterator[tuple[int, int, int]]:
    """School, indicator and period of each row, as an export has them: one unit after the other."""
    quarters = -(-ROWS // (data.SCHOOLS * INDICATORS))
    cells = (
        (school, indicator, quarter)
        for school in range(data.SCHOOLS)
        for quarter in range(quarters)
        for indicator in range(1, INDICATORS + 1)
    )
    return (cell for cell, _ in zip(cells, range(ROWS), strict=False))


def _table(turn: int, more: int) -> bytes:
    """Quarters of which none follows another within a file: nothing is unusual beside the one before."""
    text = io.StringIO()
    text.write("indicator,unit,period,numerator,denominator\n")
    for school, indicator, quarter in _cells():
        period = f"{1950 + 10 * turn + 2 * quarter}-Q1"
        text.write(f"i{indicator},{data.DEPARTMENT}-s{school},{period},{40 + more + school % 20},100\n")
    return text.getvalue().encode()


def _send(server: Running, body: bytes, headers: Mapping[str, str]) -> float:
    """Rows a second."""
    connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=300)
    began = time.perf_counter()
    connection.request("POST", "/api/v1/indicator-values/bulk", body, {**headers, "Content-Type": "text/csv"})
    answer = connection.getresponse()
    said = answer.read()
    took = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"a file: {answer.status} {said.decode()[:500]}")
    return ROWS / took


async def _copied(address: str, turn: int, more: int) -> float:
    rows = [
        (indicator, _FIRST_SCHOOL + school, date(2100 + 10 * turn + 2 * quarter, 1, 1), 40.0 + more, 100.0, "submitted")
        for school, indicator, quarter in _cells()
    ]
    connection = await asyncpg.connect(address)
    began = time.perf_counter()
    async with connection.transaction():
        await connection.execute(_STAGE)
        await connection.copy_records_to_table("staged", records=rows, columns=_COLUMNS)
        await connection.execute(_UPSERT)
    took = time.perf_counter() - began
    await connection.close()
    return ROWS / took


@contextmanager
def _peak(server: Running) -> Iterator[list[float]]:
    """The most memory a server held meanwhile, MB."""
    peak, over = [server.memory()], threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], server.memory())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()
