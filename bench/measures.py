"""What is measured, and what is asked of it."""

import http.client
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import load, product, stack
from bench.data import Filled
from bench.load import Target
from bench.processes import Running

ROUNDS, SECONDS = 5, 4
# Of each server, one after the other: the machine has slow moments that last longer than a start.
STARTS = 9
MANY = 100_000
_GROWTH = 1.05
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """One line of the table. `value` is compared with `target`, when something is asked: at least it, or at most."""

    what: str
    ours: str
    theirs: str
    value: float
    target: float | None
    at_least: bool = False
    unit: str = "×"

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target


def speed(ours: Running, theirs: Running, filled: Filled, headers: dict[str, str]) -> Iterator[Result]:
    """The list of tasks against the stack's list, unchanged records against its constant page."""
    yield from against_lists(theirs, {"list of 50 tasks": (page_of_tasks(ours, filled, headers), 0.70)})
    records = {"plan": f"/api/v1/plans/{filled.plan}", "task": f"/api/v1/tasks/{filled.task}"}
    targets = [
        Target(name, ours.base + path, {**headers, "If-None-Match": product.tag(ours, path, headers)})
        for name, path in records.items()
    ]
    constant = Target("constant", theirs.base + stack.CONSTANT)
    rates = load.interleaved([constant, *targets], rounds=ROUNDS, seconds=SECONDS)
    for name in records:
        yield ratio(f"304 of a {name}", rates[name], rates["constant"], "stack's constant page", 0.5)


def against_lists(theirs: Running, asked: Mapping[str, tuple[Target, float | None]]) -> Iterator[Result]:
    """Pages of ours against the faster of the stack's two lists, each with what is asked of it."""
    lists = [Target(path, theirs.base + path) for path in stack.LISTS]
    targets = [target for target, _ in asked.values()]
    rates = load.interleaved([*targets, *lists], rounds=ROUNDS, seconds=SECONDS)
    best = max(lists, key=lambda target: load.median(rates[target.name])).name
    for what, (target, wanted) in asked.items():
        yield ratio(what, rates[target.name], rates[best], f"stack's {best}", wanted)


def page_of_tasks(server: Running, filled: Filled, headers: Headers) -> Target:
    """A full page."""
    return Target("tasks", f"{server.base}/api/v1/tasks?plan={filled.plan}&limit=50", headers)


def ratio(what: str, ours: list[float], theirs: list[float], of: str, target: float | None) -> Result:
    """Our median rate by theirs."""
    mine, other = load.median(ours), load.median(theirs)
    return Result(what, f"{mine:,.0f}/s", f"{other:,.0f}/s ({of})", mine / other, target, at_least=True)


def start(database: str, administrator: str, scratch: Path) -> Result:
    """From the start of the process to its first 200."""
    ours, theirs = [], []
    for _ in range(STARTS):
        with stack.serving(administrator, scratch, stack.PROVINCE) as server:
            theirs.append(server.ready)
        with product.serving(database, scratch) as server:
            ours.append(server.ready)
    mine, other = statistics.median(ours), statistics.median(theirs)
    return Result("start to the first 200", f"{mine:.2f} s", f"{other:.2f} s", mine / other, 2.0)


def memory(ours: Running, theirs: Running) -> Result:
    """After both have carried the same load."""
    mine, other = ours.memory(), theirs.memory()
    return Result("resident memory", f"{mine:.0f} MB", f"{other:.0f} MB", mine / other, 1.6)


def growth(ours: Running, filled: Filled, headers: dict[str, str]) -> Result:
    """Memory after many requests against memory before them, when everything was warm already."""
    before, served = ours.memory(), 0
    path = f"/api/v1/tasks/{filled.task}"
    record = Target("record", ours.base + path, headers)
    while served < MANY:
        served += load.drive(page_of_tasks(ours, filled, headers), seconds=2).count
        served += load.drive(record, seconds=6).count
    after = ours.memory()
    return Result(
        f"memory over {served:,} requests", f"{after:.0f} MB", f"{before:.0f} MB before", after / before, _GROWTH
    )


def twentieth(ours: Running, filled: Filled, headers: Headers) -> Result:
    """A list's later runs on one connection, when a prepared statement's plan is settled, against its first five."""
    target = page_of_tasks(ours, filled, headers)
    times = list(_timed(ours, target, 25))
    first, later = statistics.median(times[:5]), statistics.median(times[15:])
    return Result(
        "list, 20th run on a connection", f"{later:.1f} ms", f"{first:.1f} ms (first five)", later / first, 1.2
    )


def _timed(server: Running, target: Target, runs: int) -> Iterator[float]:
    host = server.base.removeprefix("http://")
    connection = http.client.HTTPConnection(host)
    for _ in range(runs):
        started = time.perf_counter()
        connection.request("GET", target.url.removeprefix(server.base), headers=dict(target.headers))
        answer = connection.getresponse()
        answer.read()
        yield (time.perf_counter() - started) * 1000
    connection.close()


def nation(
    province: Running, nation: Running, filled: tuple[Filled, Filled], headers: tuple[Headers, Headers]
) -> Result:
    """The list over thirty-four departments against the same over one."""
    targets = [
        Target(name, page_of_tasks(server, where, token).url, token)
        for name, server, where, token in zip(("P", "N"), (province, nation), filled, headers, strict=True)
    ]
    rates = load.interleaved(targets, rounds=ROUNDS, seconds=3)
    return ratio("list of 50 tasks, 34 departments", rates["N"], rates["P"], "one department", 0.9)


def second_up(scratch: Path) -> Result:
    """`make up` to a ready server, the second time."""
    with product.demonstration(scratch) as server:
        first = server.ready
    with product.demonstration(scratch) as server:
        second = server.ready
    return Result("second `make up`", f"{second:.1f} s", f"{first:.1f} s the first", second, 10.0, unit="s")
