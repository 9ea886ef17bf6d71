"""What each kind of change says at once, under `data`. A key that need not be there has a default.

These are promises to other systems, so they stand here in one place and not where each change is told: the tests hold
every event that is written anywhere against them.
"""

from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

_PLAN = "0198f000-0000-7000-8000-000000000010"
_TASK = "0198f000-0000-7000-8000-000000000011"
_OTHER = "0198f000-0000-7000-8000-000000000012"
_PLAN_OF = "The plan it stands in."
_TASK_OF = "The task it is about, where it is about one."
_ITS_PLAN = "The plan it is about, where it is about one."
_STATUS = "What state it is in now."


class Data(BaseModel):
    """What a change says; nothing but the named keys. A validator is made for the tests alone."""

    model_config = ConfigDict(extra="forbid", defer_build=True)
    example: ClassVar[dict[str, Any]] = {}


class RefData(Data):
    """A record, named."""

    id: UUID = Field(description="Its identifier.")
    code: str | None = Field(description="Its code, where it has one.")
    name: str = Field(description="Its name.")


class Item(Data):
    """An item of `/changes`, as every type has it."""

    position: int = Field(description="Its place in the feed; rises, with gaps for what you may not see.")
    type: str = Field(description="What happened.")
    entity: str = Field(description="What kind of record it happened to.")
    entity_id: str = Field(description="Which one.")
    unit: RefData | None = Field(description="The unit it is about; null for what is shared by all.")
    version: int = Field(description="The record's version after it; the higher one is the newer.")
    at: datetime = Field(description="When it was written.")
    data: dict[str, Any] = Field(description="What is worth knowing at once.")


class Nothing(Data):
    """Nothing more."""


class NamedData(Data):
    """Of a unit, a cluster, an audience."""

    example: ClassVar[dict[str, Any]] = {
        "code": "hp-001054", "name": "Trường THCS Lê Lợi", "changes": {"name": "Trường THCS Lê Lợi"}
    }  # fmt: skip
    code: str | None = Field(description="Its code.")
    name: str = Field(description="Its name.")
    changes: dict[str, Any] = Field(description="What was changed: fields with their new values.")


class AccountData(Data):
    """Of an account: nobody is named."""

    example: ClassVar[dict[str, Any]] = {"disabled": False}
    disabled: bool = Field(description="Whether it is closed.")


class GrantData(Data):
    """Of a grant."""

    example: ClassVar[dict[str, Any]] = {"role": "school_head", "user": _OTHER}
    role: str = Field(description="The role.")
    user: UUID | None = Field(default=None, description="Whose it is; this or `client`.")
    client: UUID | None = Field(default=None, description="Or which client's.")


class PlanData(Data):
    """Of a plan."""

    example: ClassVar[dict[str, Any]] = {
        "year": 2026, "title": "Kế hoạch chuyển đổi số năm 2026", "number": "12/KH-SGDĐT", "status": "issued",
        "effective_on": "2026-01-01", "parent_plan_id": None,
    }  # fmt: skip
    year: int = Field(description="The year it is for.")
    title: str = Field(description="Its title.")
    number: str | None = Field(description="Its number, where it has one.")
    status: Literal["draft", "issued", "closed"] = Field(description=_STATUS)
    effective_on: date | None = Field(description="When it came into force.")
    parent_plan_id: UUID | None = Field(description="The plan it stands under.")


class AmendedPlanData(PlanData):
    """Of a plan that was amended."""

    example: ClassVar[dict[str, Any]] = PlanData.example | {
        "amendment": 1, "amendment_id": _OTHER, "amended_on": "2026-06-01"
    }  # fmt: skip
    amendment: int = Field(description="The amendment's number.")
    amendment_id: UUID = Field(description="The amendment.")
    amended_on: date = Field(description="From when it holds.")


class CalledData(Data):
    """Of a call for plans of units below."""

    example: ClassVar[dict[str, Any]] = {"audience_id": _OTHER, "due_on": "2026-02-15"}
    audience_id: UUID = Field(description="Who is asked.")
    due_on: date = Field(description="By when.")


