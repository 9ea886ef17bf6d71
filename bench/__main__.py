"""`python -m bench`: the ratios, each with its target; exit code 1 when one is missed.

`python -m bench PART …` measures these parts only; `python -m bench --help` lists them.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path

from api.kit.postgres import SUPERUSER, PostgresServer
from bench import (
    creating,
    dashboard,
    data,
    database,
    deadline,
    evidence,
    feed,
    figures,
    files,
    imports,
    issuing,
    load,
    measures,
    product,
    reports,
    stack,
    work,
)
from bench.data import Filled
from bench.measures import Result

DEPARTMENTS = 34


class House:
    """What parts measure on: one database server, and each database filled when a part first asks for it."""

    def __init__(self, server: PostgresServer, scratch: Path) -> None:
        self.server, self.scratch = server, scratch
        self.administrator = database.administrator(server)

    @cached_property
    def province(self) -> Filled:
        """Ours with one department."""
        return data.fill(self.server, "lotrinh")

    @cached_property
    def nation(self) -> Filled:
        """Ours with all of them."""
        database.create(self.server, "nation")
        return data.fill(self.server, "nation", departments=DEPARTMENTS)

    @cache  # noqa: B019 - there is one house
    def stack_at(self, scale: str) -> str:
        """The stack's database of a scale is there; the scale."""
        stack.generate(self.administrator, self.scratch, scale)
        return scale


def speed(house: House) -> Iterator[Result]:
    """List of tasks, unchanged records, memory after them."""
    filled, scale = house.province, house.stack_at(stack.PROVINCE)
    with (
        stack.serving(house.administrator, house.scratch, scale) as theirs,
        product.serving(filled.url, house.scratch) as ours,
    ):
        headers = product.sign_in(ours)
        yield measures.twentieth(ours, filled, headers)
        yield from measures.speed(ours, theirs, filled, headers)
        yield measures.memory(ours, theirs)


def lists_of_work(house: House) -> Iterator[Result]:
    """Lists of assignments of one province."""
    filled, scale = house.province, house.stack_at(stack.PROVINCE)
    with (
        stack.serving(house.administrator, house.scratch, scale) as theirs,
        product.serving(filled.url, house.scratch) as ours,
    ):
        yield from work.lists(ours, theirs, filled, house.scratch)


def values(house: House) -> Iterator[Result]:
    """Values: a thousand at once, one by one, a file, forms with the roll-up and without it, a recount."""
    filled, scale = house.province, house.stack_at(stack.PROVINCE)
    with (
        stack.serving(house.administrator, house.scratch, scale) as theirs,
        product.serving(filled.url, house.scratch) as ours,
    ):
        yield from figures.values(ours, theirs)
        yield from creating.creating(ours, theirs, house.scratch)
        stacks = stack.database(house.administrator, scale)
        yield from files.files(ours, stacks, product.sign_in(ours, data.COORDINATOR))
        ours_as_administrator = house.server.url("lotrinh", SUPERUSER)
        yield from figures.kept(ours, filled, ours_as_administrator, house.scratch)


def leaders_page(house: House) -> Iterator[Result]:
    """The leader's page against the SQL of its figures."""
    filled = house.province
    with product.serving(filled.url, house.scratch) as ours:
        as_administrator = house.server.url("lotrinh", SUPERUSER)
        yield from dashboard.page(ours, filled, as_administrator, house.scratch)


def nation(house: House) -> Iterator[Result]:
    """The lists over 34 departments and 1.53 million assignments: against one, and against the stack's nation."""
    filled, scale = (house.province, house.nation), house.stack_at(stack.NATION)
    with (
        product.serving(filled[0].url, house.scratch) as one,
        product.serving(filled[1].url, house.scratch) as all_,
    ):
        tokens = product.sign_in(one), product.sign_in(all_)
        yield measures.nation(one, all_, filled, tokens)
        yield work.nation(one, all_, filled, house.scratch)
    with (
        stack.serving(house.administrator, house.scratch, scale) as theirs,
        product.serving(filled[1].url, house.scratch) as ours,
    ):
        yield from work.lists(ours, theirs, filled[1], house.scratch)


