"""What changed, from the server's feed into a file or onto the screen: each change once, wherever it broke off."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from api.cli.remote.connection import Refusal

_PAGE = 200
_WAIT = 25  # seconds the server holds an answer until there is something
_TRIES = 8
_AGAIN = {httpx.codes.TOO_MANY_REQUESTS, *range(500, 600)}
_TAIL = 1 << 16
Change = dict[str, Any]


def pull(client: httpx.Client, file: Path, since: int | None, types: str, told: Callable[[int], None]) -> int:
    """Write what changed to the end of a file, a line of JSON each; the position from which to go on.

    A file that is there is gone on with after its last whole line. Raises Refusal.
    """
    after = _last_position(file) if file.exists() else since
    count = 0
    with file.open("ab") as written:
        for changes, position in pages(client, after, types, wait=False):
            written.writelines(_line(change) for change in changes)
            written.flush()
            os.fsync(written.fileno())
            count += len(changes)
            told(count)
            after = position
    return after or 0


def pages(client: httpx.Client, after: int | None, types: str, *, wait: bool) -> Iterator[tuple[list[Change], int]]:
    """Changes after a position page by page, each with the position it goes to; with `wait` for ever, else to the end.

    Raises Refusal.
    """
    while True:
        asked = {"limit": str(_PAGE)} | ({"types": types} if types else {}) | ({"wait": str(_WAIT)} if wait else {})
        body = _asked(client, asked | ({} if after is None else {"after": str(after)}))
        position: int = body["next_position"]
        if body["items"] or position != after:
            yield body["items"], position
        if position == after and not wait:
            return
        after = position


def _asked(client: httpx.Client, query: dict[str, str]) -> dict[str, Any]:
    """An answer of the feed: once more, a little later each time, while the line or the server fails."""
    failed = ""
    for attempt in range(_TRIES):
        try:
            answer = client.get("/changes", params=query)
            body: dict[str, Any] = answer.json()
        except (httpx.TransportError, ValueError) as error:
            failed = str(error) or type(error).__name__
        else:
            if answer.is_success:
                return body
            failed = str(body.get("detail", answer.reason_phrase))
            if answer.status_code not in _AGAIN:
                raise Refusal(failed)
        time.sleep(min(0.5 * 2**attempt, 30))
    raise Refusal(f"đứt kết nối ({failed}); chạy lại lệnh này để tiếp tục / cut off; run the command again to go on")


def _line(change: Change) -> bytes:
    return json.dumps(change, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _last_position(file: Path) -> int | None:
    """The position of the last whole line; what was cut off after it is taken away. None for an empty file."""
    with file.open("r+b") as kept:
        size = kept.seek(0, os.SEEK_END)
        kept.seek(max(0, size - _TAIL))
        tail = kept.read()
        whole = tail.rfind(b"\n") + 1
        kept.truncate(size - len(tail) + whole)
    lines = tail[:whole].splitlines()
    try:
        return int(json.loads(lines[-1])["position"]) if lines else None
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{file}: không phải tệp thay đổi / not a file of changes") from error
