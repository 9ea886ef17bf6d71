"""Killed at any moment, again and again, the demonstration still starts, and what was sent is sent once."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.test_bulk_for_real import Deployment, lotrinh, running
from tests.cli.test_up import PATIENCE, Demonstration, home

__all__ = ["home", "running"]

pytestmark = pytest.mark.soak
AT_ONCE = 8


def test_it_starts_after_being_killed_at_any_moment(home: Path) -> None:
    moments = random.Random(20260101)
    for _ in range(12):
        killed = Demonstration(home)
        time.sleep(moments.uniform(0.1, 12))
        killed.process.kill()
        killed.process.wait()
    last = Demonstration(home)
    last.wait_until_ready()
    last.process.send_signal(signal.SIGTERM)
    assert last.process.wait(PATIENCE) == 0


def test_reports_sent_while_anything_is_killed_are_sent_once(running: list[Deployment]) -> None:
    moments, (deployment,) = random.Random(20261129), running
    drafts = [each["id"] for each in _of_schools(deployment)]
    parts = ("serve", "database", "work") * 3
    assert len(drafts) >= len(parts) * AT_ONCE
    chosen = drafts[: len(parts) * AT_ONCE]
    for number, part in enumerate(parts):
        some = chosen[number * AT_ONCE : (number + 1) * AT_ONCE]
        sending = threading.Thread(target=_send, args=(deployment, some))
        sending.start()
        time.sleep(moments.uniform(0.05, 2))
        deployment.kill(part)
        sending.join()
        deployment.client.close()
        running[0] = deployment = Deployment(deployment.home)
    assert set(_send(deployment, chosen)) == {httpx.codes.OK}
    receipts = {deployment.client.get(f"/reports/{each}").json()["receipt_code"] for each in chosen}
    assert len(receipts) == len(chosen)
    told = Counter(dict.fromkeys(chosen, 0))
    after, deadline = 0, time.monotonic() + PATIENCE
    while min(told.values()) < 1:
        assert time.monotonic() < deadline, told
        query = {"after": str(after), "types": "report.sent", "limit": "200", "wait": "5"}
        page = deployment.client.get("/changes", params=query).json()
        told.update(item["entity_id"] for item in page["items"] if item["entity_id"] in told)
        after = page["next_position"]
    assert set(told.values()) == {1}
    for kept in ("roll-ups", "audit"):
        _until_verified(deployment, kept)


def _of_schools(deployment: Deployment) -> Iterator[dict[str, Any]]:
    """Those that go to a commune; what communes send is made of them."""
    found = deployment.items("/reports", status="draft", under="hp")
    return (each for each in found if each["to"]["code"] != "hp")


def _send(deployment: Deployment, reports: list[str]) -> list[int]:
    """What each was answered, up to where the line was cut; sent again, the first answer is given once more."""
    answers = []
    for each in reports:
        headers = {"If-Match": "*", "Idempotency-Key": f"send-{each}"}
        try:
            answers.append(deployment.client.post(f"/reports/{each}/send", headers=headers).status_code)
        except httpx.TransportError:
            return answers
    return answers


def _until_verified(deployment: Deployment, kept: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while (done := lotrinh(deployment, "verify", kept))[0] != 0:
        assert time.monotonic() < deadline, done[1]
        time.sleep(2)
