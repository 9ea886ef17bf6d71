"""Chases as the API takes and shows them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.assignments.schemas.assignment import Asked
from api.followup.rules import How
from api.kit.schemas import In, LongText, Out, Ref, Reference, Text
from api.plans.queries.tasks import TaskStatus

# One act of chasing reaches at most so many assignments.
MOST = 5000


class WorkScope(In):
    """Work that is not handed in."""

    plan: UUID | None = Field(default=None, description="Of this plan, by id.")
    task: Reference | None = Field(default=None, description="For this task, by code or id.")
    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    status: TaskStatus | None = Field(default=None, description="Where it stands.")
    owes: Asked | None = Field(default=None, description="What is owed.")
    overdue: bool | None = Field(default=None, description="Only late (true), only other work (false).")
    q: Text | None = Field(default=None, max_length=200, description="Words of the task or of the unit's name.")


class ChaseIn(In):
    """Whom somebody chased: over assignments named, over all that a filter finds, or a unit by name."""

    assignments: Annotated[list[UUID], Field(min_length=1, max_length=MOST)] | None = Field(
        default=None, description="Over these assignments."
    )
    filter: WorkScope | None = Field(default=None, description="Over all work this finds that is not handed in.")
    unit: Reference | None = Field(default=None, description="This unit, by code or id, …")
    plan: UUID | None = Field(default=None, description="… the plan in which `task` is a code, …")
    task: Reference | None = Field(default=None, description="… over this task, if over one.")
    how: How = Field(description="phone, message, visit or letter.")
    note: LongText = Field(default="", description="What was said.")

    @model_validator(mode="after")
    def _one_of_three(self) -> "ChaseIn":
        if sum(each is not None for each in (self.assignments, self.filter, self.unit)) != 1:
            raise PydanticCustomError("one_way", "assignments, a filter or a unit")
        if self.unit is None and (self.task is not None or self.plan is not None):
            raise PydanticCustomError("one_way", "a task goes with a unit")
        return self


class ChasedOut(Out):
    """What was recorded."""

    recorded: int = Field(description="How many chases.")
    units: int = Field(description="Of how many units.")


class ChaseOut(Out):
    """Somebody chased a unit."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="1: what was recorded stays.")
    unit: Ref = Field(description="Who was chased.")
    plan_id: UUID | None = Field(description="The plan of the task.")
    task: Ref | None = Field(description="The task it was over.")
    assignment_id: UUID | None = Field(description="The assignment it was over.")
    how: How = Field(description="phone, message, visit or letter.")
    note: str = Field(description="What was said.")
    by: str = Field(description="Who, by name.")
    at: datetime = Field(description="When.")
