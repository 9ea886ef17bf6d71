"""Tasks and what they must bring about."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schemas import Code, Day, In, Line, LongText, Out, Patch, Ref, Reference
from api.plans.schemas.party import ParticipationIn, ParticipationOut, ParticipationRole
from api.plans.schemas.plan import Position, Title
from api.plans.schemas.schedule import ScheduleIn, ScheduleOut

TaskStatus = Literal["not_started", "in_progress", "awaiting_confirmation", "completed", "cancelled"]
DeliverableKind = Literal["document", "figure", "activity", "thing"]
DeliverableStatus = Literal["open", "done", "cancelled"]


class DocumentIn(In):
    """The document a deliverable became."""

    type: Line | None = Field(default=None, description="Kind of document.")
    number: Line | None = Field(default=None, description="Its number.")
    issued_on: Day | None = Field(default=None, description="Its date.")
    signer: Line | None = Field(default=None, description="Who signed it.")


class DocumentOut(Out):
    """The document a deliverable became."""

    type: str | None = Field(description="Kind of document.")
    number: str | None = Field(description="Its number.")
    issued_on: date | None = Field(description="Its date.")
    signer: str | None = Field(description="Who signed it.")


class _DeliverableFields(In):
    due_on: Day | None = Field(default=None, description="Its own last day, if it has one.")
    unit: Reference | None = Field(default=None, description="The unit that owes it, by code or id.")
    document: DocumentIn | None = Field(default=None, description="The document it became.")


class DeliverableIn(_DeliverableFields):
    """What must exist. With `id`, one that is there already stays itself when a task's list is replaced."""

    id: UUID | None = Field(default=None, description="Identifier of one this task already has.")
    title: Title = Field(description="As printed.")
    kind: DeliverableKind = Field(description="document, figure, activity or thing.")
    status: DeliverableStatus = Field(default="open", description="open, done or cancelled.")


class DeliverablePatch(_DeliverableFields, Patch):
    """Changes to a deliverable."""

    title: Title = Field(default_factory=str, description="As printed.")
    kind: DeliverableKind = Field(default_factory=lambda: "document", description="What sort of thing it is.")
    status: DeliverableStatus = Field(default_factory=lambda: "open", description="open, done or cancelled.")


class TaskDeliverableOut(Out):
    """What must exist when the task is done."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    title: str = Field(description="As printed.")
    kind: DeliverableKind = Field(description="What sort of thing it is.")
    status: DeliverableStatus = Field(description="open, done or cancelled.")
    due_on: date | None = Field(description="Its own last day, if it has one.")
    unit: Ref | None = Field(description="The unit that owes it.")
    document: DocumentOut | None = Field(description="The document it became.")


class DeliverableOut(TaskDeliverableOut):
    """A deliverable by itself."""

    task: Ref = Field(description="The task it belongs to.")
    plan_id: UUID = Field(description="The plan it belongs to.")


class _TaskFields(In):
    group: Reference | None = Field(default=None, description="Task group of the plan, by code or id.")
    parent: Reference | None = Field(default=None, description="The task this is a sub-row of, by code or id.")
    number: Line | None = Field(default=None, description="Number as printed: 2.1.")
    purpose: LongText | None = Field(default=None, description="What it is for.")
    note: LongText | None = Field(default=None, description="Note (ghi chú).")
    requirements: Annotated[list[LongText], Field(max_length=200)] = Field(
        default_factory=list, description="What it must meet."
    )
    deliverables: Annotated[list[DeliverableIn], Field(max_length=200)] = Field(
        default_factory=list, description="What must exist when it is done."
    )
    participations: Annotated[list[ParticipationIn], Field(max_length=200)] = Field(
        default_factory=list, description="Who leads, coordinates, monitors, in the order printed."
    )
    schedule: ScheduleIn = Field(default_factory=lambda: ScheduleIn(text=""), description="When it is due.")


class TaskRow(_TaskFields):
    """A new task, in whichever plan."""

    code: Code | None = Field(
        default=None, description="Ours, unique in the plan; by default its number, or its place, made unique."
    )
    title: Title = Field(description="What is to be done.")
    position: Position | None = Field(default=None, description="Place in the plan, from 1; by default the last.")


class TaskIn(TaskRow):
    """A new task of a draft."""

    plan: UUID = Field(description="The plan, by id.")


class TaskPatch(_TaskFields, Patch):
    """Changes to a task of a draft; lists and the schedule are replaced whole."""

    code: Code = Field(default_factory=str, description="Ours, unique in the plan.")
    title: Title = Field(default_factory=str, description="What is to be done.")
    position: Position = Field(default_factory=int, description="Place in the plan, from 1.")


class ReadingParty(In):
    """Who takes part, as another place of the document prints it."""

    role: ParticipationRole = Field(description="lead, coordinate or monitor.")
    printed_name: str = Field(description="As printed.")


class ReadingDeliverable(In):
    """A product, as another place of the document prints it."""

    title: str = Field(description="As printed.")
    kind: DeliverableKind = Field(description="What sort of thing it is.")


class Reading(In):
    """The same task as another place of the document prints it."""

    source: Literal["appendix"] = Field(description="Where in the document.")
    title: str | None = Field(description="As printed there.")
    schedule_text: str | None = Field(description="As printed there.")
    deliverables: list[ReadingDeliverable] = Field(description="As printed there.")
    participations: list[ReadingParty] = Field(description="As printed there.")


class PrintedTask(TaskRow):
    """A task as a document prints it, other readings kept; what the seed hands over."""

    readings: list[Reading] = Field(default_factory=list, description="As other places of the document print it.")


class TaskOut(Out):
    """A task."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change of the task or of a part of it.")
    code: str = Field(description="Ours, unique in the plan.")
    plan_id: UUID = Field(description="The plan it belongs to.")
    group: Ref | None = Field(description="Its task group.")
    parent_id: UUID | None = Field(description="The task it is a sub-row of.")
    number: str | None = Field(description="Number as printed; sub-rows may have none.")
    position: int = Field(description="Place in the plan, from 1.")
    title: str = Field(description="What is to be done.")
    purpose: str | None = Field(description="What it is for.")
    requirements: list[str] = Field(description="What it must meet.")
    deliverables: list[TaskDeliverableOut] = Field(description="What must exist when it is done, in order.")
    participations: list[ParticipationOut] = Field(description="Who takes part, in the order printed.")
    schedule: ScheduleOut = Field(description="When it is due.")
    status: TaskStatus = Field(description="Where it stands.")
    percent: int = Field(description="Whole percent done, computed from the deliverables.")
    due_on: date | None = Field(description="Last day of the schedule; null where it has none.")
    overdue: bool = Field(description="Whether that day is over in Việt Nam and the task is not handed in.")
    note: str | None = Field(description="Note.")
    readings: list[Reading] = Field(description="Other printed readings of the same task.")
    updated_at: datetime = Field(description="When it or a part of it last changed.")
