"""Units' own plans under another: what is wanted, what a unit records, and who has issued one."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.kit.pagination import ListQuery
from api.kit.schemas import Day, In, Line, Out, Ref, Reference, Text
from api.plans.schemas.plan import Signer, SignerOut, Title

Standing = Literal["on_time", "late", "pending", "missing"]
STANDINGS: tuple[Standing, ...] = ("on_time", "late", "pending", "missing")


class ChildPlanCallIn(In):
    """By when, and of whom, units' own plans are wanted."""

    due_on: Day = Field(description="The last day to issue one on time.")
    audience: Reference = Field(description="Whose plans are wanted, by code or id.")


class ChildPlanCounts(Out):
    """How many of the units the caller looks after stand where."""

    on_time: int = Field(description="Issued, by the day or where no day is set.")
    late: int = Field(description="Issued after the day.")
    pending: int = Field(description="Not issued, and the day is not over.")
    missing: int = Field(description="Not issued, and the day is over.")


class ChildPlanCallOut(Out):
    """By when units' own plans are wanted, and how it stands."""

    plan_id: UUID = Field(description="The plan above.")
    due_on: date | None = Field(description="The last day to issue one on time; null: none was set.")
    audience: Ref | None = Field(description="Whose plans are wanted; null: nobody's.")
    counts: ChildPlanCounts = Field(description="Units the caller looks after, by where they stand.")


class ChildPlanIn(In):
    """A plan a unit issued on paper under another."""

    unit: Reference | None = Field(default=None, description="Whose plan, by code or id; by default the caller's own.")
    title: Title | None = Field(default=None, description="What it is called; by default after the plan above.")
    number: Line = Field(description="Document number.")
    issued_on: Day = Field(description="Date of the document.")
    signer: Signer = Field(description="Who signed it.")


class ChildPlanFilters(ListQuery):
    """What narrows the list of units and their plans."""

    under: Reference | None = Field(default=None, description="This unit and all below it today, by code or id.")
    status: Standing | None = Field(default=None, description="Where they stand.")
    q: Text | None = Field(default=None, max_length=200, description="Words of the unit's name.")


class ChildPlanOut(Out):
    """One unit, and its own plan under another."""

    unit: Ref = Field(description="The unit.")
    status: Standing = Field(description="on_time, late, pending (still time) or missing (the day is over).")
    plan: Ref | None = Field(description="Its plan, once issued.")
    number: str | None = Field(description="Document number.")
    issued_on: date | None = Field(description="Date of the document.")
    signer: SignerOut | None = Field(description="Who signed it.")
    documents: int = Field(description="Pieces of evidence on it, the signed paper among them.")
    recorded_at: datetime | None = Field(description="When it was entered here.")