class HandedOutData(Data):
    """Of a plan's work that was handed out, counted."""

    example: ClassVar[dict[str, Any]] = {"created": 812, "changed": 0, "cancelled": 3}
    created: int = Field(description="Assignments that are new.")
    changed: int = Field(description="Assignments that changed.")
    cancelled: int = Field(description="Assignments that are no longer asked.")


class PlanImportData(Data):
    """Of a plan document that is read."""

    example: ClassVar[dict[str, Any]] = {"filename": "ke-hoach-2026.pdf", "status": "ready", "plan_id": None}
    filename: str = Field(description="The file's name.")
    status: Literal["reading", "ready", "refused", "committed", "discarded"] = Field(description=_STATUS)
    plan_id: UUID | None = Field(description="The plan it became.")


class TaskGroupData(Data):
    """Of a group of tasks."""

    example: ClassVar[dict[str, Any]] = {"plan_id": _PLAN, "code": "I", "title": "Nhận thức số", "position": 0}
    plan_id: UUID = Field(description=_PLAN_OF)
    code: str = Field(description="As printed.")
    title: str = Field(description="Its title.")
    position: int = Field(description="Its place among the groups, from 0.")


class TaskData(Data):
    """Of a task."""

    example: ClassVar[dict[str, Any]] = {
        "plan_id": _PLAN, "code": "1.1", "number": "1", "title": "Triển khai học bạ số", "status": "in_progress",
        "percent": 40, "due_on": "2026-12-15",
    }  # fmt: skip
    plan_id: UUID = Field(description=_PLAN_OF)
    code: str = Field(description="Its code in the plan.")
    number: str | None = Field(description="As printed.")
    title: str = Field(description="Its title.")
    status: str = Field(description=_STATUS)
    percent: int = Field(description="How far it is, computed.")
    due_on: date | None = Field(description="When it is due.")


class DeliverableData(Data):
    """Of a product."""

    example: ClassVar[dict[str, Any]] = {
        "task_id": _TASK, "plan_id": _PLAN, "title": "Báo cáo kết quả", "kind": "document", "status": "done",
        "due_on": "2026-12-15",
    }  # fmt: skip
    task_id: UUID = Field(description="The task it is a product of.")
    plan_id: UUID = Field(description=_PLAN_OF)
    title: str = Field(description="Its title.")
    kind: str = Field(description="document, figure, activity or thing.")
    status: Literal["open", "done", "cancelled"] = Field(description=_STATUS)
    due_on: date | None = Field(description="When it is due.")


class IndicatorData(Data):
    """Of an indicator."""

    example: ClassVar[dict[str, Any]] = {
        "code": "hoc-ba-so", "name": "Tỷ lệ học bạ số", "kind": "ratio", "unit_of_measure": "%"
    }  # fmt: skip
    code: str = Field(description="Its code.")
    name: str = Field(description="Its name.")
    kind: str = Field(description="ratio, share_of_units, share_of_items, count or number.")
    unit_of_measure: str = Field(description="Unit of measure.")


class IndicatorCodeData(Data):
    """Of a code by which a system names an indicator."""

    example: ClassVar[dict[str, Any]] = {"client": "ioc.hai-phong", "indicator_id": _OTHER, "value": "CDS.01"}
    client: str = Field(description="The system's code.")
    indicator_id: UUID = Field(description="The indicator.")
    value: str = Field(description="What the system calls it.")


class TargetData(Data):
    """Of a target."""

    example: ClassVar[dict[str, Any]] = {
        "plan_id": _PLAN, "indicator_id": _OTHER, "year": 2026, "comparator": "ge", "text": "≥ 88%",
        "value": 88.0, "value_max": None, "baseline": None,
    }  # fmt: skip
    plan_id: UUID = Field(description=_PLAN_OF)
    indicator_id: UUID = Field(description="What is measured.")
    year: int = Field(description="The year it is for.")
    comparator: str | None = Field(description="How the figure is held against it, where it can be.")
    text: str | None = Field(description="As printed.")
    value: float | None = Field(description="The target, in the unit of measure.")
    value_max: float | None = Field(description="Upper end of a range.")
    baseline: float | None = Field(description="What a change is counted from.")


