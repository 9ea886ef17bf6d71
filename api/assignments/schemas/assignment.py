"""What a unit owes, and what it says about it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kit.schemas import Day, In, Line, LongText, Out, Patch, Ref, Reference
from api.plans.queries.tasks import TaskStatus
from api.plans.schemas.party import ParticipationRole
from api.plans.schemas.task import DeliverableKind, DocumentIn, DocumentOut

Asked = Literal["yes_no", "figure", "product"]


class Conditions(BaseModel):
    """What narrows assignments, in a list or in a change of many."""

    task: Reference | None = Field(default=None, description="Work on this task, by code or id.")
    plan: UUID | None = Field(default=None, description="Work on tasks of this plan, by id.")
    unit: Reference | None = Field(default=None, description="Work of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Work of this unit and all below it today.")
    status: TaskStatus | None = Field(default=None, description="Where it stands.")
    owes: Asked | None = Field(default=None, description="What is owed.")
    overdue: bool | None = Field(default=None, description="Only late ones (true), only others (false); see `overdue`.")
    open: bool | None = Field(default=None, description="Only what is not settled (true), only the rest (false).")
    due_from: Day | None = Field(default=None, description="Due on this day or later.")
    due_to: Day | None = Field(default=None, description="Due on this day or earlier.")


class MadeIn(In):
    """One of the unit's products."""

    id: UUID = Field(description="The task's deliverable.")
    done: bool = Field(description="Whether the unit has it.")
    document: DocumentIn | None = Field(default=None, description="The document it became.")


class AssignmentPatch(Patch):
    """What the unit says of its work; products named are replaced, others stay."""

    status: TaskStatus = Field(default_factory=lambda: "in_progress", description="Where it stands.")
    text: LongText | None = Field(default=None, description="What was done, in words.")
    person: Line | None = Field(default=None, description="Who does it (người thực hiện), by name.")
    supervisor: Line | None = Field(default=None, description="Who answers for it (lãnh đạo phụ trách), by name.")
    deliverables: Annotated[list[MadeIn], Field(max_length=200)] = Field(
        default_factory=list, description="Products the unit has or is making."
    )

    def said(self) -> dict[str, Any]:
        """What was said, as the columns it is kept in."""
        given = {name: value for name, value in self.changes().items() if name in AssignmentPatch.model_fields}
        if "deliverables" in given:
            given["deliverables"] = [each.model_dump(mode="json") for each in self.deliverables]
        return given


class UpdateIn(In):
    """A note on progress."""

    text: Annotated[LongText, Field(min_length=1)] = Field(description="What there is to say.")
    status: TaskStatus | None = Field(default=None, description="Where it stands from now on, if that changes.")


class AssignmentOut(Out):
    """What one unit owes for one task, one time."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    task: Ref = Field(description="The task.")
    unit: Ref = Field(description="The unit that owes it.")
    plan_id: UUID = Field(description="The plan.")
    role: ParticipationRole = Field(description="How the task names the unit or its audience.")
    owes: Asked = Field(description="yes_no, figure or product.")
    occurrence: str = Field(description="The period or day it is about.")
    status: TaskStatus = Field(description="Where it stands.")
    withdrawn: bool = Field(description="Whether it was stopped because the plan no longer asks for it.")
    percent: int = Field(description="Whole percent done, computed from its products.")
    text: str | None = Field(description="What was done, in words.")
    person: str | None = Field(description="Who does it.")
    supervisor: str | None = Field(description="Who answers for it.")
    due_at: datetime | None = Field(description="The last second it is on time; null where no day is known.")
    overdue: bool = Field(
        description="Whether that is over and the work not handed in (`awaiting_confirmation`), completed or stopped."
    )
    completed_at: datetime | None = Field(
        description="When it was handed in, confirmed since or not; after `due_at` it was late."
    )
    updated_at: datetime = Field(description="When it last changed.")


class MadeOut(Out):
    """One product of the task, and whether the unit has it."""

    id: UUID = Field(description="The task's deliverable.")
    title: str = Field(description="As printed.")
    kind: DeliverableKind = Field(description="What sort of thing it is.")
    done: bool = Field(description="Whether the unit has it.")
    document: DocumentOut | None = Field(description="The document it became.")


class UpdateOut(Out):
    """What somebody said, and where the work stood then."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who, by name.")
    on_behalf: bool = Field(description="Entered for the unit by those above it (nhập thay).")
    status: TaskStatus = Field(description="Where the work stood.")
    text: str = Field(description="What was said.")


class AssignmentDetailOut(AssignmentOut):
    """An assignment by itself, with its products and its history."""

    deliverables: list[MadeOut] = Field(description="The task's products as they stand in this unit, in order.")
    updates: list[UpdateOut] = Field(description="What was said about it, the oldest first.")


class MyWorkOut(Out):
    """What the caller's own units owe now."""

    overdue: list[AssignmentOut] = Field(description="Past due.")
    due_soon: list[AssignmentOut] = Field(description="Due within seven days.")
    later: list[AssignmentOut] = Field(description="Due after that.")
    undated: list[AssignmentOut] = Field(description="Without a day.")
    more: bool = Field(description="Whether there is more than the first 200 by due instant; the list has it.")
