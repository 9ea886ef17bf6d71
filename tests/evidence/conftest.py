"""The world tests of evidence look at: two provinces, work of schools, and files of every kind."""

import io
import zipfile

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.assignments.models import Assignment
from tests.assignments.conftest import engage, work
from tests.evidence import tus
from tests.plans.conftest import as_, coordinator, ids, leader, stranger

__all__ = ["as_", "coordinator", "engage", "ids", "leader", "stranger", "work"]

URL = "/api/v1/evidence"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 30
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 30


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, bytes)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def office(part):
    """The least that is a DOCX, XLSX or PPTX."""
    return zipped(("[Content_Types].xml", b"<Types/>"), (part, b"<x/>"))


@pytest_asyncio.fixture
async def head(as_):
    """The head of a school in Hải Phòng."""
    return await as_("school_head", "hp-th1")


@pytest.fixture
def send(client):
    """`await send(headers, content, "tên.pdf", **query)`: a raw body with its name."""

    async def post(headers, content=PDF, name="bien-ban.pdf", *, kind="application/pdf", **query):
        named = f'attachment; filename="{name}"'.encode()
        sent = {**headers, "Content-Disposition": named, "Content-Type": kind}
        return await client.post(URL, content=content, headers=sent, params=query)

    return post


@pytest.fixture
def work_of(session, ids, work):
    """`await work_of("hp-th1")`: what a school owes."""

    async def find(code):
        return (await session.scalars(select(Assignment).where(Assignment.unit_id == ids[code]))).one()

    return find


@pytest_asyncio.fixture
async def officer(as_):
    """The officer of the commune above the school."""
    return await as_("commune_officer", "hp-xa1")


@pytest.fixture
def set_up(app, settings, monkeypatch):
    """`set_up(clamd_port=…)`: the deployment with other settings, for requests and jobs."""

    def use(**changed):
        made = settings.model_copy(update=changed)
        monkeypatch.setattr("api.evidence.jobs.get_settings", lambda: made)
        app.state.settings = made
        return made

    yield use
    app.state.settings = settings


@pytest.fixture
def begin(client):
    """`await begin(headers, length, **metadata)`."""

    async def post(headers, length=tus.LENGTH, content=None, more=None, **said):
        named = {"filename": "biên bản.pdf"} | said
        sent = (
            headers | tus.TUS | {"Upload-Length": str(length), "Upload-Metadata": tus.metadata(**named)} | (more or {})
        )
        return await client.post(tus.URL, headers=sent | (tus.PIECE if content is not None else {}), content=content)

    return post


@pytest.fixture
def append(client):
    """`await append(headers, url, offset, content)`."""

    async def patch(headers, url, offset, content, **more):
        sent = headers | tus.TUS | tus.PIECE | {"Upload-Offset": str(offset)} | more
        return await client.patch(url, headers=sent, content=content)

    return patch
