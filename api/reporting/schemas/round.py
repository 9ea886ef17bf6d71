"""Rounds as the API takes and shows them, and how complete they are."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.kit.schemas import LAST_DAY, Day, In, Line, LongText, Out, Patch, Ref, Reference
from api.reporting.schemas.regime import SectionOut


class RoundIn(In):
    """A round opened by hand."""

    regime: UUID = Field(description="Of this regime, by id.")
    period: Line = Field(description="What it is about: 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.")
    due_on: Day | None = Field(default=None, description="The due day of each step that has no rule of its own.")


class RoundPatch(Patch):
    """What changes (RFC 7396)."""

    closes_on: Day = Field(
        default_factory=lambda: LAST_DAY, description="The last day reports are sent in it; a day over closes it."
    )


class ExtensionIn(In):
    """More time for those who have not sent."""

    unit: Reference | None = Field(default=None, description="This unit, by code or id; or …")
    under: Reference | None = Field(default=None, description="… this unit and all below it.")
    due_on: Day = Field(description="The new due day, later than the one there is.")
    reason: LongText | None = Field(default=None, description="Why.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "ExtensionIn":
        if (self.unit is None) == (self.under is None):
            raise PydanticCustomError("unit_or_under", "either a unit or all under one")
        return self


class ExtendedOut(Out):
    """Whom it reaches."""

    extended: int = Field(description="How many reports have more time.")


class RoundStepOut(Out):
    """A step of a round with its dates."""

    due_at: datetime | None = Field(description="Its due instant.")
    cutoff_on: date = Field(description="The last day whose figures count.")
    outline: list[SectionOut] = Field(description="The sections of its reports.")


class CountsOut(Out):
    """How many reports stand where."""

    expected: int = Field(description="All that are asked.")
    not_begun: int = Field(description="Drafts nobody has written in.")
    draft: int = Field(description="Drafts under way.")
    sent: int = Field(description="Sent and waiting to be received.")
    received: int = Field(description="Received.")
    returned: int = Field(description="Returned to be completed.")
    on_time: int = Field(description="That first came by their due instant.")
    late: int = Field(description="That first came after it.")
    overdue: int = Field(description="Not there, or returned, past their due instant.")
    flawed: int = Field(description="Sent, not received, with figures missing or unusual.")


class RoundOut(Out):
    """A regime in one period (kỳ báo cáo)."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    regime: Ref = Field(description="The regime.")
    unit: Ref = Field(description="Who asks for it.")
    plan_id: UUID | None = Field(description="The plan it is about.")
    title: str = Field(description="What is reported.")
    period: str = Field(description="The period's label: 2026-Q1.")
    starts_on: date = Field(description="First day of the period.")
    ends_on: date = Field(description="Last day of the period.")
    opens_on: date = Field(description="The day it opened.")
    closes_on: date = Field(description="The last day reports are sent in it.")
    due_at: datetime | None = Field(description="The first due instant of its steps.")
    status: Literal["open", "closed"] = Field(description="Whether reports may be sent in it.")
    steps: list[RoundStepOut] = Field(description="Its steps with their dates.")
    counts: CountsOut = Field(description="How many of the reports the caller sees stand where.")
    may: list[Literal["change", "extend"]] = Field(description="What the caller may do with it.")
    updated_at: datetime = Field(description="When it last changed.")


class CompletenessGroupOut(CountsOut):
    """The reports of the units under one."""

    unit: Ref = Field(description="The unit they stand under: a commune, the department.")
    kind: str = Field(description="What kind of unit that is.")


class CompletenessOut(CountsOut):
    """How complete a round is."""

    round: Ref = Field(description="The round.")
    period: str = Field(description="The period's label.")
    as_of: datetime = Field(description="When this was counted.")
    items: list[CompletenessGroupOut] = Field(description="By the unit they stand under, in the order of names.")
