"""Amendments: how an issued plan changes, and how two of its days compare."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schemas import Day, In, Line, LongText, Out, Reference
from api.plans.schemas.engagement import AskIn
from api.plans.schemas.plan import LegalBasis, PlanLegalBasisOut, Signer, SignerOut, TaskGroupIn
from api.plans.schemas.task import TaskPatch, TaskRow

Entity = Literal["task", "target"]
Change = Literal["added", "changed", "cancelled"]


Asks = Annotated[list[AskIn], Field(max_length=50)]


class TaskAddition(TaskRow):
    """A new task, and who owes what for it: units that lead it owe the product, audiences what is said."""

    engagements: Asks = Field(default_factory=list, description="What audiences owe.")


class TaskChange(TaskPatch):
    """Changes to one task; lists and the schedule are replaced whole, deliverables named by id keep their state."""

    task: Reference = Field(description="The task, by code or id.")
    engagements: Asks = Field(default_factory=list, description="What audiences owe from now on.")

    def changes(self) -> dict[str, Any]:
        """Only what was sent of the task itself."""
        return {name: value for name, value in super().changes().items() if name not in ("task", "engagements")}


class TaskChanges(In):
    """What happens to tasks."""

    add: Annotated[list[TaskAddition], Field(max_length=500)] = Field(default_factory=list, description="New tasks.")
    change: Annotated[list[TaskChange], Field(max_length=500)] = Field(
        default_factory=list, description="Tasks that change."
    )
    cancel: Annotated[list[Reference], Field(max_length=500)] = Field(
        default_factory=list, description="Tasks that stop, by code or id; their sub-rows stop with them."
    )


class AmendmentFacts(In):
    """What an amendment is, beside what it does."""

    effective_on: Day = Field(
        description="First day it holds: not after today, not before the plan or its last amendment took effect."
    )
    reason: LongText = Field(min_length=1, description="Why the plan changes.")
    legal_bases: Annotated[list[LegalBasis], Field(min_length=1, max_length=50)] = Field(
        description="Documents it rests on."
    )
    document_number: Line | None = Field(default=None, description="Number of the document that amends the plan.")
    issued_on: Day | None = Field(default=None, description="Date of that document.")
    signer: Signer | None = Field(default=None, description="Who signed it.")
    task_groups: Annotated[list[TaskGroupIn], Field(max_length=50)] = Field(
        default_factory=list, description="New headings, for new tasks to stand under."
    )
    tasks: TaskChanges = Field(default_factory=TaskChanges, description="Tasks added, changed, cancelled.")


class FieldChange(Out):
    """One field that says something else."""

    field: str = Field(description="Its name in the task or target.")
    before: Any = Field(description="What it said.")
    after: Any = Field(description="What it says.")


class ChangeOut(Out):
    """One task or target added, changed or cancelled."""

    entity: Entity = Field(description="task or target.")
    change: Change = Field(description="added, changed or cancelled.")
    id: UUID = Field(description="Its identifier, the same before and after.")
    number: str | None = Field(description="Its number as printed.")
    title: str = Field(description="Its title, or the target's printed name.")
    fields: list[FieldChange] = Field(description="Of a changed one, each field that says something else.")


class AmendmentOut(Out):
    """A change of an issued plan."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    plan_id: UUID = Field(description="The plan it changes.")
    number: int = Field(description="Its place among the amendments of the plan, from 1.")
    effective_on: date = Field(description="First day it holds.")
    document_number: str | None = Field(description="Number of the document that amends the plan.")
    issued_on: date | None = Field(description="Date of that document.")
    signer: SignerOut | None = Field(description="Who signed it.")
    reason: str = Field(description="Why the plan changed.")
    legal_bases: list[PlanLegalBasisOut] = Field(description="Documents it rests on, in order.")
    changes: list[ChangeOut] = Field(description="What it did, tasks first.")
    created_at: datetime = Field(description="When it was entered.")


class AmendmentBetween(Out):
    """An amendment that took effect between two days."""

    id: UUID = Field(description="Its identifier.")
    number: int = Field(description="Its number.")
    effective_on: date = Field(description="First day it holds.")


class ComparisonOut(Out):
    """How a plan of one day differs from that of another; progress is left out."""

    plan_id: UUID = Field(description="The plan.")
    first: date = Field(alias="from", description="The plan at the end of this day…")
    last: date = Field(alias="to", description="… and of this one.")
    amendments: list[AmendmentBetween] = Field(description="Amendments that took effect after `from` and by `to`.")
    changes: list[ChangeOut] = Field(description="What differs, tasks first, in the order of the plan.")
