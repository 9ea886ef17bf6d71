"""What somebody owes, whatever it is, as one list."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.assignments.schemas.assignment import AssignmentOut
from api.kit.schemas import Out, Ref

Kind = Literal["assignment", "report", "data_request", "clarification_request"]


class OwedItemOut(Out):
    """One thing a unit owes."""

    kind: Kind = Field(description="What it is.")
    id: UUID = Field(description="Its id.")
    title: str = Field(description="What to do: the task, the report, what is asked.")
    unit: Ref = Field(description="Which of the caller's units owes it.")
    owed_to: Ref | None = Field(description="To whom: who receives the report, or asks; null of work.")
    status: str = Field(description="Where it stands, in the words of its kind.")
    due_at: datetime | None = Field(description="The last instant to do it in time; null: without a day.")
    overdue: bool = Field(description="Whether that is over.")
    handed_in: bool = Field(description="Whether it was reported and waits for others.")
    period: str | None = Field(description="Of a report, its period.")
    answers_questions: bool = Field(
        description="Whether a report is answered question by question (`GET /asked`), as schools do."
    )
    assignment: AssignmentOut | None = Field(description="Of work, all of it.")


class OwedListOut(Out):
    """All that the caller's own units owe now."""

    items: list[OwedItemOut] = Field(
        description="Due first before; what has no day after that, and last what was handed in. At most 200."
    )
    more: bool = Field(description="Whether there is more; the lists of each kind have it.")
