"""Who sends a file whose name holds a citizen number or a list of names is warned, and that is kept."""

import base64

import pytest
from sqlalchemy import select

from api.audit.models import AuditEntry
from tests.evidence.conftest import PDF

EVIDENCE, UPLOADS = "/api/v1/evidence", "/api/v1/uploads"
NUMBER = "CCCD_031205004321.pdf"


async def raw(client, headers, name, title):
    told = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "application/pdf"}
    return await client.post(EVIDENCE, content=PDF, headers=headers | told, params={"title": title})


async def form(client, headers, name, title):
    return await client.post(EVIDENCE, files={"file": (name, PDF)}, data={"title": title}, headers=headers)


async def tus(client, headers, name, title):
    said = [("filename", name), ("title", title)]
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said)
    told = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(PDF)), "Upload-Metadata": metadata}
    return await client.post(UPLOADS, headers=headers | told)


@pytest.mark.parametrize("send", [raw, form, tus])
async def test_a_name_that_holds_personal_data_is_warned_of(client, session, head, send):
    quiet = await send(client, head, "bien-ban.pdf", "Biên bản")
    assert (quiet.status_code, "x-personal-data" in quiet.headers) == (201, False), quiet.text
    for name, title in ((NUMBER, "Biên bản"), ("bien-ban.pdf", "CCCD 031205004321")):
        warned = await send(client, head, name, title)
        assert (warned.status_code, warned.headers["x-personal-data"]) == (201, "citizen_number"), warned.text
    kept = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "request.warned"))).all()
    assert [each.changes["warnings"] for each in kept] == [["citizen_number"]] * 2
    assert "031205004321" not in str([each.changes for each in kept])
