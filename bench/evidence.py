"""Evidence: files that come in, a library of 110,000 of them, and 10,000 judged in one action."""

import asyncio
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from api.evidence.rules.kinds import JPEG, PNG
from api.kit.postgres import SUPERUSER, PostgresServer
from bench import data, database, library, load, product, uploads, work
from bench.load import Target
from bench.measures import ROUNDS, Result, ratio
from bench.processes import Running

_SECONDS = 5.0
_LIST_SECONDS = 2
# What the screen offers, by the words it shows: filters, orders, searches, and the desk of those who judge.
_ASKED: Mapping[str, Mapping[str, str]] = {
    "the newest": {},
    "the riskiest": {"sort": "-risk"},
    "by title": {"sort": "title"},
    "the largest": {"sort": "-size"},
    "whose last day comes first": {"sort": "expires_on"},
    "whose last day comes last": {"sort": "-expires_on"},
    "to be judged": {"verdict": "none"},
    "the desk": {"verdict": "none", "sort": "-risk"},
    "rejected, by title": {"verdict": "rejected", "sort": "title"},
    "photographs": {"media_type": JPEG},
    "sent elsewhere too": {"duplicates": "true"},
    "sent elsewhere too, to be judged": {"duplicates": "true", "verdict": "none", "sort": "-risk"},
    "common words": {"q": "tap huan"},
    "rare words": {"q": "Học bạ số 4711"},
    "a school's name": {"q": "le loi 1234"},
    "words nobody wrote": {"q": "không có đâu"},
    "words, by title": {"q": "bien ban", "sort": "title"},
    "words, to be judged": {"q": "bien ban", "verdict": "none", "sort": "-risk"},
}
_CALLERS = {data.COORDINATOR: "a department", data.OFFICER: "a division", data.HEAD: "a school"}


def evidence(server: PostgresServer, scratch: Path) -> Iterator[Result]:
    """Uploads, the library, one verdict on many."""
    database.create(server, "evidence")
    filled, administrator = data.fill(server, "evidence"), server.url("evidence", SUPERUSER)
    asyncio.run(library.fill(administrator))
    with product.serving(filled.url, scratch) as api:
        yield from uploads.uploads(api, product.sign_in(api, data.COORDINATOR), scratch)
        yield _judged(api, administrator)
        for caller, who in _CALLERS.items():
            headers = product.sign_in(api, caller)
            yield from _listed(api, headers, who, work.page_of_work(api, filled, scratch))


def _judged(api: Running, administrator: str) -> Result:
    """All that wait of one kind, by filter."""
    headers, times = product.sign_in(api, data.COORDINATOR), []
    given = {"verdict": "verified", "filter": {"media_type": PNG}}
    for _ in range(ROUNDS):
        started = time.perf_counter()
        told = product.call(api, "POST", "/evidence/verdicts", headers, given)
        times.append(time.perf_counter() - started)
        if told["changed"] != library.TO_JUDGE:
            raise SystemExit(f"not what was to be judged: {told}")
        asyncio.run(library.unjudge(administrator))
    seconds = statistics.median(times)
    return Result("10,000 files verified by filter", f"{seconds:.2f} s", "one POST", seconds, _SECONDS, unit="s")


def _listed(api: Running, headers: dict[str, str], who: str, other: Target) -> Iterator[Result]:
    """Pages of the library, as narrow as the screen can make them, against the list of work."""
    targets = {what: _page(api, headers, what, asked) for what, asked in _ASKED.items()}
    rates = load.interleaved([other, *targets.values()], rounds=ROUNDS, seconds=_LIST_SECONDS)
    for what in targets:
        yield ratio(f"library of {who}: {what}", rates[what], rates[other.name], "list of 50 assignments", 0.9)


def _page(api: Running, headers: dict[str, str], what: str, asked: Mapping[str, str]) -> Target:
    return Target(what, f"{api.base}/api/v1/evidence?{urlencode({**asked, 'limit': '50'})}", headers)
