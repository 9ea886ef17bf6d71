"""Two APIs and two workers over one database, killed while sixteen write: nothing is lost, nothing is told twice."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from api.cli.process import command, environment
from tests.seed.conftest import SEEDED, seed_settings, seeded_url
from tests.support import server
from tests.support.loopback import PATIENCE, free_port, wait_for
from tests.support.workers import catch_up

__all__ = ["seed_settings", "seeded_url"]

pytestmark = pytest.mark.soak
ROOT = Path(__file__).resolve().parents[2]
COORDINATOR = {"grant_type": "password", "username": "coordinator.hai-phong", "password": "lotrinh-demo"}
WRITERS, ROUNDS, PERIODS = 16, 20, ("2025-Q4", "2026-Q1", "2026-Q2")


class Place:
    """Two APIs and two workers of one deployment, each a process to be killed and begun again."""

    def __init__(self, url: str, home: Path) -> None:
        self._home = home
        self.ports = (free_port(), free_port())
        self._variables = environment(
            LOTRINH_DATABASE_URL=url,
            LOTRINH_HOME=str(home),
            LOTRINH_LOG_LEVEL="ERROR",
            LOTRINH_PUBLIC_URL=f"http://127.0.0.1:{self.ports[0]}",  # who issues tokens, whichever of them does
        )
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        for name in ("api-0", "api-1", "worker-0", "worker-1"):
            self.begin(name)

    def begin(self, name: str) -> None:
        """Start one of them; an API is waited for."""
        kind, _, number = name.partition("-")
        module, log = ("api.cli.serve" if kind == "api" else "api.worker"), self._home / f"{name}.log"
        variables = self._variables | ({"PORT": str(self.ports[int(number)])} if kind == "api" else {})
        with log.open("ab") as written:
            self._processes[name] = subprocess.Popen(command(module), env=variables, stderr=written)
        if kind == "api":
            wait_for(self.ports[int(number)], "/readyz", log.read_text)

    def kill(self, *names: str) -> None:
        """`kill -9`, all at once."""
        for name in names:
            os.kill(self._processes[name].pid, signal.SIGKILL)
        for name in names:
            self._processes[name].wait()

    def end(self) -> None:
        """Take away what is left."""
        for process in self._processes.values():
            process.kill()
            process.wait()

    def lotrinh(self, *words: str) -> tuple[int, str]:
        """A command against the database: its exit code, what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *words], cwd=ROOT, env=self._variables, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout

    @contextmanager
    def client(self) -> Iterator["Client"]:
        """Somebody signed in, who goes to the other API when one does not answer."""
        base = f"http://127.0.0.1:{self.ports[0]}/api/v1"
        token = httpx.post(f"{base}/auth/token", data=COORDINATOR, timeout=PATIENCE).json()["access_token"]
        with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE) as line:
            yield Client(line, self.ports)


class Client:
    """Asks one API and then the other until there is an answer that stands."""

    def __init__(self, line: httpx.Client, ports: tuple[int, int]) -> None:
        self._line, self._ports, self._turn = line, ports, 0

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """The JSON of an answer."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self._turn += 1
            url = f"http://127.0.0.1:{self._ports[self._turn % 2]}/api/v1{path}"
            with suppress(httpx.TransportError):
                answer = self._line.request(method, url, **more)
                if answer.is_success:
                    return answer.json()
                assert answer.status_code in {409, 500, 503}, answer.text
            assert time.monotonic() < deadline, f"{method} {path}"
            time.sleep(0.1)


@pytest_asyncio.fixture
async def url(admin_url: str, seeded_url: str) -> AsyncIterator[str]:
    """The sample data in a database of this test's own."""
    url = await server.clone(admin_url, SEEDED)
    await catch_up(url)
    yield url
    await server.drop(admin_url, url)


@pytest.fixture
def place(url: str, tmp_path: Path) -> Iterator[Place]:
    """What runs over it."""
    place = Place(url, tmp_path)
    yield place
    place.end()


def arrange(client: Client) -> tuple[str, list[str], int]:
    """An indicator nobody answered yet, the schools that answer it, and where the feed stands."""
    given = {
        "code": "ngam-tai", "name": "Ngâm tải", "unit_of_measure": "%", "kind": "ratio", "numerator_label": "đã làm",
        "denominator_label": "tất cả", "frequency": "quarter", "time_behaviour": "in_period", "measured_on": ["school"],
    }  # fmt: skip
    indicator = str(client.ask("POST", "/indicators", json=given)["id"])
    units = client.ask("GET", "/units", params={"kind": "school", "under": "hp", "limit": "200"})["items"]
    schools = [each["code"] for each in units if (each["from"] or "") <= "2025-07-01"]
    position = client.ask("GET", "/changes", params={"types": "indicator.created", "limit": "200"})["next_position"]
    return indicator, schools, position


