"""Documents sent over HTTP, and read."""

from typing import Any

import pytest

from api.plans.imports import bounded
from api.plans.imports.document import Document
from tests.plans.imports.documents import LAYOUTS, docx_of, paper_of
from tests.plans.imports.facts import from_seed

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ALL = "/api/v1/plan-imports"


@pytest.fixture(scope="module")
def document() -> bytes:
    """Hải Phòng's plan in a layout of ours."""
    return docx_of(paper_of(from_seed("hai-phong"), LAYOUTS[0]))


@pytest.fixture
def send(client, coordinator, document):
    """`await send()`: the answer to a document sent as a form."""

    async def post(data: bytes | None = None, name: str = "ke-hoach.docx", headers: Any = None, **fields: str):
        files = {"file": (name, document if data is None else data, DOCX)}
        return await client.post(ALL, files=files, data=fields, headers=headers or coordinator)

    return post


@pytest.fixture(scope="module")
def parsed() -> dict[bytes, Document]:
    """What the child made of a document before: to start one anew takes longer than the rest of a test."""
    return {}


@pytest.fixture
def parsed_once(parsed: dict[bytes, Document], monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that was read before in this module is not parsed again."""
    parse = bounded.parse

    async def remembered(data: bytes, filename: str = "") -> Document:
        if data not in parsed:
            parsed[data] = await parse(data, filename)
        return parsed[data]

    monkeypatch.setattr(bounded, "parse", remembered)


@pytest.fixture
def ready(send, run_jobs, client, coordinator, parsed_once):
    """`await ready()`: an import that was read, with its ETag."""

    async def read(data: bytes | None = None, name: str = "ke-hoach.docx", **fields: str) -> tuple[dict[str, Any], str]:
        sent = await send(data, name, **fields)
        assert sent.status_code == 202, sent.text
        await run_jobs()
        answer = await client.get(f"{ALL}/{sent.json()['id']}", headers=coordinator)
        return answer.json(), answer.headers["etag"]

    return read
