"""ETags: `"<version>.<derived>"`, strong; writes compare the version only, reads the whole."""

import hashlib
import re
from typing import Annotated, Any

import orjson
from fastapi import Header, Request, Response

from api.kit.problems import Message, PreconditionRequired, Stale, invalid

IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag of the version read; its version must still hold.")
]
_OURS = re.compile(r'"([0-9]{1,20})\.[0-9a-f]+"')
_MALFORMED = Message('If-Match phải là ETag đã nhận, ví dụ "3.0".', 'If-Match must be an ETag received, as "3.0".')

# What a GET of a record declares beside its answer: `responses=declare(...) | NOT_MODIFIED`.
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "Still as `If-None-Match` says."}}


def etag(version: int, derived: Any = None) -> str:
    """The ETag of a record; `derived` is whatever changes without a write (percent, overdue, the Vietnamese day)."""
    if derived is None:
        return f'"{version}.0"'
    digest = hashlib.blake2b(orjson.dumps(derived, default=str), digest_size=6).hexdigest()
    return f'"{version}.{digest}"'


def expect_version(if_match: str | None, version: int) -> None:
    """Refuse a change made on an older version. Raises PreconditionRequired, Stale, or Invalid."""
    if if_match is None:
        raise PreconditionRequired
    versions = {_version(tag) for tag in if_match.split(",")}
    if version not in versions and "*" not in versions:
        raise Stale


def _version(tag: str) -> int | str:
    text = tag.strip()
    if text == "*":
        return text
    found = _OURS.fullmatch(text)
    if found is None:
        raise invalid("/header/If-Match", "bad_etag", _MALFORMED)
    return int(found[1])


class Unchanged(Response):
    """304. It has a tag and nothing else, so the steps by which any answer is put together are not taken."""

    def __init__(self, tag: str) -> None:
        self.status_code, self.body, self.background = 304, b"", None
        self.raw_headers = [(b"etag", tag.encode())]


def not_modified(request: Request, tag: str) -> Response | None:
    """The 304 answer when If-None-Match names this very state (weak comparison, RFC 9110, 13.1.2)."""
    header = request.headers.get("if-none-match")
    if header is None or (header != tag and not _names(header, tag)):
        return None
    return Unchanged(tag)


def _names(header: str, tag: str) -> bool:
    known = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag.removeprefix("W/") in known or "*" in known
