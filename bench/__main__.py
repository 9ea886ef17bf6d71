"""`python -m bench`: the ratios, each with its target; exit code 1 when one is missed.

`python -m bench speed` measures only the list and the 304s.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import data, database, load, measures, product, stack
from bench.measures import Result


def main() -> int:
    """Measure, print, judge."""
    load.require()
    stack.folder()
    scratch = Path(tempfile.mkdtemp(prefix="lotrinh-bench-"))
    scratch.chmod(0o711)  # as root, the database server runs as somebody else
    try:
        results = [_shown(result) for result in _results(scratch, short=sys.argv[1:] == ["speed"])]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"load average at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if all(result.holds for result in results) else 1


def _results(scratch: Path, *, short: bool) -> Iterator[Result]:
    with database.started(scratch) as server:
        administrator, ours = database.administrator(server), server.url()
        stack.generate(administrator, scratch)
        filled = data.fill(ours)
        with stack.serving(administrator, scratch) as theirs, product.serving(ours, scratch) as api:
            headers = product.sign_in(api)
            if not short:
                yield measures.twentieth(api, filled, headers)
            yield from measures.speed(api, theirs, filled, headers)
            yield measures.memory(api, theirs)
            if not short:
                yield measures.growth(api, filled, headers)
        if short:
            return
        yield measures.start(ours, administrator, scratch)
        everywhere = database.create(server, "nation")
        filled_everywhere = data.fill(everywhere, departments=34)
        with product.serving(ours, scratch) as one, product.serving(everywhere, scratch) as all_:
            tokens = product.sign_in(one), product.sign_in(all_)
            yield measures.nation(one, all_, (filled, filled_everywhere), tokens)
    yield measures.second_up(scratch)


def _shown(result: Result) -> Result:
    """Print a line as soon as it is known."""
    verdict = "ok" if result.holds else "MISSED"
    bound = "≥" if result.at_least else "≤"
    value = f"{result.value:.2f} {result.unit}"
    print(
        f"{result.what:34} {result.ours:>12}   {result.theirs:38} {value:>9}  {bound} {result.target:g}  {verdict}",
        flush=True,
    )
    return result


if __name__ == "__main__":
    sys.exit(main())
