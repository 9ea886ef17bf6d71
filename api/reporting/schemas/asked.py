"""What a unit is asked in a period, with the reports its answers go up with."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.indicators.schemas.expected import QuestionOut
from api.kit.schemas import Out, Ref, Reference
from api.reporting.rules.report import Act
from api.reporting.schemas.report import ReportOut


class AskedQuery(BaseModel):
    """Whose questions of which period are wanted."""

    model_config = ConfigDict(frozen=True)

    unit: Reference | None = Field(default=None, description="The unit, by code or id; by default the caller's own.")
    period: str | None = Field(
        default=None,
        min_length=4,
        max_length=12,
        description="2026-Q2; by default that of the unit's report due first, without one the quarter that runs.",
    )


class AskedReportOut(ReportOut):
    """A report of the unit for the period."""

    may: list[Act] = Field(description="What the caller may do with it now.")


class AskedFormOut(Out):
    """A unit's questions of a period, all plans together."""

    unit: Ref = Field(description="Who is asked.")
    period: str = Field(description="The period.")
    due_at: datetime | None = Field(description="When the first report still to be sent is due.")
    items: list[QuestionOut] = Field(
        description="The questions of the periods that end in this one and have begun: of a fourth quarter also the "
        "half-year's and the year's. An indicator of several plans is one question."
    )
    reports: list[AskedReportOut] = Field(description="The unit's reports of the period, those due first before.")
