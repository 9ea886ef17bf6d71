"""A seeded deployment with real accounts, and things of Hải Phòng's to try to get at."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.assignments.models import Assignment
from api.evidence.models import Evidence, EvidenceFile, EvidencePicture
from api.followup.models import Clarification, Difficulty
from api.identity.models import Client, Grant, User
from api.indicators.models import Confirmation
from api.indicators.queries.values import Key
from api.integration.webhooks.models import Webhook, WebhookDelivery, WebhookState
from api.kit.bulk import Batch
from api.kit.db import Database
from api.kit.ids import uuid7
from api.kit.jobs import Job
from api.notifications.models import Notification
from api.plans.imports.correcting import NOWHERE, blank
from api.plans.imports.kept import keep_header, keep_row
from api.plans.imports.preview import Header, Row, RowKind
from api.plans.models import Amendment, Plan, PlanImport, Task
from api.reporting.models import Regime, RegimeStep, Report, ReportEdition, Round, RoundStep
from api.requests.models import DataAnswer, DataRequest
from api.settings import OidcProvider, Settings
from api.signin.oidc.models import ExternalIdentity
from api.signin.oidc.service.provider import Directory
from api.signin.passkeys.models import Passkey
from api.units.models import Unit
from tests.contract.small import small_demonstration
from tests.seed.conftest import clone_of_seeded, seed_settings
from tests.support.clock import NOON, FixedClock

__all__ = ["seed_settings"]

HOME, ABROAD = "hai-phong", "long-an"
NAMES = ("leader", "coordinator", "officer", "commune", "head", "school", "viewer")
ROLE_OF = {"commune": "commune_officer", "head": "school_head", "school": "school_officer"}
PASSWORD = "lotrinh-demo"
# Refused for a draft, whatever the body says.
IN_FORCE = {"amend_plan", "record_child_plan", "call_for_child_plans"}
DIGEST: dict[str, Any] = {"on": "2026-05-20", "count": 0, "items": []}


class _Directory(Directory):
    """Knows the provider of the settings without asking it."""

    async def metadata(self, provider: OidcProvider, _now: datetime) -> dict[str, Any]:
        return {"authorization_endpoint": f"{provider.issuer}/auth"}


@dataclass
class World:
    """Tokens by account, and the identifiers of things of Hải Phòng's."""

    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def places(self, operation: str) -> dict[str, str]:
        """What the path of an operation names: the draft plan, but for what is done to a plan in force only."""
        return (
            self.ids
            | {"position": "1", "edition": "1", "type": "plan.issued"}
            | ({"plan_id": self.ids["issued_id"]} if operation in IN_FORCE else {})
        )

    def headers(self, account: str | None) -> dict[str, str]:
        """What an account's requests carry; nobody's carry nothing."""
        return {} if account is None else {"Authorization": f"Bearer {self.tokens[account]}"}


@pytest_asyncio.fixture(scope="session")
async def seeded_url(admin_url: str, seed_settings: Settings) -> AsyncIterator[str]:
    """A clone of a template with the small demonstration in it; loaded once for all workers."""
    async with clone_of_seeded(admin_url, "lotrinh_small", seed_settings, small_demonstration()) as url:
        yield url


@pytest_asyncio.fixture(scope="session")
async def seeded_database(seeded_url: str) -> AsyncIterator[Database]:
    """The seeded deployment's database."""
    database = Database.connect(seeded_url, pool=5)
    yield database
    await database.close()


@pytest_asyncio.fixture(scope="session")
async def engine(seeded_database: Database) -> AsyncEngine:
    """Tests of this folder run in the seeded deployment."""
    return seeded_database.engine


@pytest_asyncio.fixture(scope="session")
async def world(application: FastAPI, seeded_database: Database) -> World:
    """Sign everybody in, and let the coordinator of Hải Phòng draft a plan."""
    application.state.database, application.state.clock = seeded_database, FixedClock(NOON)
    application.state.oidc_directory = _Directory()
    made = World()
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver/api/v1") as client:
        accounts = ["admin", *(f"{name}.{slug}" for slug in (HOME, ABROAD) for name in NAMES)]
        for account in accounts:
            made.tokens[account] = await _sign_in(client, account)
        await _draft(client, made)
    await _look_up(seeded_database, made)
    return made