class ValueData(Data):
    """Of a value; the figure itself is at its own address, for who may read it."""

    example: ClassVar[dict[str, Any]] = {"indicator": "hoc-ba-so", "period": "2026-Q1", "state": "sent"}
    indicator: str = Field(description="The indicator's code.")
    period: str = Field(description="The period.")
    state: Literal["draft", "sent", "received", "returned", "withdrawn"] = Field(description=_STATUS)


class ConfirmationData(Data):
    """Of what a unit says to a figure from elsewhere."""

    example: ClassVar[dict[str, Any]] = {
        "value_id": f"{_OTHER}.{_TASK}.2026-Q1", "told_by_id": _OTHER, "period": "2026-Q1", "status": "disputed",
        "told": {"numerator": "41"}, "source": "client", "believed": {"numerator": "42"},
        "reason": "Thiếu một giáo viên mới về trường", "on_behalf": False, "remark": None,
    }  # fmt: skip
    value_id: str = Field(description="The value's id.")
    told_by_id: UUID | None = Field(description="The client or the user who sent the figure; a client is told of this.")
    period: str = Field(description="The period of the figure.")
    status: str = Field(description=_STATUS)
    told: dict[str, Any] = Field(description="The figure as it was sent; numbers as text.")
    source: str = Field(description="Where it came from.")
    believed: dict[str, Any] | None = Field(description="What the unit says it is, where it contests it.")
    reason: str | None = Field(description="Why.")
    on_behalf: bool = Field(description="Whether the office above said so for the unit.")
    remark: str | None = Field(description="What was said when it was settled.")


class BatchData(Data):
    """Of a load of many rows."""

    example: ClassVar[dict[str, Any]] = {"entity": "indicator_value", "undone": True, "records": 900}
    entity: str = Field(description="What kind of record it wrote.")
    undone: bool = Field(description="Whether it was taken back.")
    records: int = Field(description="How many records that put back.")


class BaseCountData(Data):
    """Of a base count."""

    example: ClassVar[dict[str, Any]] = {"kind": "pupils", "on": "2026-09-05", "count": 812, "source": "csdl"}
    kind: str = Field(description="What is counted.")
    on: date = Field(description="The day it was counted on.")
    count: int = Field(description="How many.")
    source: str = Field(description="Where the count came from.")


class AssignmentData(Data):
    """Of an assignment."""

    example: ClassVar[dict[str, Any]] = {
        "task_id": _TASK, "plan_id": _PLAN, "occurrence": "2026-Q1", "status": "completed", "percent": 100
    }  # fmt: skip
    task_id: UUID = Field(description="The task.")
    plan_id: UUID = Field(description="The plan.")
    occurrence: str = Field(description="Which of its dates: a period or a day.")
    status: str = Field(description=_STATUS)
    percent: int = Field(description="How far it is, computed.")


class LinkData(Data):
    """What a piece of evidence is about."""

    type: str = Field(description="What kind of record.")
    id: str = Field(description="Which one.")


class EvidenceData(Data):
    """Of a piece of evidence."""

    example: ClassVar[dict[str, Any]] = {
        "title": "Quyết định ban hành quy chế", "sha256": "9f" * 32, "media_type": "application/pdf", "size": 182044,
        "scan": "clean", "verdict": "none", "verdict_reason": None, "links": [{"type": "assignment", "id": _OTHER}],
        "expires_on": None,
    }  # fmt: skip
    title: str = Field(description="Its title.")
    sha256: str = Field(description="Of the bytes received.")
    media_type: str = Field(description="What kind of file.")
    size: int = Field(description="Bytes.")
    scan: Literal["unscanned", "pending", "clean", "infected", "error"] = Field(description="What the scan found.")
    verdict: Literal["none", "verified", "rejected"] = Field(description="What was judged.")
    verdict_reason: str | None = Field(description="Why.")
    links: list[LinkData] = Field(description="What it is about.")
    expires_on: date | None = Field(description="When what it shows ends.")


class RegimeData(Data):
    """Of a reporting regime."""

    example: ClassVar[dict[str, Any]] = {"title": "Báo cáo quý", "cadence": "quarter", "plan_id": _PLAN}
    title: str = Field(description="Its title.")
    cadence: str | None = Field(description="How often.")
    plan_id: UUID | None = Field(description=_ITS_PLAN)


