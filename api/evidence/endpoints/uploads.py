"""/uploads: tus 1.0 (creation, creation-with-upload, expiration, checksum, termination)."""

import base64
import binascii
from collections.abc import Callable
from email.utils import format_datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response

from api.evidence.dependencies import Writer, words_of
from api.evidence.errors import (
    ChecksumMismatch,
    EmptyFile,
    EvidenceReplaced,
    FileNotAllowed,
    QuotaExceeded,
    StorageFull,
    TooManyUploads,
    TusVersion,
    UnsafeArchive,
    UploadBusy,
    WrongOffset,
)
from api.evidence.rules.metadata import Malformed, read_metadata
from api.evidence.service import largest, uploads
from api.evidence.service.uploads import Piece, Under
from api.kit.http.route import Route, resource
from api.kit.http.upload import bare, beside
from api.kit.permissions import SignedIn, mark_guard
from api.kit.problems import (
    BadRequest,
    Forbidden,
    Invalid,
    Message,
    NotFound,
    Problem,
    TooLarge,
    Unavailable,
    UnsupportedMediaType,
    declare,
    invalid,
)

VERSION = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"
_ALGORITHMS = ("sha256", "sha1", "md5")
_LARGEST = 2**53
_METADATA = "/header/Upload-Metadata"
_BAD_METADATA = Message("Upload-Metadata không đúng dạng tus.", "Upload-Metadata is not written as tus has it.")
_NO_NAME = Message("Thiếu tên tệp (filename).", "The file has no name (filename).")
_BAD_CHECKSUM = Message(
    "Upload-Checksum phải là thuật toán (sha256, sha1, md5) và giá trị base64.",
    "Upload-Checksum is an algorithm (sha256, sha1, md5) and a value in base64.",
)


