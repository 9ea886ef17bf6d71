"""A file somebody sends: the `file` part of a form, or a whole body whose name stands in Content-Disposition.

It goes into the file store as it comes in, a piece at a time; a file too large, cut off or of a wrong kind leaves
nothing behind. A route that takes files does this before its work begins, so a slow sender holds no transaction:

    class PhotoRoute(Route):
        takes_in = (Depends(photo),)        # photo: reads with `receive` and hands over the `Upload`
"""

import hashlib
import re
import unicodedata
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from api.kit.files import FileStore, Inspect, Stored
from api.kit.problems import BadRequest, Message, TooLarge, UnsupportedMediaType, invalid
from api.kit.text.personal import in_words
from api.kit.validation import MESSAGES

FORM = "multipart/form-data"
# What a form may weigh beside its file: the other fields and the lines between.
FORM_OVERHEAD = 64 << 10
# So much of a file is looked at before it is let in.
HEAD = 1024
_LONGEST_FIELD = 1000
_LONGEST_NAME = 255
_NO_NAME = Message(
    "Thiếu tên tệp: hãy gửi Content-Disposition có filename.",
    "The file has no name: send a Content-Disposition with a filename.",
)
_TWO_FILES = Message("Mỗi lần chỉ gửi một tệp.", "Send one file at a time.")
_STARRED = re.compile(r"[;\s]filename\*\s*=\s*utf-8'[^']*'([^;\s]+)", re.IGNORECASE)
_NAMED = {
    name: re.compile(rf'[;\s]{name}\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))', re.IGNORECASE)
    for name in ("filename", "name", "boundary")
}

# Looks at the first bytes of a file; raises a Problem for one that is not taken.
Admit = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the store, what its sender calls it, and the other fields of its form."""

    stored: Stored
    filename: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> bytes:
        """The same for the same file sent with the same words, whatever a form's boundary is."""
        return hashlib.sha256(repr((self.stored.sha256, self.filename, sorted(self.fields.items()))).encode()).digest()


async def receive(
    request: Request,
    store: FileStore,
    *,
    limit: int,
    admit: Admit,
    fields: Collection[str] = (),
    inspect: Inspect | None = None,
) -> Upload:
    """Take the file in, at most `limit` bytes of it; a form may also have these fields.

    `inspect` looks at the whole file before it is kept. Raises UnsupportedMediaType, TooLarge, BadRequest for a form
    cut off, Invalid, and whatever `admit` and `inspect` raise.
    """
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity"}:
        raise UnsupportedMediaType(expected="Content-Encoding: identity")
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() == FORM:
        upload = await _from_form(_Form(request, content_type), store, limit, admit, fields, inspect=inspect)
    else:
        upload = await _from_body(request, store, limit, admit, inspect)
    request.state.body_digest = upload.digest
    request.state.written = beside(upload.filename, {**request.query_params, **upload.fields})
    return upload


def beside(filename: str, fields: Mapping[str, str]) -> str:
    """What somebody wrote who sends a file: its name, in words, and the fields beside it."""
    return "\n".join([in_words(filename), *fields.values()])


async def _from_body(request: Request, store: FileStore, limit: int, admit: Admit, inspect: Inspect | None) -> Upload:
    header = request.headers.get("content-disposition", "").encode("latin-1").decode("utf-8", "replace")
    filename = filename_of(header)
    if filename is None:
        raise invalid("/header/Content-Disposition", "missing", _NO_NAME)
    return Upload(await store.add(_admitted(request.stream(), limit, admit), inspect), filename)


