"""/plans/{id}/document over HTTP: who may have it, as what, and that what it says is the plan."""

import io

import pdfplumber
import pytest
import pytest_asyncio

from api.audit.service import SYSTEM
from api.documents.rendering import Format
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.plans.imports.preview import RowKind
from api.plans.imports.reading import read
from tests.factories.indicators import an_indicator
from tests.factories.plans import a_task, draft_plan, issued_plan

PLANS = "/api/v1/plans"


@pytest_asyncio.fixture
async def plan(session, ids):
    """Two tasks under the first heading, the second with a sub-row; one target."""
    await an_indicator(session)
    tasks = [a_task("1", group="I"), a_task("2", group="I"), a_task("2.1", parent="2", group="I")]
    plan = await issued_plan(session, tasks=tasks, title="Kế hoạch chuyển đổi số năm 2026")
    await store_targets(
        session, SYSTEM, plan, [TargetRow(indicator="chu-ky-so", number="1", value=80, comparator="ge", text="≥80%")]
    )
    await session.commit()
    return plan


def _address(plan) -> str:
    return f"{PLANS}/{plan.id}/document"


async def test_nobody_gets_no_document(client, plan):
    assert (await client.get(_address(plan))).status_code == 401


async def test_an_outsider_cannot_tell_a_document_from_none(client, plan, stranger):
    seen = await client.get(_address(plan), headers=stranger)
    none = await client.get(f"{PLANS}/{uuid7()}/document", headers=stranger)
    assert seen.status_code == none.status_code == 404
    assert seen.json()["detail"] == none.json()["detail"]


async def test_a_school_may_have_what_is_issued_and_no_draft(client, session, plan, as_):
    head = await as_("school_head", "hp-th1")
    draft, _ = await draft_plan(session, title="Dự thảo")
    assert (await client.get(_address(plan), headers=head)).status_code == 200
    assert (await client.get(_address(draft), headers=head)).status_code == 404


async def test_who_may_not_read_plans_is_refused(client, callers, plan, ids):
    headers = callers.sign_in(Subject("client", uuid7(), "Hệ thống", (), frozenset({"unit:read"})))
    assert (await client.get(_address(plan), headers=headers)).status_code == 403


@pytest.mark.parametrize("form", ["docx", "xlsx"])
async def test_the_document_is_read_back_as_the_plan(client, plan, leader, form):
    answer = await client.get(_address(plan), headers=leader, params={"format": form})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == Format(form).media_type
    assert answer.headers["cache-control"].startswith("private")
    preview = read(answer.content, f"plan.{form}")
    rows = [(row.understood["number"], row.understood["results"], row.understood["lead"])
            for row in preview.of_kind(RowKind.TASK)]  # fmt: skip
    assert rows == [(code, [f"Báo cáo {code}"], ["Văn phòng Sở"]) for code in ("1", "2", "2.1")]
    (target,) = preview.of_kind(RowKind.TARGET)
    assert (target.understood["target_text"], target.understood["unit_of_measure"]) == ("≥80%", "%")
    assert preview.header.title == "Kế hoạch chuyển đổi số năm 2026"


async def test_the_pdf_has_the_tasks(client, plan, leader):
    headers = leader | {"Accept": "application/pdf"}
    answer = await client.get(_address(plan), headers=headers, params={"format": "pdf"})
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pages:
        assert "Triển khai chữ ký số" in " ".join(page.extract_text() for page in pages.pages)


async def test_a_file_has_its_vietnamese_name(client, plan, leader):
    said = (await client.get(_address(plan), headers=leader)).headers["content-disposition"]
    assert said.startswith("attachment; filename=\"document.docx\"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20")


async def test_an_unchanged_document_is_not_sent_again(client, plan, leader):
    first = await client.get(_address(plan), headers=leader)
    known = leader | {"If-None-Match": first.headers["etag"]}
    assert (await client.get(_address(plan), headers=known)).status_code == 304
    assert (await client.get(_address(plan), headers=known, params={"format": "xlsx"})).status_code == 200
    again = await client.get(_address(plan), headers=leader)
    assert again.content == first.content


async def test_an_earlier_day_is_printed_as_it_was_and_what_is_cancelled_is_not(client, plan, leader):
    tag = (await client.get(f"{PLANS}/{plan.id}", headers=leader)).headers["etag"]
    tasks = (await client.get("/api/v1/tasks", headers=leader, params={"plan": str(plan.id)})).json()["items"]
    first = next(task for task in tasks if task["code"] == "1")
    amendment = {
        "effective_on": "2026-05-15", "reason": "Thử", "legal_bases": [{"type": "Quyết định"}],
        "tasks": {"cancel": [first["id"]]},
    }  # fmt: skip
    made = await client.post(f"{PLANS}/{plan.id}/amendments", headers=leader | {"If-Match": tag}, json=amendment)
    assert made.status_code == 201, made.text

    async def numbers(**params):
        answer = await client.get(_address(plan), headers=leader, params=params)
        assert answer.status_code == 200
        assert ("etag" in answer.headers) is not ("as_of" in params)
        return [row.understood["number"] for row in read(answer.content).of_kind(RowKind.TASK)]

    assert await numbers() == ["2", "2.1"]
    assert await numbers(as_of="2026-05-14") == ["1", "2", "2.1"]


async def test_an_unknown_format_is_named(client, plan, leader):
    answer = await client.get(_address(plan), headers=leader, params={"format": "odt"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/format"
