"""/evidence/{id}/content: the bytes, as they came, to be saved and not to be run."""

import urllib.parse
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Header, Request, Response
from fastapi.responses import StreamingResponse

from api.evidence import service
from api.evidence.dependencies import EvidenceSeen, Reader
from api.evidence.errors import Infected, NotScanned, RangeNotSatisfiable
from api.evidence.models import Evidence
from api.evidence.rules.evidence import NOT_SERVED, Scan
from api.evidence.rules.kinds import ALLOWED
from api.evidence.rules.ranges import Span, Unsatisfiable, requested
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import Route, resource
from api.kit.problems import Forbidden, NotFound, Unavailable, declare


class ContentRoute(Route):
    """A route that answers with a file of some kind or other."""

    gives = ("*/*", "application/", "image/", "video/", "json")


router = resource("evidence", ContentRoute)
_BYTES: dict[str, Any] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ALLOWED}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": _BYTES},
    206: {"description": "The range asked for.", "content": _BYTES},
}


@router.get(
    "/evidence/{evidence_id}/content",
    response_class=StreamingResponse,
    operation_id="get_evidence_content",
    responses=declare(Forbidden, NotFound, NotScanned, Infected, RangeNotSatisfiable, Unavailable)
    | NOT_MODIFIED
    | _ANSWERS,
)
async def get_evidence_content(
    request: Request,
    at: Reader,
    evidence: EvidenceSeen,
    range_: str | None = Header(default=None, alias="Range", description="One range of bytes, as `bytes=0-1023`."),
    if_range: str | None = Header(default=None, alias="If-Range", description="The ETag the range is of."),
) -> Response:
    """The bytes as they were received. What is being scanned or holds malware is served to nobody."""
    if evidence.scan in NOT_SERVED:
        raise Infected if evidence.scan == Scan.INFECTED else NotScanned
    headers = _headers(evidence)
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers={"ETag": headers["ETag"]})
    with service.told():
        if await at.store.added_at(evidence.sha256) is None:
            raise Unavailable(headers={"Retry-After": "60"})
    span = _span(range_ if if_range in {None, headers["ETag"]} else None, evidence.size)
    if span is None:
        return _stream(at.store.read(evidence.sha256), 200, evidence, headers | {"Content-Length": str(evidence.size)})
    part = {
        "Content-Range": f"bytes {span.start}-{span.end - 1}/{evidence.size}",
        "Content-Length": str(span.end - span.start),
    }
    return _stream(at.store.read(evidence.sha256, *span), 206, evidence, headers | part)


def _stream(content: AsyncIterator[bytes], status: int, evidence: Evidence, headers: dict[str, str]) -> Response:
    return StreamingResponse(content, status, headers, evidence.media_type)


def _span(header: str | None, size: int) -> Span | None:
    try:
        return requested(header, size)
    except Unsatisfiable as error:
        raise RangeNotSatisfiable(size=size, headers={"Content-Range": f"bytes */{size}"}) from error


def _is_known(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in known.split(",")}


def _headers(evidence: Evidence) -> dict[str, str]:
    """Saved under its name in any alphabet; nothing in it may run, whatever a browser takes it for."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in evidence.filename)
    named = urllib.parse.quote(evidence.filename, safe="")
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{evidence.sha256}"',
    }
