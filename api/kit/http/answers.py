"""Answers as bytes: plain dicts straight to JSON, with the ETag of a record and the 304 of an unchanged one."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response

from api.kit.http.etag import etag, not_modified

JSON = "application/json"
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):  # asyncpg's own subclass, which orjson does not know
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def to_json(value: Any) -> bytes:
    """JSON bytes: instants with Z, decimals as numbers, sets as sorted lists."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def takes_gzip(request: Request) -> bool:
    """Whether the client takes an answer packed with gzip."""
    codings = [part.strip() for part in request.headers.get("accept-encoding", "").split(",")]
    return "gzip" in codings


def record(
    request: Request,
    body: dict[str, Any],
    *,
    derived: Any = None,
    status: int = 200,
    location: str | None = None,
    as_of: bool = False,
) -> Response:
    """One record. `derived` enters the ETag; an as-of answer carries none, for it is of no current version."""
    if as_of:
        return Response(to_json(body), status, media_type=JSON)
    tag = etag(body["version"], derived)
    if request.method == "GET" and (unchanged := not_modified(request, tag)):
        return unchanged
    headers = {"ETag": tag} | ({"Location": location} if location else {})
    return Response(to_json(body), status, headers, JSON)


def rendered(request: Request, body: bytes, version: int, derived: Any = None) -> Response:
    """As `record`, for one whose JSON is made already."""
    tag = etag(version, derived)
    return not_modified(request, tag) or Response(body, headers={"ETag": tag}, media_type=JSON)


def plain(body: Any, status: int = 200) -> Response:
    """An answer that is no versioned record."""
    return Response(to_json(body), status, media_type=JSON)
