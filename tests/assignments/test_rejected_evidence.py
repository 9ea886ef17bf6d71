"""Work handed in with proof that is not accepted is open again, its unit told why; by the feed."""

import pytest
import pytest_asyncio
from sqlalchemy import select

from api.assignments.models import Assignment, AssignmentUpdate
from api.kit import events
from api.kit.subscriptions import read_once
from api.worker import SUBSCRIBERS

PAPER = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest_asyncio.fixture
async def proof(client, session, work, ids, as_):
    """Evidence a school hung on its work, and that work."""
    head = await as_("school_head", "hp-th1")
    mine = (await session.scalars(select(Assignment).where(Assignment.unit_id == ids["hp-th1"]))).one()
    form = {"files": {"file": ("anh.pdf", PAPER, "application/pdf")}, "data": {"links": f"assignment:{mine.id}"}}
    sent = await client.post("/api/v1/evidence", headers=head, **form)
    assert sent.status_code == 201, sent.text
    return sent.json(), mine


@pytest.fixture
def judge(client, session, as_, database, clock):
    """`await judge(evidence, verb)`: an officer's verdict, and what the worker makes of it."""

    async def send(evidence, verb, body=None):
        officer = await as_("commune_officer", "hp-xa1")
        at = f"/api/v1/evidence/{evidence['id']}"
        tag = (await client.get(at, headers=officer)).headers["etag"]
        answer = await client.post(f"{at}/{verb}", headers=officer | {"If-Match": tag}, json=body)
        assert answer.status_code == 200, answer.text
        await session.commit()
        while await events.sequence(session):
            await session.commit()
            for subscriber in SUBSCRIBERS:
                await read_once(database, clock, subscriber)

    return send


async def stands(session, mine, status):
    mine.status = status
    await session.commit()


@pytest.mark.parametrize("status", ["awaiting_confirmation", "completed"])
async def test_work_whose_proof_is_rejected_is_open_again_with_the_reason(session, proof, judge, status):
    evidence, mine = proof
    await stands(session, mine, status)
    await judge(evidence, "reject", {"reason": "Ảnh mờ"})
    now = await session.get_one(Assignment, mine.id, populate_existing=True)
    assert (now.status, now.completed_at, now.percent) == ("in_progress", None, 0)
    (note,) = await session.scalars(select(AssignmentUpdate).where(AssignmentUpdate.assignment_id == mine.id))
    assert (note.status, note.text) == ("in_progress", f"Đề nghị bổ sung minh chứng “{evidence['title']}”: Ảnh mờ")


@pytest.mark.parametrize("status", ["not_started", "in_progress", "cancelled"])
async def test_what_was_not_handed_in_stays_as_it_is(session, proof, judge, status):
    evidence, mine = proof
    await stands(session, mine, status)
    await judge(evidence, "reject", {"reason": "Ảnh mờ"})
    assert (await session.get_one(Assignment, mine.id, populate_existing=True)).status == status


async def test_proof_that_is_accepted_changes_nothing(session, proof, judge):
    evidence, mine = proof
    await stands(session, mine, "completed")
    await judge(evidence, "verify")
    assert (await session.get_one(Assignment, mine.id, populate_existing=True)).status == "completed"


async def test_done_again_it_is_not_opened_by_old_news(session, proof, judge):
    evidence, mine = proof
    await stands(session, mine, "completed")
    await judge(evidence, "reject", {"reason": "Ảnh mờ"})
    await stands(session, await session.get_one(Assignment, mine.id, populate_existing=True), "awaiting_confirmation")
    await judge(evidence, "verify")
    assert (await session.get_one(Assignment, mine.id, populate_existing=True)).status == "awaiting_confirmation"
