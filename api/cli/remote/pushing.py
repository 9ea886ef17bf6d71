"""Rows of a CSV file to the bulk door: tried first, then written in pieces, each once however often it is sent.

More rows than one request holds are one piece all the same, which a job of the server carries out.
"""

import csv
import gzip
import hashlib
import io
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.cli.remote.connection import Refusal

AT_ONCE = 20_000
ONE_REQUEST, ONE_JOB = 100_000, 1_000_000
_LOOK_SECONDS = 1.0
_TRIES = 6
_AGAIN = {httpx.codes.CONFLICT, httpx.codes.TOO_MANY_REQUESTS, *range(500, 600)}
_TOLD = {httpx.codes.OK, httpx.codes.MULTI_STATUS, httpx.codes.ACCEPTED, httpx.codes.UNPROCESSABLE_ENTITY}
_DOOR = "/indicator-values/bulk"
Told = Callable[[int], None]


@dataclass(frozen=True)
class Piece:
    """Some rows of the file as a file of their own; `before` rows stand above them."""

    before: int
    rows: int
    body: bytes


@dataclass(frozen=True)
class Reject:
    """One thing wrong with a row, which is counted from 1 in the whole file."""

    row: int
    field: str
    message: str


@dataclass
class Outcome:
    """What became of all rows."""

    counts: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)


def pieces(file: Path, at_once: int | None = None) -> list[Piece]:
    """The file in pieces with its heading each; a semicolon between cells is understood. Raises Refusal.

    Where nobody says how many rows a piece has, a file larger than a request goes to jobs.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"không đọc được tệp / cannot read the file: {error}") from error
    heading, _, _ = text.partition("\n")
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    if len(rows) < 2:
        raise Refusal("tệp không có dòng dữ liệu / the file has no data rows")
    heading_row, data = rows[0], [row for row in rows[1:] if row]
    return [*_cut(heading_row, data, at_once or (ONE_JOB if len(data) > ONE_REQUEST else AT_ONCE))]


def _cut(heading: list[str], rows: list[list[str]], at_once: int) -> Iterator[Piece]:
    for start in range(0, len(rows), at_once):
        part = rows[start : start + at_once]
        body = io.StringIO()
        csv.writer(body).writerows([heading, *part])
        yield Piece(start, len(part), body.getvalue().encode())


def push(client: httpx.Client, parts: list[Piece], *, mode: str, dry_run: bool, told: Told) -> Outcome:
    """Send every piece; `told` hears of each that was taken. Raises Refusal."""
    outcome = Outcome()
    for part in parts:
        body = _sent(client, part, mode=mode, dry_run=dry_run)
        if body.get("job"):
            body = _followed(client, body["job"], told)
        else:
            told(part.rows)
        for name in ("created", "updated", "unchanged", "rejected"):
            outcome.counts[name] += body.get(name, 0)
        outcome.rejects += [_reject(part, error) for error in body.get("errors") or ()]
        outcome.batches += filter(None, [body.get("batch")])
    return outcome


def undo(client: httpx.Client, batch: str) -> int:
    """Take a load back; how many records it had written. Raises Refusal where something newer stands on it."""
    try:
        answer = client.post(f"/batches/{batch}/undo")
        body: dict[str, Any] = answer.json()
    except (httpx.TransportError, ValueError) as error:
        raise Refusal(f"đứt kết nối / cut off: {error}") from error
    if answer.is_success:
        return int(body["created"] + body["updated"])
    raise Refusal("\n  ".join([f"{batch}: {body.get('detail', answer.reason_phrase)}", *body.get("newer", ())]))


def _reject(part: Piece, error: dict[str, Any]) -> Reject:
    row = error.get("row", 0)
    return Reject(part.before + row, error["pointer"].rpartition("/")[2], error["message"])


def _sent(client: httpx.Client, part: Piece, *, mode: str, dry_run: bool) -> dict[str, Any]:
    """The answer to a piece. Raises Refusal."""
    headers = {"Content-Type": "text/csv"} | ({} if dry_run else {"Idempotency-Key": _key(part, mode)})
    query = {"mode": mode, "dry_run": str(dry_run).lower()}
    body = part.body
    if part.rows > ONE_REQUEST:
        headers |= {"Prefer": "respond-async", "Content-Encoding": "gzip"}
        body = gzip.compress(body, mtime=0)  # the same bytes each time, as the key demands
    return _read(_tried(lambda: client.post(_DOOR, params=query, content=body, headers=headers)))


def _followed(client: httpx.Client, job_id: str, told: Told) -> dict[str, Any]:
    """What came of a piece that a job carries out. Raises Refusal where it came to nothing."""
    seen = 0
    while True:
        job: dict[str, Any] = _tried(lambda: client.get(f"/jobs/{job_id}")).json()
        told(job["progress"]["done"] - seen)
        seen = job["progress"]["done"]
        if job["finished_at"] is not None:
            break
        time.sleep(_LOOK_SECONDS)
    result: dict[str, Any] = job["result"] or {}
    if "received" in result:
        return result
    why = result.get("detail") or job["error"] or job["status"]
    raise Refusal(" ".join([f"{job['kind']} {job_id}: {why}", *_faults(result)]))


def _tried(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer to a request: asked once more, a little later each time, while the line or the server fails."""
    failed = ""
    for attempt in range(_TRIES):
        try:
            answer = ask()
        except httpx.TransportError as error:
            failed = str(error) or type(error).__name__
        else:
            if answer.status_code not in _AGAIN:
                return answer
            failed = f"{answer.status_code} {answer.reason_phrase}"
        time.sleep(min(0.5 * 2**attempt, 10))
    raise Refusal(f"đứt kết nối ({failed}); chạy lại lệnh này để gửi tiếp / cut off; run the command again to go on")


def _read(answer: httpx.Response) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    if answer.status_code in _TOLD and ("received" in body or body.get("code") == "rows_rejected"):
        return body
    raise Refusal(" ".join([str(body.get("detail", answer.reason_phrase)), *_faults(body)]))


def _faults(body: dict[str, Any]) -> list[str]:
    return [f"{error['pointer']}: {error['message']}" for error in body.get("errors") or ()]


def _key(part: Piece, mode: str) -> str:
    """The same for the same rows: what was taken before the line was cut is not taken twice."""
    return hashlib.sha256(f"{mode}\n{part.before}\n".encode() + part.body).hexdigest()