def write(place: Place, indicator: str, schools: list[str]) -> None:
    """One writer: its own schools, round after round, alternately one by one and as a load."""
    with place.client() as client:
        for number in range(1, ROUNDS + 1):
            rows = [
                {"indicator": indicator, "unit": school, "period": period, "numerator": number, "denominator": 100}
                for school in schools
                for period in PERIODS
            ]
            for row in rows if number % 2 else []:
                client.ask("PUT", "/indicator-values", json=row | {"note": "Ngâm tải"})
            if not number % 2:
                noted = [row | {"note": "Ngâm tải"} for row in rows]
                headers = {"Idempotency-Key": f"{schools[0]}-{number}"}
                client.ask("POST", "/indicator-values/bulk", json=noted, headers=headers)


class Reader(threading.Thread):
    """Follows the feed across all that happens."""

    def __init__(self, place: Place, indicator: str, after: int) -> None:
        super().__init__(daemon=True)
        self._place, self._indicator, self._after = place, indicator, after
        self.positions: list[int] = []
        self.told: dict[str, list[int]] = defaultdict(list)
        self.enough = threading.Event()

    def run(self) -> None:
        """Page by page, from wherever it was."""
        with self._place.client() as client:
            while not self.enough.is_set():
                query = {"after": str(self._after), "types": "indicator_value.*", "limit": "200", "wait": "1"}
                page = client.ask("GET", "/changes", params=query)
                for item in page["items"]:
                    self.positions.append(item["position"])
                    if item["entity_id"].startswith(self._indicator):
                        self.told[item["entity_id"]].append(item["version"])
                self._after = page["next_position"]


def until(holds: Callable[[], bool], why: Callable[[], object] = lambda: "") -> None:
    deadline = time.monotonic() + 2 * PATIENCE
    while not holds():
        assert time.monotonic() < deadline, why()
        time.sleep(0.05)


def verified(place: Place, kept: str) -> None:
    until(lambda: place.lotrinh("verify", kept)[0] == 0, lambda: place.lotrinh("verify", kept)[1])


def test_killed_while_sixteen_write_each_change_is_told_once_and_figures_are_exact(place: Place) -> None:
    with place.client() as client:
        indicator, schools, position = arrange(client)
        shares = [schools[number::WRITERS][:2] for number in range(WRITERS)]
        assert all(shares)
        reader = Reader(place, indicator, position)
        reader.start()
        writers = [threading.Thread(target=write, args=(place, indicator, share)) for share in shares]
        for writer in writers:
            writer.start()
        wanted = sum(map(len, shares)) * len(PERIODS)

        def done() -> int:
            return sum(map(len, [*reader.told.values()]))

        until(lambda: done() > wanted * ROUNDS // 6)
        place.kill("worker-0", "api-1")
        place.begin("api-1")
        until(lambda: done() > wanted * ROUNDS // 3)
        place.kill("worker-1", "api-0")
        place.begin("worker-0")
        place.begin("api-0")
        place.begin("worker-1")
        for writer in writers:
            writer.join()
        until(lambda: done() >= wanted * ROUNDS, lambda: (done(), wanted * ROUNDS))
        reader.enough.set()
        reader.join()
    assert len(reader.told) == wanted
    assert {tuple(versions) for versions in reader.told.values()} == {tuple(range(1, ROUNDS + 1))}
    assert reader.positions == sorted(set(reader.positions))
    for kept in ("roll-ups", "audit"):
        verified(place, kept)


def waiting(url: str) -> int:
    """How many turns of counting are not through."""

    async def count() -> int:
        connection = await asyncpg.connect(url)
        found: int = await connection.fetchval("SELECT count(*) FROM roll_up_queue")
        await connection.close()
        return found

    return asyncio.run(count())


def test_killed_while_figures_are_counted_anew_they_are_exact_all_the_same(place: Place, url: str) -> None:
    caught = 0
    with place.client() as client:
        indicator, schools, _ = arrange(client)
        for number in range(1, 6):
            rows = [
                {"indicator": indicator, "unit": school, "period": period, "numerator": number, "denominator": 100,
                 "note": "Ngâm tải"}
                for school in schools
                for period in PERIODS
            ]  # fmt: skip
            client.ask("POST", "/indicator-values/bulk", json=rows)
            until(lambda: waiting(url) > 0)
            place.kill("worker-0", "worker-1")
            caught += waiting(url) > 0
            place.begin("worker-0")
            place.begin("worker-1")
        until(lambda: waiting(url) == 0)
    assert caught, "no worker was killed before it was through"
    verified(place, "roll-ups")
