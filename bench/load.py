"""Load by wrk, interleaved: round one of every target, then round two, so that a slow minute hits all alike."""

import re
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_COUNT = re.compile(r"(\d+) requests in")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|(?:connect|read|write|timeout) (\d+)")


@dataclass(frozen=True)
class Target:
    """What is asked for, over and over."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    """What one run of wrk saw: requests a second, and how many."""

    rate: float
    count: int


def require() -> None:
    """Refuse to go on without wrk."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing. Run: apt-get install -y wrk")


def interleaved(targets: Sequence[Target], *, rounds: int, seconds: int) -> dict[str, list[float]]:
    """Requests a second of each target in each round, after a round that does not count."""
    rates: dict[str, list[float]] = {target.name: [] for target in targets}
    for target in targets:
        drive(target, seconds=2)
    for _ in range(rounds):
        for target in targets:
            rates[target.name].append(drive(target, seconds=seconds).rate)
    return rates


def median(rates: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(rates)


def drive(target: Target, *, seconds: int) -> Round:
    """One run of wrk. A refused or broken request ends the bench: its speed would mean nothing."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    for name, value in target.headers.items():
        command += ["-H", f"{name}: {value}"]
    printed = subprocess.run([*command, target.url], capture_output=True, text=True, check=True).stdout
    bad = sum(int(number) for pair in _BAD.findall(printed) for number in pair if number)
    if bad:
        raise SystemExit(f"{target.name}: {bad} bad answers\n{printed}")
    return Round(float(_found(_RATE, printed)), int(_found(_COUNT, printed)))


def _found(pattern: re.Pattern[str], printed: str) -> str:
    match = pattern.search(printed)
    if match is None:
        raise SystemExit(f"wrk printed something else:\n{printed}")
    return match[1]
