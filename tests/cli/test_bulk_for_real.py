"""Loads on a real deployment: many rows from the command line, and loads cut by `kill -9` anywhere."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.cli.test_up import PATIENCE, Demonstration, home

__all__ = ["home"]

pytestmark = pytest.mark.soak
ROOT = Path(__file__).resolve().parents[2]
COORDINATOR = {"grant_type": "password", "username": "coordinator.hai-phong", "password": "lotrinh-demo"}
BAD = 14
PERIODS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


class Deployment:
    """A demonstration that runs, and a coordinator signed in to it."""

    def __init__(self, folder: Path) -> None:
        self.home, self.up = folder, Demonstration(folder)
        self.children = self.up.wait_until_ready()
        base = f"http://127.0.0.1:{self.up.port}/api/v1"
        token = httpx.post(f"{base}/auth/token", data=COORDINATOR, timeout=30).json()["access_token"]
        self.client = httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=120)

    def items(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """A list, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.client.get(path, params=query | cursor | {"limit": "200"}).json()
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def indicator(self, code: str) -> str:
        """A ratio that schools are asked for each quarter; its id."""
        given = {
            "code": code, "name": f"Tỷ lệ {code}", "unit_of_measure": "%", "kind": "ratio", "numerator_label": "đã làm",
            "denominator_label": "tất cả", "frequency": "quarter", "time_behaviour": "in_period",
            "measured_on": ["school"],
        }  # fmt: skip
        answer = self.client.post("/indicators", json=given)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def schools(self) -> list[str]:
        """Codes of schools that were there all the time."""
        found = self.items("/units", kind="school", under="hp")
        return [each["code"] for each in found if (each["from"] or "") <= "2025-07-01"]

    def end(self) -> None:
        """Stop it as a user does."""
        self.client.close()
        with suppress(psutil.NoSuchProcess):
            self.up.process.send_signal(signal.SIGTERM)
            self.up.process.wait(PATIENCE)

    def kill(self, part: str) -> None:
        """Kill the API, the worker or the database outright, and take what is left of the rest away."""
        if part == "database":
            (note,) = self.home.glob("**/postmaster.pid")
            os.kill(int(note.read_text().split()[0]), signal.SIGKILL)
        else:
            next(child for child in self.children if f"api.cli.{part}" in child.cmdline()).kill()
        with suppress(psutil.TimeoutExpired):
            self.up.process.wait(20)
        with suppress(psutil.NoSuchProcess):
            self.up.process.kill()
        self.up.process.wait(PATIENCE)
        psutil.wait_procs(self.children, timeout=PATIENCE)


@pytest.fixture
def running(home: Path) -> Iterator[list[Deployment]]:
    """One that runs; whoever kills it puts the next one in its place."""
    held = [Deployment(home)]
    yield held
    held[0].end()


def lotrinh(deployment: Deployment, *words: str) -> tuple[int, str]:
    """Run a command of it there: its exit code, what it printed."""
    variables = {
        **os.environ, "LOTRINH_LOGIN": str(deployment.home / "login.json"), "LOTRINH_PASSWORD": "lotrinh-demo",
        "COLUMNS": "300", "LOTRINH_HOME": str(deployment.home),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words], cwd=ROOT, env=variables, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize("many", [100_000, 150_000], ids=["in pieces", "by a job"])
def test_many_rows_with_fourteen_bad_ones_and_back(running: list[Deployment], tmp_path: Path, many: int) -> None:
    (deployment,) = running
    schools = deployment.schools()
    codes = [f"nhieu-{n}" for n in range(-(-many // (len(schools) * len(PERIODS))))]
    for code in codes:
        deployment.indicator(code)
    keys = [(code, school, period) for school in schools for period in PERIODS for code in codes][:many]
    assert len(keys) == many
    bad = {number * 7_001 for number in range(BAD)}
    file = tmp_path / "values.csv"
    rows = (",".join((*key, "101" if number in bad else "40", "100")) for number, key in enumerate(keys))
    file.write_text("\n".join(["indicator,unit,period,numerator,denominator", *rows]) + "\n")
    address = str(deployment.client.base_url).removesuffix("/api/v1/")
    assert lotrinh(deployment, "login", address, "--username", COORDINATOR["username"])[0] == 0
    rejects = tmp_path / "rejects.csv"
    status, printed = lotrinh(deployment, "push", str(file), "--partial", "--rejects", str(rejects))
    assert status == 1, printed
    assert f"created {many - BAD}, updated 0, unchanged 0, rejected {BAD}" in printed
    named = [int(line.partition(",")[0]) for line in rejects.read_text("utf-8-sig").splitlines()[1:]]
    assert named == [number + 1 for number in sorted(bad)]
    undo = re.search(r"lotrinh (undo .*)", printed)
    assert undo is not None, printed
    status, printed = lotrinh(deployment, *undo[1].split())
    assert status == 0, printed
    assert not [*deployment.items("/indicator-values", indicator=codes[0])]


def test_a_load_killed_anywhere_is_whole_or_not_there(running: list[Deployment]) -> None:
    moments = random.Random(20261128)
    (deployment,) = running
    indicator, schools = deployment.indicator(f"giet-{time.time_ns()}"), deployment.schools()
    sent: dict[str, list[dict[str, Any]]] = {}
    for number, part in enumerate(("serve", "database", "work") * 2):
        rows = [
            {"indicator": indicator, "unit": school, "period": period, "numerator": number + 1, "denominator": 100}
            for school in schools
            for period in PERIODS[::2]
        ]
        sent[f"load-{number}"] = rows
        sending = threading.Thread(target=_send, args=(deployment, f"load-{number}", rows))
        sending.start()
        time.sleep(moments.uniform(0.05, 1.5))
        deployment.kill(part)
        sending.join()
        deployment.client.close()
        running[0] = deployment = Deployment(deployment.home)
    for key, rows in sent.items():
        answer = _send(deployment, key, rows)
        assert answer is not None
        assert answer["created"] + answer["updated"] + answer["unchanged"] == len(rows)
    _check(deployment, indicator, len(schools) * 3)


def _send(deployment: Deployment, key: str, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The answer; None where the line was cut."""
    try:
        answer = deployment.client.post("/indicator-values/bulk", json=rows, headers={"Idempotency-Key": key})
    except httpx.TransportError:
        return None
    return dict(answer.json()) if answer.status_code == 200 else None


def _check(deployment: Deployment, indicator: str, count: int) -> None:
    """Every value is one load's, told of once at each version; figures are those of a recount."""
    shown = {each["id"]: each for each in deployment.items("/indicator-values", indicator=indicator)}
    assert len(shown) == count
    assert len({(each["numerator"], each["version"]) for each in shown.values()}) == 1, "half of a load"
    told: dict[str, list[int]] = defaultdict(list)
    after, deadline = 0, time.monotonic() + PATIENCE
    while {id_: [*range(1, each["version"] + 1)] for id_, each in shown.items()} != told:
        assert time.monotonic() < deadline
        query = {"after": str(after), "types": "indicator_value.*", "limit": "200", "wait": "5"}
        page = deployment.client.get("/changes", params=query).json()
        for item in page["items"]:
            if item["entity_id"].startswith(indicator):
                told[item["entity_id"]].append(item["version"])
        after = page["next_position"]
    while True:
        code, printed = lotrinh(deployment, "verify", "roll-ups")
        if code == 0:
            return
        assert time.monotonic() < deadline, printed
        time.sleep(2)
