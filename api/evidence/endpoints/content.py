"""/evidence/{id}/content: the bytes, to be saved and not to be run; /thumbnail and /preview: pictures of them."""

import urllib.parse
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.evidence import service
from api.evidence.dependencies import EvidenceSeen, Reader
from api.evidence.errors import Infected, NotScanned, NotShown, RangeNotSatisfiable
from api.evidence.rules.kinds import ALLOWED, JPEG
from api.evidence.rules.ranges import Span, Unsatisfiable, requested
from api.evidence.service import Shown
from api.kit.files import FileStore
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import Route, resource
from api.kit.problems import Forbidden, NotFound, Unavailable, declare

MOST_PAGES = 100


class ContentRoute(Route):
    """A route that answers with a file of some kind or other."""

    gives = ("*/*", "application/", "image/", "video/", "json")


router = resource("evidence", ContentRoute)
_ONE = "/evidence/{evidence_id}"
_REFUSALS = (Forbidden, NotFound, NotScanned, Infected, NotShown, Unavailable)


def _bytes(*kinds: str) -> dict[str, Any]:
    return {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": _bytes(*ALLOWED)},
    206: {"description": "The range asked for.", "content": _bytes(*ALLOWED)},
}
_PICTURE: dict[int | str, dict[str, Any]] = {200: {"description": "A JPEG.", "content": _bytes(JPEG)}}


@router.get(
    f"{_ONE}/content",
    response_class=StreamingResponse,
    operation_id="get_evidence_content",
    responses=declare(*_REFUSALS, RangeNotSatisfiable) | NOT_MODIFIED | _ANSWERS,
)
async def get_evidence_content(
    request: Request,
    at: Reader,
    evidence: EvidenceSeen,
    range_: str | None = Header(default=None, alias="Range", description="One range of bytes, as `bytes=0-1023`."),
    if_range: str | None = Header(default=None, alias="If-Range", description="The ETag the range is of."),
) -> Response:
    """The bytes as they were received. What is being scanned or holds malware is served to nobody.

    A photograph says where it was taken: those who do not verify it, its sender among them, get its preview instead, a
    file of its own with its own ETag.
    """
    shown = await service.content(at.session, at.subject, evidence)
    headers = _headers(shown, "attachment")
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers={"ETag": headers["ETag"]})
    await _check(at.store, shown)
    span = _span(range_ if if_range in {None, headers["ETag"]} else None, shown.size)
    if span is None:
        return _whole(at.store, shown, headers)
    part = {
        "Content-Range": f"bytes {span.start}-{span.end - 1}/{shown.size}",
        "Content-Length": str(span.end - span.start),
    }
    return _stream(at.store.read(shown.sha256, *span), 206, shown, headers | part)


@router.get(
    f"{_ONE}/thumbnail",
    response_class=StreamingResponse,
    operation_id="get_evidence_thumbnail",
    responses=declare(*_REFUSALS) | NOT_MODIFIED | _PICTURE,
)
async def get_evidence_thumbnail(request: Request, at: Reader, evidence: EvidenceSeen) -> Response:
    """A small picture of a PDF or a photograph, drawn by the server; 320 pixels at most."""
    return await _picture(request, at.store, await service.picture(at.session, evidence, 0))


@router.get(
    f"{_ONE}/preview",
    response_class=StreamingResponse,
    operation_id="get_evidence_preview",
    responses=declare(*_REFUSALS) | NOT_MODIFIED | _PICTURE,
)
async def get_evidence_preview(
    request: Request,
    at: Reader,
    evidence: EvidenceSeen,
    page: int = Query(default=1, ge=1, le=MOST_PAGES, description="Which page; `previews` says how many there are."),
) -> Response:
    """A page of a PDF, or a photograph without what it says of place and camera; 1,600 pixels at most."""
    return await _picture(request, at.store, await service.picture(at.session, evidence, page))


async def _picture(request: Request, store: FileStore, shown: Shown) -> Response:
    headers = _headers(shown, "inline")
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers={"ETag": headers["ETag"]})
    await _check(store, shown)
    return _whole(store, shown, headers)


async def _check(store: FileStore, shown: Shown) -> None:
    """Raises Unavailable where the bytes cannot be had, before an answer has begun."""
    with service.told():
        if await store.added_at(shown.sha256) is None:
            raise Unavailable(headers={"Retry-After": "60"})


def _whole(store: FileStore, shown: Shown, headers: dict[str, str]) -> Response:
    return _stream(store.read(shown.sha256), 200, shown, headers | {"Content-Length": str(shown.size)})


def _stream(content: AsyncIterator[bytes], status: int, shown: Shown, headers: dict[str, str]) -> Response:
    return StreamingResponse(content, status, headers, shown.media_type)


def _span(header: str | None, size: int) -> Span | None:
    try:
        return requested(header, size)
    except Unsatisfiable as error:
        raise RangeNotSatisfiable(size=size, headers={"Content-Range": f"bytes */{size}"}) from error


def _is_known(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in known.split(",")}


def _headers(shown: Shown, disposition: str) -> dict[str, str]:
    """Saved under its name in any alphabet; nothing in it may run, whatever a browser takes it for."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in shown.filename)
    named = urllib.parse.quote(shown.filename, safe="")
    return {
        "Content-Disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{named}",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{shown.sha256}"',
    }
