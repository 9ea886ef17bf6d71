"""What audiences owe for tasks, and who reports on the plan."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schemas import In, Line, LongText, Out, Ref, Reference
from api.plans.schemas.party import PartyIn, PartyOut

Owes = Literal["inform", "yes_no", "figure", "product"]
Level = Literal["preschool", "primary", "lower_secondary", "upper_secondary", "continuing", "vocational_continuing"]
Ownership = Literal["public", "community", "private"]
Area = Literal["urban", "rural", "disadvantaged"]
Cadence = Literal["month", "quarter", "half_year", "year", "school_year", "semester", "once", "ad_hoc"]


class AskIn(In):
    """What one audience owes."""

    audience: Reference = Field(description="The audience, by code or id.")
    owes: Owes = Field(description="inform (để biết), yes_no, figure or product.")
    education_levels: Annotated[list[Level], Field(max_length=6)] = Field(
        default_factory=list, description="Only schools of these levels; empty is all."
    )
    ownership: Annotated[list[Ownership], Field(max_length=3)] = Field(
        default_factory=list, description="Only schools owned so; empty is all."
    )
    area: Annotated[list[Area], Field(max_length=3)] = Field(
        default_factory=list, description="Only schools that lie so; empty is all."
    )
    indicator: Reference | None = Field(default=None, description="The indicator a figure answers, by code or id.")


class EngagementIn(AskIn):
    """What one audience owes for one task."""

    task: Reference = Field(description="A task of the plan, by code or id.")


class EngagementsIn(In):
    """All engagements of a plan."""

    items: Annotated[list[EngagementIn], Field(max_length=2000)] = Field(
        description="All of them; those left out are removed."
    )


class EngagementOut(Out):
    """What one audience owes for one task."""

    id: UUID = Field(description="Its identifier.")
    task: Ref = Field(description="The task.")
    audience: Ref = Field(description="The audience.")
    owes: Owes = Field(description="What it owes.")
    education_levels: list[Level] = Field(description="Only schools of these levels; empty is all.")
    ownership: list[Ownership] = Field(description="Only schools owned so; empty is all.")
    area: list[Area] = Field(description="Only schools that lie so; empty is all.")
    indicator: Ref | None = Field(description="The indicator a figure answers.")


class EngagementsOut(Out):
    """All engagements of a plan."""

    version: int = Field(description="The plan's version, as an If-Match of the next PUT.")
    next_cursor: None = Field(description="Always null: the list comes whole.")
    items: list[EngagementOut] = Field(description="In the order given.")


class ReportingRuleIn(In):
    """Who reports to whom, how often and by when."""

    subject: LongText = Field(min_length=1, description="What the report is about.")
    who_name: Line | None = Field(default=None, description="Who reports, as printed.")
    who: Annotated[list[PartyIn], Field(max_length=100)] = Field(default_factory=list, description="Who that is.")
    via: Annotated[list[PartyIn], Field(max_length=100)] = Field(
        default_factory=list, description="Who compiles on the way, in order."
    )
    to_name: Line | None = Field(default=None, description="Who receives it, as printed.")
    to: Annotated[list[PartyIn], Field(max_length=100)] = Field(default_factory=list, description="Who that is.")
    cadence: Cadence | None = Field(default=None, description="How often; null where the plan does not say.")
    due_text: Line | None = Field(default=None, description="By when, as printed.")
    section: Line | None = Field(default=None, description="Where in the plan it stands.")


class ReportingRulesIn(In):
    """All reporting rules of a plan."""

    items: Annotated[list[ReportingRuleIn], Field(max_length=200)] = Field(
        description="All of them; those left out are removed."
    )


class ReportingRuleOut(Out):
    """Who reports to whom, how often and by when."""

    id: UUID = Field(description="Its identifier.")
    subject: str = Field(description="What the report is about.")
    who_name: str | None = Field(description="Who reports, as printed.")
    who: list[PartyOut] = Field(description="Who that is.")
    via: list[PartyOut] = Field(description="Who compiles on the way, in order.")
    to_name: str | None = Field(description="Who receives it, as printed.")
    to: list[PartyOut] = Field(description="Who that is.")
    cadence: Cadence | None = Field(description="How often.")
    due_text: str | None = Field(description="By when, as printed.")
    section: str | None = Field(description="Where in the plan it stands.")


class ReportingRulesOut(Out):
    """All reporting rules of a plan."""

    version: int = Field(description="The plan's version, as an If-Match of the next PUT.")
    next_cursor: None = Field(description="Always null: the list comes whole.")
    items: list[ReportingRuleOut] = Field(description="In the order of the plan.")