def nations_page(house: House) -> Iterator[Result]:
    """The leader's page of one department among 34."""
    filled = house.nation
    with product.serving(filled.url, house.scratch) as ours:
        yield from dashboard.page(ours, filled, house.server.url("nation", SUPERUSER), house.scratch)


def growth(house: House) -> Iterator[Result]:
    """Memory over a hundred thousand requests."""
    filled = house.province
    with product.serving(filled.url, house.scratch) as ours:
        yield measures.growth(ours, filled, product.sign_in(ours))


def start(house: House) -> Iterator[Result]:
    """Start of the API process."""
    house.stack_at(stack.PROVINCE)
    yield measures.start(house.province.url, house.administrator, house.scratch)


def issue(house: House) -> Iterator[Result]:
    """Issuing a plan to 900 and 4,500 schools, lists meanwhile, a killed worker."""
    yield from issuing.issuing(house.server, house.scratch)


def read_documents(house: House) -> Iterator[Result]:
    """A plan of 60 tasks as DOCX, XLSX and PDF, from the POST to the preview."""
    yield from imports.imports(house.server, house.scratch)


def consolidated(house: House) -> Iterator[Result]:
    """A consolidated report of 1,600 units as DOCX, PDF and XLSX, from the POST to the end of its job."""
    yield from reports.consolidated(house.server, house.scratch)


def last_hour(house: House) -> Iterator[Result]:
    """1,600 units sign in and send two files and a report each, in ten minutes."""
    yield from deadline.deadline(house.server, house.scratch)


def kept_files(house: House) -> Iterator[Result]:
    """Files of 256 MiB raw and by tus, a list meanwhile, a library of 110,000, 10,000 judged at once."""
    yield from evidence.evidence(house.server, house.scratch)


def changes(house: House) -> Iterator[Result]:
    """The change feed: events a second, how far it is behind."""
    filled = house.province
    with product.serving(filled.url, house.scratch) as ours:
        yield from feed.feed(ours, filled, house.scratch)


def up(house: House) -> Iterator[Result]:
    """`make up`, the second time."""
    yield measures.second_up(house.scratch)


PARTS: dict[str, Callable[[House], Iterator[Result]]] = {
    "speed": speed,
    "work": lists_of_work,
    "values": values,
    "dashboard": leaders_page,
    "nation": nation,
    "dashboard-nation": nations_page,
    "growth": growth,
    "start": start,
    "issuing": issue,
    "imports": read_documents,
    "reports": consolidated,
    "deadline": last_hour,
    "evidence": kept_files,
    "feed": changes,
    "up": up,
}


def main() -> int:
    """Measure, print, judge."""
    wanted = sys.argv[1:] or list(PARTS)
    if not set(wanted) <= PARTS.keys():
        print(*[f"{name:10} {part.__doc__}" for name, part in PARTS.items()], sep="\n")
        return 2
    load.require()
    stack.folder()
    scratch, began = Path(tempfile.mkdtemp(prefix="lotrinh-bench-")), time.monotonic()
    scratch.chmod(0o711)  # as root, the database server runs as somebody else
    try:
        with database.started(scratch) as server:
            house = House(server, scratch)
            print("| | ours | compared with | ratio | asked | |\n|---|---|---|---|---|---|", flush=True)
            results = [_shown(result) for name in wanted for result in PARTS[name](house)]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    minutes = (time.monotonic() - began) / 60
    print(f"\n{minutes:.0f} min; load average at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if all(result.holds for result in results) else 1


def _shown(result: Result) -> Result:
    """Print a line of the table as soon as it is known."""
    asked = "" if result.target is None else f"{'≥' if result.at_least else '≤'} {result.target:g}"
    verdict = "" if result.target is None else "ok" if result.holds else "MISSED"
    value = f"{result.value:.2f} {result.unit}" if result.unit == "×" else ""
    print(f"| {result.what} | {result.ours} | {result.theirs} | {value} | {asked} | {verdict} |", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