class RoundData(Data):
    """Of a reporting round."""

    example: ClassVar[dict[str, Any]] = {
        "title": "Báo cáo quý I/2026", "period": "2026-Q1", "status": "open", "regime_id": _OTHER, "reports": 812
    }  # fmt: skip
    title: str = Field(description="Its title.")
    period: str = Field(description="The period.")
    status: str = Field(description=_STATUS)
    regime_id: UUID = Field(description="The regime it is a round of.")
    reports: int | None = Field(default=None, description="How many reports are asked; when it opens.")
    came: int | None = Field(default=None, description="How many units came to be asked meanwhile.")
    gone: int | None = Field(default=None, description="How many are no longer asked.")
    closes_on: date | None = Field(default=None, description="The new last day, where it moved.")


class ReportData(Data):
    """Of a report."""

    example: ClassVar[dict[str, Any]] = {
        "title": "Báo cáo quý I/2026", "period": "2026-Q1", "status": "sent", "round_id": _OTHER, "to_id": _TASK,
        "wording": "report",
    }  # fmt: skip
    title: str = Field(description="Its round's title.")
    period: str = Field(description="The period.")
    status: Literal["draft", "sent", "received", "returned"] = Field(description=_STATUS)
    round_id: UUID = Field(description="The round.")
    to_id: UUID = Field(description="The unit it goes to.")
    wording: str = Field(description="How one speaks to the unit: by its rank.")


class DataRequestData(Data):
    """Of a request out of turn."""

    example: ClassVar[dict[str, Any]] = {
        "title": "Số máy tính hỏng sau bão", "due_at": "2026-09-10T10:00:00+00:00", "closed": False, "asked": 120
    }  # fmt: skip
    title: str = Field(description="What is asked.")
    due_at: datetime = Field(description="By when.")
    closed: bool = Field(description="Whether it was closed before.")
    asked: int | None = Field(default=None, description="How many units were asked; when it is new.")
    chased_at: datetime | None = Field(default=None, description="When the silent were reminded.")
    units: int | None = Field(default=None, description="How many of them.")


class DataAnswerData(Data):
    """Of an answer to such a request."""

    example: ClassVar[dict[str, Any]] = {"request_id": _OTHER, "on_behalf": False}
    request_id: UUID = Field(description="The request.")
    on_behalf: bool = Field(description="Whether somebody else entered it for the unit.")


class DifficultyData(Data):
    """Of a difficulty."""

    example: ClassVar[dict[str, Any]] = {
        "title": "Thiếu máy tính", "status": "open", "put_to_id": _OTHER, "task_id": _TASK, "plan_id": _PLAN
    }  # fmt: skip
    title: str = Field(description="In a few words.")
    status: Literal["open", "answered", "resolved"] = Field(description=_STATUS)
    put_to_id: UUID = Field(description="The unit it was put to.")
    task_id: UUID | None = Field(description=_TASK_OF)
    plan_id: UUID | None = Field(description=_ITS_PLAN)


class ClarificationData(Data):
    """Of a request to clarify."""

    example: ClassVar[dict[str, Any]] = {
        "title": "Vì sao chậm?", "status": "open", "wording": "request", "due_on": "2026-06-01",
        "asked_by_id": _OTHER, "task_id": _TASK, "plan_id": _PLAN,
    }  # fmt: skip
    title: str = Field(description="In a few words.")
    status: str = Field(description=_STATUS)
    wording: str = Field(description="How one speaks to the unit: by its rank.")
    due_on: date = Field(description="By when.")
    asked_by_id: UUID = Field(description="The unit that asks.")
    task_id: UUID | None = Field(description=_TASK_OF)
    plan_id: UUID | None = Field(description=_ITS_PLAN)


class ChaseData(Data):
    """Of a chase."""

    example: ClassVar[dict[str, Any]] = {"how": "phone", "task_id": _TASK, "assignment_id": None}
    how: str = Field(description="How the unit was chased.")
    task_id: UUID | None = Field(description=_TASK_OF)
    assignment_id: UUID | None = Field(description="The assignment it was about.")
