"""Load by wrk, interleaved: round one of every target, then round two, so that a slow minute hits all alike."""

import re
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_COUNT = re.compile(r"(\d+) requests in")
_SLOWEST = re.compile(r"\s99%\s+([\d.]+)(us|ms|s|m)\b")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|(?:connect|read|write|timeout) (\d+)")
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Target:
    """What is asked for, over and over; a `script` of wrk's draws each request itself."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    script: Path | None = None


@dataclass(frozen=True)
class Round:
    """What one run of wrk saw: requests a second, how many, and what all but one in a hundred took at most, ms."""

    rate: float
    count: int
    p99: float


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
    return finish(target, begin(target, seconds=seconds))


def begin(target: Target, *, seconds: int) -> "subprocess.Popen[str]":
    """Start a run of wrk, for what is to be done beside it."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    for name, value in target.headers.items():
        command += ["-H", f"{name}: {value}"]
    if target.script is not None:
        command += ["-s", str(target.script)]
    return subprocess.Popen([*command, target.url], stdout=subprocess.PIPE, text=True)


def finish(target: Target, run: "subprocess.Popen[str]") -> Round:
    """Wait for the end of a run; what it saw."""
    printed, _ = run.communicate()
    bad = sum(int(number) for pair in _BAD.findall(printed) for number in pair if number)
    if bad or run.returncode != 0:
        raise SystemExit(f"{target.name}: {bad} bad answers\n{printed}")
    slowest, unit = _found(_SLOWEST, printed).groups()
    count = int(_found(_COUNT, printed)[1])
    return Round(float(_found(_RATE, printed)[1]), count, float(slowest) * _MILLISECONDS[unit])


def _found(pattern: re.Pattern[str], printed: str) -> re.Match[str]:
    match = pattern.search(printed)
    if match is None:
        raise SystemExit(f"wrk printed something else:\n{printed}")
    return match
