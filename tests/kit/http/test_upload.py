"""A file sent as a form or as a body: its bytes whole, its name as its sender wrote it, its fields apart."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request

from api.kit.files import LocalFiles
from api.kit.http import handlers
from api.kit.http.upload import filename_of, receive
from api.kit.problems import UnsupportedMediaType

LIMIT = 300_000


@pytest.fixture
def store(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path)


@pytest.fixture
async def door(store: LocalFiles) -> AsyncIterator[httpx.AsyncClient]:
    """A server that says what it took in."""
    app = FastAPI()
    handlers.install(app)

    def admit(head: bytes) -> None:
        if head.startswith(b"no"):
            raise UnsupportedMediaType(expected="yes")

    @app.post("/")
    async def take(request: Request) -> dict[str, object]:
        request.scope.setdefault("state", {})["request_id"] = "r"
        upload = await receive(request, store, limit=LIMIT, admit=admit, fields={"unit"})
        return {"sha": upload.stored.sha256, "name": upload.filename, **upload.fields, "digest": upload.digest.hex()}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


def _kept(store: LocalFiles) -> int:
    return sum(path.is_file() for path in store._objects.parent.rglob("*"))


@pytest.mark.parametrize("size", [1, 1023, 1024, 1025, 65_536, LIMIT])
@pytest.mark.parametrize("piece", [7919, 1 << 20])
async def test_bytes_arrive_whole_however_they_are_cut(door: httpx.AsyncClient, size: int, piece: int) -> None:
    data = (b"\r\n--x\r\n-" * (size // 8 + 1))[:size]
    form = httpx.Request("POST", "http://test/", files={"file": ("a.docx", data)}, data={"unit": "hp"})
    body = b"".join([part async for part in form.stream])  # type: ignore[union-attr]

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), piece):
            yield body[start : start + piece]

    headers = {"Content-Type": form.headers["content-type"]}
    answer = (await door.post("/", content=pieces(), headers=headers)).json()
    assert (answer["sha"], answer["name"]) == (hashlib.sha256(data).hexdigest(), "a.docx")
    assert answer["unit"] == "hp"


async def test_one_byte_too_many_is_refused_and_leaves_nothing(door: httpx.AsyncClient, store: LocalFiles) -> None:
    assert (await door.post("/", files={"file": ("a", bytes(LIMIT + 1))})).status_code == 413
    named = {"Content-Disposition": "attachment; filename=a"}
    assert (await door.post("/", content=bytes(LIMIT + 1), headers=named)).status_code == 413
    assert _kept(store) == 0


async def test_a_wrong_beginning_is_refused_and_leaves_nothing(door: httpx.AsyncClient, store: LocalFiles) -> None:
    for size in (2, 5000):
        assert (await door.post("/", files={"file": ("a", b"no" + bytes(size))})).status_code == 415
    assert _kept(store) == 0


@pytest.mark.parametrize(
    ("files", "data", "status"),
    [
        ({"photo": ("a", b"x")}, {}, 422),
        ([("file", ("a", b"x")), ("file", ("b", b"y"))], {}, 422),
        ({"file": ("a", b"x")}, {"colour": "red"}, 422),
        ({"file": ("a", b"x")}, {"unit": "x" * 1001}, 422),
    ],
)
async def test_a_form_that_says_something_else_is_refused(door: httpx.AsyncClient, files, data, status) -> None:
    assert (await door.post("/", files=files, data=data)).status_code == status


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc'),
    ],
)
async def test_a_broken_form_is_refused(door: httpx.AsyncClient, store: LocalFiles, content_type, body) -> None:
    assert (await door.post("/", content=body, headers={"Content-Type": content_type})).status_code == 400
    assert _kept(store) == 0


async def test_a_packed_body_is_refused(door: httpx.AsyncClient) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Disposition": "attachment; filename=a"}
    assert (await door.post("/", content=b"x", headers=headers)).status_code == 415


async def test_the_digest_is_of_the_file_and_not_of_the_boundary(door: httpx.AsyncClient) -> None:
    async def digest(**data: str) -> str:
        return str((await door.post("/", files={"file": ("a", b"x")}, data=data)).json()["digest"])

    assert await digest() == await digest()
    assert await digest() != await digest(unit="hp")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="Kế hoạch.docx"', "Kế hoạch.docx"),
        ("attachment; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.docx; filename=x", "Kế hoạch.docx"),
        ("attachment; filename=a.pdf", "a.pdf"),
        (r'form-data; name="file"; filename="C:\\Tai lieu\\a.docx"', "a.docx"),
        ('form-data; name="file"; filename="../../etc/passwd"', "passwd"),
        ('form-data; name="file"; filename="a%22b.docx"', 'a"b.docx'),
        ('form-data; name="file"; filename="a\u202eb\x01.docx"', "ab.docx"),
        ('form-data; name="filename"', None),
        ('attachment; filename=""', None),
        ("", None),
    ],
)
def test_a_file_is_called_what_its_sender_calls_it(header: str, name: str | None) -> None:
    assert filename_of(header) == name
