"""A unit before a visit: who is there, what is late there, what stands in its way."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.dashboard.schemas import ObstacleOut, OwedOut
from api.kit.schemas import Out, Ref
from api.reporting.rules.report import Status
from api.units.rules.words import Kind

Role = Literal[
    "leader", "coordinator", "division_head", "officer", "commune_leader", "commune_officer", "school_head",
    "school_officer",
]  # fmt: skip


class PersonOut(Out):
    """Somebody who acts for the unit."""

    name: str = Field(description="Their name.")
    roles: list[Role] = Field(description="What they do there.")
    email: str | None = Field(description="Where to write to them.")


class ReportedOut(Out):
    """A report of the unit's that is still to come, or came late."""

    id: UUID = Field(description="The report.")
    title: str = Field(description="What is reported.")
    period: str = Field(description="Of which period.")
    status: Status = Field(description="Where it stands.")
    due_at: datetime | None = Field(description="When it is due.")
    first_sent_at: datetime | None = Field(description="When it came first.")
    overdue: bool = Field(description="Whether it is past due and not there.")


class ProfileOut(Out):
    """What one should know of a unit before a visit, beside its figures, which `GET /dashboard` tells."""

    unit: Ref = Field(description="The unit.")
    kind: Kind = Field(description="What it is.")
    people: list[PersonOut] = Field(description="Who acts for it.")
    reports: list[ReportedOut] = Field(
        description="Its reports of open rounds that have not come, and those of the year that came late; the newest "
        "due first, at most ten."
    )
    late: int = Field(description="Its own work past due.")
    late_work: list[OwedOut] = Field(description="What of it is due the longest, at most ten.")
    difficulties: list[ObstacleOut] = Field(description="Its open difficulties, the newest first, at most ten.")
