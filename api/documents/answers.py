"""A document as an answer: drawn when the request's transaction is over, so that it holds no connection meanwhile."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from api.documents.form import printable
from api.documents.paper import Grid, Paper, pack
from api.documents.rendering import EDITION, Format, render
from api.kit.http.etag import etag, not_modified

# What a GET of a document declares beside its problems.
DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in Format},
    }
}
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))


def drawn_from(paper: Paper | Grid) -> str:
    """What a file is drawn from, in short: of the same paper in the same layout it need not be drawn again."""
    return f"{EDITION}:{hashlib.sha256(pack(paper)).hexdigest()}"


def document(
    request: Request, paper: Paper | Grid, form: Format, *, name: str, version: int | None, drawn: bytes | None = None
) -> Response:
    """The file of a paper, or 304; `name` is what it is saved as, without an ending.

    `version` is of the record it shows; None where that is of an earlier day, which carries no ETag. `drawn` is the
    file, where it was drawn of this paper before.
    """
    headers = {"Content-Disposition": disposition(f"{name}.{form}"), "Cache-Control": "private, no-cache"}
    if version is not None:
        tag = etag(version, [form, drawn_from(paper)])
        if unchanged := not_modified(request, tag):
            return unchanged
        headers["ETag"] = tag
    if drawn is not None:
        return Response(drawn, headers=headers, media_type=form.media_type)
    return _Drawn(paper, form, request.app.state.fonts, headers)


def disposition(name: str) -> str:
    """The header that offers a file under its Vietnamese name (RFC 6266), and under an ASCII one for old clients."""
    plain = printable(name).translate(_FORBIDDEN_IN_NAMES)
    ending = plain.rpartition(".")[2]
    return f"attachment; filename=\"document.{ending}\"; filename*=UTF-8''{quote(plain, safe='')}"


class _Drawn(Response):
    """Draws when it is sent."""

    def __init__(self, paper: Paper | Grid, form: Format, fonts: Path | None, headers: Mapping[str, str]) -> None:
        super().__init__(headers=dict(headers), media_type=form.media_type)
        self._what = (paper, form, fonts)
        self._said = {**headers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Draw, then answer; what fails before is answered as any other failure."""
        body = await render(*self._what)
        await Response(body, headers=self._said, media_type=self.media_type)(scope, receive, send)