async def _from_form(
    form: "_Form", store: FileStore, limit: int, admit: Admit, known: Collection[str], *, inspect: Inspect | None
) -> Upload:
    stored, filename, fields = None, "", dict[str, str]()
    parts = form.events()
    async for event in parts:
        if not isinstance(event, _Part):
            continue
        if event.name == "file":
            if stored is not None:
                raise invalid("/file", "repeated", _TWO_FILES)
            pieces = _admitted(_content(parts), limit, admit)
            stored, filename = await store.add(pieces, inspect), event.filename
        elif event.name in known:
            fields[event.name] = await _text(event.name, _content(parts))
        else:
            raise invalid(f"/{event.name}", "extra_forbidden", MESSAGES["extra_forbidden"])
    if stored is None:
        raise invalid("/file", "missing", MESSAGES["missing"])
    return Upload(stored, filename, fields)


async def _admitted(pieces: AsyncIterator[bytes], limit: int, admit: Admit) -> AsyncIterator[bytes]:
    """The pieces, once their beginning was let in, up to the limit."""
    taken, head = 0, b""
    looked = False
    async for piece in pieces:
        taken += len(piece)
        if taken > limit:
            raise TooLarge(limit=limit)
        if looked:
            yield piece
            continue
        head += piece
        if len(head) >= HEAD:
            admit(head)
            looked = True
            yield head
    if not looked:
        admit(head)
        yield head


async def _text(name: str, pieces: AsyncIterator[bytes]) -> str:
    value = b""
    async for piece in pieces:
        value += piece
        if len(value) > _LONGEST_FIELD:
            raise invalid(f"/{name}", "string_too_long", MESSAGES["string_too_long"], max_length=_LONGEST_FIELD)
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise invalid(f"/{name}", "string_unicode", MESSAGES["string_unicode"]) from error


# Names


def filename_of(disposition: str) -> str | None:
    """What a Content-Disposition calls the file, without folders and what no screen can show; None when it does not."""
    starred = _STARRED.search(disposition)
    if starred:
        return bare(unquote_to_bytes(starred[1]).decode("utf-8", "replace"))
    name = _parameter("filename", disposition)
    return None if name is None else bare(name.replace("%22", '"'))


def _parameter(name: str, header: str) -> str | None:
    found = _NAMED[name].search(header)
    if found is None:
        return None
    return re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2]


def bare(name: str) -> str | None:
    """A name as it is shown: the last part of a path, without what no screen can show; None when nothing is left."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    return unicodedata.normalize("NFC", shown)[-_LONGEST_NAME:] or None


# Forms


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a form begins."""

    name: str
    filename: str


_END = object()
_Event = _Part | bytes | object


class _Form:
    """A form's parts as they arrive; nothing of them is kept."""

    def __init__(self, request: Request, content_type: str) -> None:
        boundary = _parameter("boundary", content_type)
        if not boundary:
            raise BadRequest
        self._pieces = request.stream()
        self._found: deque[_Event] = deque()
        self._header = self._value = self._disposition = b""
        self._whole = False
        self._parser = MultipartParser(boundary.encode("latin-1", "replace"), self._callbacks())

    def _callbacks(self) -> Any:
        return {
            "on_header_field": self._on_header,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_begin,
            "on_part_data": lambda data, start, end: self._found.append(data[start:end]),
            "on_part_end": lambda: self._found.append(_END),
            "on_end": self._on_end,
        }

    async def events(self) -> AsyncIterator[_Event]:
        """Each part's beginning, pieces and end. Raises BadRequest for a form that is broken or cut off."""
        async for piece in self._pieces:
            try:
                self._parser.write(piece)
            except FormParserError as error:
                raise BadRequest from error
            while self._found:
                yield self._found.popleft()
        if not self._whole:
            raise BadRequest

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _on_begin(self) -> None:
        disposition = self._disposition.decode("utf-8", "replace")
        self._disposition = b""
        self._found.append(_Part(_parameter("name", disposition) or "", filename_of(disposition) or ""))

    def _on_end(self) -> None:
        self._whole = True


async def _content(events: AsyncIterator[_Event]) -> AsyncIterator[bytes]:
    """The pieces of the part that has begun."""
    async for event in events:
        if event is _END:
            return
        if isinstance(event, bytes):
            yield event
