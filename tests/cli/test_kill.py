"""Killed at any moment, again and again, the demonstration still starts."""

import random
import signal
import time
from pathlib import Path

import pytest

from tests.cli.test_up import PATIENCE, Demonstration, home

__all__ = ["home"]


@pytest.mark.soak
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