class UploadRoute(Route):
    """A route of tus: every answer says which version it speaks, and no keys are kept (bytes have their offsets)."""

    keeps_answers = False

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Also refusals say it."""
        handle = super().get_route_handler()

        async def speak(request: Request) -> Response:
            try:
                response: Response = await handle(request)
            except Problem as problem:
                problem.headers = VERSION | problem.headers
                raise
            response.headers.update(VERSION)
            return response

        return speak


router = resource("uploads", UploadRoute)
_ONE = "/uploads/{upload_id}"
_BYTES: dict[str, Any] = {"content": {PIECE: {"schema": {"type": "string", "format": "binary"}}}}
_SENDING = (
    BadRequest, Forbidden, NotFound, TusVersion, EvidenceReplaced, WrongOffset, TooLarge, QuotaExceeded, FileNotAllowed,
    UnsupportedMediaType, EmptyFile, UnsafeArchive, Invalid, UploadBusy, ChecksumMismatch, Unavailable, StorageFull,
)  # fmt: skip
_Checksum = Annotated[
    str | None, Header(alias="Upload-Checksum", max_length=200, description="`sha256 <base64>` of this body.")
]


async def _spoken(at: Writer, tus: Annotated[str | None, Header(alias="Tus-Resumable")] = None) -> uploads.Desk:
    if tus != VERSION["Tus-Resumable"]:
        raise TusVersion
    return uploads.Desk(at.session, at.subject, at.actor, at.settings, at.store)


Spoken = Annotated[uploads.Desk, Depends(_spoken)]


async def _own(upload_id: UUID, at: Writer) -> Under:
    return await uploads.find(uploads.Desk(at.session, at.subject, at.actor, at.settings, at.store), upload_id)


OwnUpload = Annotated[Under, mark_guard(_own, None)]


@router.options(
    "/uploads", status_code=204, response_class=Response, operation_id="get_upload_options",
    responses=declare(Forbidden),
)  # fmt: skip
async def get_upload_options(request: Request, subject: SignedIn) -> Response:
    """What is understood here, and the largest file the caller may send."""
    return Response(
        status_code=204,
        headers={
            "Tus-Version": "1.0.0",
            "Tus-Extension": "creation,creation-with-upload,expiration,checksum,termination",
            "Tus-Checksum-Algorithm": ",".join(_ALGORITHMS),
            "Tus-Max-Size": str(largest(subject, request.app.state.settings)),
        },
    )


@router.post(
    "/uploads",
    status_code=201,
    response_class=Response,
    operation_id="create_upload",
    responses=declare(*_SENDING, TooManyUploads),
    openapi_extra={"requestBody": {"required": False, **_BYTES}},
)
async def create_upload(
    request: Request,
    at: Spoken,
    length: Annotated[int, Header(alias="Upload-Length", ge=0, le=_LARGEST, description="Bytes of the whole file.")],
    metadata: Annotated[
        str | None,
        Header(
            alias="Upload-Metadata",
            max_length=8_000,
            description="filename, filetype, title, unit, links (`assignment:<id>,…`), replaces, expires_on.",
        ),
    ] = None,
    checksum: _Checksum = None,
) -> Response:
    """Begin an upload; its address is in `Location`. The body may hold its first bytes already."""
    said = _metadata(metadata)
    filename = bare(said.get("filename", ""))
    if filename is None:
        raise invalid(f"{_METADATA}/filename", "missing", _NO_NAME)
    carries = request.headers.get("content-type", "") != ""
    if carries:
        _check_type(request)
    digest = _read_checksum(checksum)
    request.state.written = beside(filename, {name: text for name, text in said.items() if name != "filename"})
    words = words_of(said, _METADATA)
    upload = await uploads.begin(at, words, filename, said.get("filetype", "")[:100] or None, length)
    offset, evidence = 0, None
    if carries:
        upload, offset, evidence = await uploads.receive(at, upload, Piece(0, request.stream(), digest))
    location = {"Location": f"/api/v1/uploads/{upload.id}"}
    return Response(status_code=201, headers=_where(upload, offset, evidence) | location)


@router.get(
    _ONE, response_class=Response, operation_id="get_upload", responses=declare(Forbidden, NotFound, TusVersion)
)
async def get_upload(upload: OwnUpload, at: Spoken) -> Response:
    """How far it is; clients ask by HEAD."""
    headers = _where(upload, uploads.offset_of(at, upload), upload.evidence_id)
    return Response(headers=headers | {"Upload-Length": str(upload.length), "Cache-Control": "no-store"})


@router.patch(
    _ONE,
    status_code=204,
    response_class=Response,
    operation_id="append_upload",
    responses=declare(*_SENDING),
    openapi_extra={"requestBody": {"required": True, **_BYTES}},
)
async def append_upload(
    request: Request,
    upload: OwnUpload,
    at: Spoken,
    offset: Annotated[int, Header(alias="Upload-Offset", ge=0, le=_LARGEST, description="Where these bytes begin.")],
    checksum: _Checksum = None,
) -> Response:
    """Send the next bytes. With the last of them the evidence is made, and named in `Link; rel="describedby"`."""
    _check_type(request)
    piece = Piece(offset, request.stream(), _read_checksum(checksum))
    upload, reached, evidence = await uploads.receive(at, upload, piece)
    return Response(status_code=204, headers=_where(upload, reached, evidence))


@router.delete(
    _ONE,
    status_code=204,
    response_class=Response,
    operation_id="delete_upload",
    responses=declare(Forbidden, NotFound, TusVersion, UploadBusy),
)
async def delete_upload(upload: OwnUpload, at: Spoken) -> Response:
    """Give an upload up; what it became stays."""
    await uploads.terminate(at, upload.id)
    return Response(status_code=204)


def _where(upload: Under, offset: int, evidence_id: UUID | None) -> dict[str, str]:
    expiry = {"Upload-Offset": str(offset), "Upload-Expires": format_datetime(upload.expires_at, usegmt=True)}
    made = {} if evidence_id is None else {"Link": f'</api/v1/evidence/{evidence_id}>; rel="describedby"'}
    return expiry | made


def _metadata(header: str | None) -> dict[str, str]:
    try:
        return read_metadata(header)
    except Malformed as error:
        raise invalid(_METADATA, "bad_metadata", _BAD_METADATA) from error


def _check_type(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != PIECE:
        raise UnsupportedMediaType(expected=PIECE)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType(expected=f"{PIECE} (Content-Encoding: identity)")


def _read_checksum(header: str | None) -> tuple[str, bytes] | None:
    if header is None:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid("/header/Upload-Checksum", "bad_checksum", _BAD_CHECKSUM) from error
    if algorithm.lower() not in _ALGORITHMS:
        raise invalid("/header/Upload-Checksum", "bad_checksum", _BAD_CHECKSUM)
    return algorithm.lower(), digest