async def _sign_in(client: httpx.AsyncClient, account: str) -> str:
    form = {"grant_type": "password", "username": account, "password": PASSWORD}
    answer = await client.post("/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def _draft(client: httpx.AsyncClient, made: World) -> None:
    """A draft plan with one of everything."""
    headers = made.headers(f"coordinator.{HOME}")

    async def post(key: str, path: str, /, **body: Any) -> dict[str, Any]:
        answer = await client.post(path, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        made.ids[key] = answer.json()["id"]
        found: dict[str, Any] = answer.json()
        return found

    plan = await post("plan_id", "/plans", year=2027, title="Kế hoạch dự thảo năm 2027")
    await post("group_id", f"/plans/{plan['id']}/task-groups", code="I", title="Nhóm thứ nhất")
    product = {"title": "Báo cáo", "kind": "document"}
    task = await post("task_id", "/tasks", plan=plan["id"], title="Nhiệm vụ", deliverables=[product])
    made.ids["deliverable_id"] = task["deliverables"][0]["id"]
    await post(
        "indicator_id", "/indicators", code="matrix-1", name="Chỉ số thử", unit_of_measure="%", kind="ratio",
        numerator_label="đã làm", denominator_label="tất cả", direction="up",
        frequency="quarter", time_behaviour="point", measured_on=["school", "department"], source="reported",
    )  # fmt: skip
    value = {"indicator": "matrix-1", "unit": "hp", "period": "2026-Q1", "numerator": 8, "denominator": 10}
    entered = await client.put("/indicator-values", json=value, headers=headers)
    assert entered.status_code == 201, entered.text
    made.ids["value_id"] = entered.json()["id"]
    await post("target_id", "/targets", plan=plan["id"], indicator=made.ids["indicator_id"], text="≥ 95 %", value=95)
    code = {"client": f"ioc.{HOME}", "indicator": "matrix-1", "value": "MA.0"}
    named = await client.put("/indicator-codes", json=code, headers=headers)
    assert named.status_code == 201, named.text
    made.ids["code_id"] = named.json()["id"]
    await post("audience", "/audiences", name="Trường thử nghiệm", members=[])
    await _send_files(client, made, headers)
    officer = {"user": f"officer.{HOME}"}
    invitation = await client.post("/invitations", json=officer, headers=made.headers("admin"))
    assert invitation.status_code == 201, invitation.text
    made.ids["invitation_id"] = invitation.json()["id"]
    sessions = (await client.get("/sessions", headers=headers)).json()["items"]
    made.ids["session_id"] = sessions[0]["id"]
    admin = made.headers("admin")
    cluster = await client.post("/clusters", json={"name": "Cụm thử", "department": "hp"}, headers=admin)
    assert cluster.status_code == 201, cluster.text
    made.ids["cluster"] = cluster.json()["id"]


async def _send_files(client: httpx.AsyncClient, made: World, headers: dict[str, str]) -> None:
    """A piece of evidence of the department's, and one on its way."""
    file = {"file": ("bien-ban.pdf", b"%PDF-1.7 bi\xc3\xaan b\xe1\xba\xa3n")}
    sent = await client.post("/evidence", files=file, headers=headers)
    assert sent.status_code == 201, sent.text
    made.ids["evidence_id"] = sent.json()["id"]
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": "filename YS5wZGY="}
    begun = await client.post("/uploads", headers=headers | tus)
    assert begun.status_code == 201, begun.text
    made.ids["upload_id"] = begun.headers["location"].rpartition("/")[2]


async def _draw(session: AsyncSession, evidence_id: str) -> None:
    """Pictures of the evidence, as the worker would draw them; any bytes do."""
    sent = await session.get_one(Evidence, UUID(evidence_id))
    session.add(EvidenceFile(file_sha256=sent.sha256, signatures=[], pages=1))
    await session.flush()
    for position in (0, 1):
        session.add(
            EvidencePicture(
                file_sha256=sent.sha256, position=position, sha256=sent.sha256, size=sent.size, width=1, height=1
            )
        )


async def _look_up(database: Database, made: World) -> None:
    async with database.session(NOON) as session:
        user = await session.scalar(select(User).where(User.username == f"officer.{HOME}"))
        owner = await session.scalar(select(User.id).where(User.username == f"coordinator.{HOME}"))
        assert user is not None
        made.ids["user_id"] = str(user.id)
        made.ids["grant_id"] = str(await session.scalar(select(Grant.id).where(Grant.user_id == user.id)))
        made.ids["client_id"] = str(await session.scalar(select(Client.id).where(Client.code == f"ioc.{HOME}")))
        made.ids["unit"] = str(await session.scalar(select(Unit.id).where(Unit.code == "hp-vp")))
        work = await _an_assignment(session)
        made.ids |= {"assignment_id": str(work.id), "issued_id": str(work.plan_id)}
        made.ids |= {"import_id": str(await _an_import(session, work.unit_id))}
        made.ids |= await _webhook(session, UUID(made.ids["client_id"]))
        linked = ExternalIdentity(user_id=owner, provider="an-idp", value_hash=b"x", created_at=NOON)
        passkey = Passkey(
            user_id=owner, credential_id=b"x", public_key=b"", sign_count=0, transports=[], backed_up=False, name="x",
            created_at=NOON,
        )  # fmt: skip
        session.add_all([linked, passkey])
        job = Job(kind="trial", owner_kind="user", owner_id=owner)
        session.add(job)
        batch = _a_batch(owner, UUID(made.ids["unit"]))
        session.add(batch)
        amendment = Amendment(
            plan_id=UUID(made.ids["plan_id"]), number=1, effective_on=NOON.date(), reason="Thử", legal_bases=[],
            changes=[],
        )  # fmt: skip
        session.add(amendment)
        await _draw(session, made.ids["evidence_id"])
        notice = Notification(user_id=owner, kind="digest", key="trial", data=DIGEST, created_at=NOON)
        session.add(notice)
        raised, asked = await _followed_up(session, made)
        made.ids |= await _reported(session, work.unit_id, UUID(made.ids["unit"]))
        made.ids["request_id"] = str(await _asked(session, made, work.unit_id))
        await session.commit()
        made.ids |= {"difficulty_id": str(raised.id), "clarification_id": str(asked.id)}
        made.ids["notification_id"] = str(notice.id)
        made.ids["confirmation_id"] = str(await _confirmed(session, made))
        await session.commit()
        made.ids |= {"identity_id": str(linked.id), "provider": "an-idp", "passkey_id": str(passkey.id)}
        made.ids |= {"job_id": str(job.id), "batch_id": str(batch.id), "amendment_id": str(amendment.id)}


def _a_batch(owner: UUID | None, unit_id: UUID) -> Batch:
    """A load of the coordinator's, of which everything was refused."""
    counts = {"received": 1, "created": 0, "updated": 0, "unchanged": 0, "rejected": 1}
    return Batch(
        id=uuid7(), entity="indicator_value", mode="partial", owner_kind="user", owner_id=owner, owner_name="Người nạp",
        unit_id=unit_id, created_at=NOON, updated_at=NOON, **counts,
    )  # fmt: skip


async def _webhook(session: AsyncSession, client_id: UUID) -> dict[str, str]:
    """A webhook of the department's client, with a delivery that was given up."""
    webhook = Webhook(
        client_id=client_id, url="https://ioc.example.com/changes", description="", types=[], sealed_key=b"x"
    )
    session.add(webhook)
    await session.flush()
    session.add(WebhookState(webhook_id=webhook.id, position=0))
    delivery = WebhookDelivery(
        webhook_id=webhook.id, position=1, event_id=webhook.id, type="plan.issued", status="dead", attempts=9,
        created_at=NOON, queued_at=NOON, next_attempt_at=NOON,
    )  # fmt: skip
    session.add(delivery)
    await session.flush()
    return {"webhook_id": str(webhook.id), "delivery_id": str(delivery.id)}


async def _confirmed(session: AsyncSession, made: World) -> UUID:
    """What the department said of its value."""
    key = Key.parse(made.ids["value_id"])
    assert key is not None
    told = {"answer": "given", "numerator": "8", "denominator": "10", "value": None, "yes": None}
    word = Confirmation(
        **key._asdict(), department_id=key.unit_id, status="confirmed", told=told, source="client",
        said_by="Thử", on_behalf=False,
    )  # fmt: skip
    session.add(word)
    await session.flush()
    return word.id


async def _an_import(session: AsyncSession, unit_id: UUID) -> UUID:
    """A document of the department's plan, read to one row."""
    row = Row(RowKind.TASK, NOWHERE, blank(RowKind.TASK) | {"title": "Nhiệm vụ", "lead": ["Phòng Dân tộc"]})
    header = keep_header(Header(title="Kế hoạch thử", year=2027, horizon_years=[2027]))
    found = PlanImport(
        unit_id=unit_id, department_id=unit_id, filename="ke-hoach.docx", sha256="0" * 64, size=1, status="ready",
        header=header, rows=[keep_row(row)], remarks=[], left_out=[], row_count=1,
    )  # fmt: skip
    session.add(found)
    await session.flush()
    return found.id


async def _an_assignment(session: AsyncSession) -> Assignment:
    """What the department itself owes to its plan in force."""
    unit = (await session.scalars(select(Unit).where(Unit.code == "hp"))).one()
    found = select(Task).join(Plan, Plan.id == Task.plan_id).where(Plan.unit_id == unit.id, Plan.status == "issued")
    task = (await session.scalars(found.order_by(Task.position).limit(1))).one()
    work = Assignment(
        plan_id=task.plan_id, task_id=task.id, unit_id=unit.id, department_id=unit.id, role="lead", owes="product",
        occurrence="trial", status="not_started", withdrawn=False, percent=0, deliverables=[],
    )  # fmt: skip
    session.add(work)
    await session.flush()
    return work


async def _followed_up(session: AsyncSession, made: World) -> tuple[Difficulty, Clarification]:
    """An answered difficulty that a division put to the department, and what the leader asked of the department."""
    units = {unit.code: unit.id for unit in await session.scalars(select(Unit).where(Unit.code.in_(("hp", "hp-vp"))))}
    said = {"title": "Thử", "text": "Thử", "search": "thu", "plan_id": UUID(made.ids["plan_id"])}
    raised = Difficulty(
        unit_id=units["hp-vp"], department_id=units["hp"], put_to_id=units["hp"], status="answered", **said
    )
    asked = Clarification(
        unit_id=units["hp"], department_id=units["hp"], asked_by_id=units["hp"], status="answered",
        wording="require", due_on=NOON.date(), **said,
    )  # fmt: skip
    session.add_all([raised, asked])
    await session.flush()
    return raised, asked


async def _asked(session: AsyncSession, made: World, department: UUID) -> UUID:
    """An ad hoc request of the department's to one of its divisions."""
    column = {"key": "c1", "label": "Số máy", "kind": "number", "required": True, "choices": []}
    asked = DataRequest(
        unit_id=department, department_id=department, audience_id=UUID(made.ids["audience"]), title="Thử", text="",
        search="thu", columns=[column], due_at=NOON + timedelta(hours=4), by_name="Đầu mối", sample=False,
    )  # fmt: skip
    session.add(asked)
    await session.flush()
    session.add(
        DataAnswer(
            request_id=asked.id, unit_id=UUID(made.ids["unit"]), department_id=department, values=None,
            on_behalf=False,
        )
    )  # fmt: skip
    return asked.id


async def _reported(session: AsyncSession, department: UUID, division: UUID) -> dict[str, str]:
    """What a division sent to the department and corrected once, in a round of a regime; another reports to it."""
    outline = [{"code": "ket-qua", "kind": "text", "title": "Kết quả"}]
    whose = {"unit_id": department, "department_id": department, "title": "Thử"}
    regime = Regime(
        cadence="ad_hoc", first_on=NOON.date(), opens_days=0, closes_days=30, **whose,
        steps=[RegimeStep(position=0, outline=outline, parties=[])],
    )  # fmt: skip
    session.add(regime)
    await session.flush()
    of = Round(
        regime_id=regime.id, period="2026-05", starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31), status="open",
        opens_on=NOON.date(), closes_on=date(2026, 12, 31), followed_on=NOON.date(), **whose,
        steps=[RoundStep(position=0, cutoff_on=date(2026, 5, 31), outline=outline)],
    )  # fmt: skip
    session.add(of)
    await session.flush()
    report = Report(
        round_id=of.id, unit_id=division, department_id=department, under_id=department, to_id=department, step=0,
        status="sent", edition=2, sections={"ket-qua": "Xong"}, returned=[], first_sent_at=NOON, sent_at=NOON,
        receipt_code="2026-05-THU1-THU2", flaws=0,
    )  # fmt: skip
    session.add(report)
    await session.flush()
    another = await session.scalar(select(Unit.id).where(Unit.code == "hp-khtc"))
    below = Report(
        round_id=of.id, unit_id=another, department_id=department, under_id=department, to_id=division, step=0,
        status="draft", edition=1, returned=[], flaws=0,
    )  # fmt: skip
    session.add(below)
    content = {"sections": {"ket-qua": "Xong"}, "figures": [], "assignments": [], "difficulties": []}
    session.add(
        ReportEdition(
            report_id=report.id, edition=1, sent_at=NOON, received_at=NOON, received_by="Đầu mối",
            receipt_code="2026-05-THU3-THU4", content=content,
        )
    )  # fmt: skip
    return {"regime_id": str(regime.id), "round_id": str(of.id), "report_id": str(report.id)}
