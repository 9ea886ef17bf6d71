"""Requests to clarify as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.followup.rules import ClarificationStatus, Wording
from api.followup.schemas.acts import ActOut, AnswerOut
from api.kit.schemas import LAST_DAY, Day, In, Line, LongText, Out, Patch, Ref, Reference

Said = Annotated[LongText, Field(min_length=1)]


class ClarificationIn(In):
    """What a leader wants to know of one unit."""

    unit: Reference = Field(description="Who is asked, by code or id.")
    plan: UUID | None = Field(default=None, description="The plan in which `task` is a code.")
    task: Reference | None = Field(default=None, description="The task it is about, by code or id.")
    assignment: UUID | None = Field(default=None, description="The unit's assignment it is about, by id.")
    indicator: Reference | None = Field(default=None, description="The indicator it is about, by code or id.")
    title: Line = Field(description="In a few words.")
    text: Said = Field(description="What is to be made clear.")
    due_on: Day = Field(description="The last day to answer, today or later.")


class ClarificationPatch(Patch):
    """What changes before it is answered (RFC 7396)."""

    title: Line = Field(default_factory=str, description="In a few words.")
    text: Said = Field(default_factory=str, description="What is to be made clear.")
    due_on: Day = Field(default_factory=lambda: LAST_DAY, description="The last day to answer, today or later.")


class ReopenIn(In):
    """Why the answer does not do."""

    text: Said = Field(description="What is still to be made clear.")
    due_on: Day = Field(description="The last day to answer, today or later.")


class ClarificationOut(Out):
    """What a leader wants to know of one unit."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    unit: Ref = Field(description="Who is asked.")
    asked_by: Ref = Field(description="The unit that asks.")
    wording: Wording = Field(
        description="How the unit is spoken to by its rank: request (đề nghị làm rõ), require (yêu cầu báo cáo làm rõ)."
    )
    plan_id: UUID | None = Field(description="The plan of the task.")
    task: Ref | None = Field(description="The task it is about.")
    assignment_id: UUID | None = Field(description="The unit's assignment it is about.")
    indicator: Ref | None = Field(description="The indicator it is about.")
    title: str = Field(description="In a few words.")
    text: str = Field(description="What is to be made clear.")
    due_on: date = Field(description="The last day to answer.")
    overdue: bool = Field(description="Whether that day is over and nobody answered.")
    status: ClarificationStatus = Field(description="open, answered or closed.")
    answers: list[AnswerOut] = Field(description="What was answered, the oldest first.")
    created_at: datetime = Field(description="When it was asked.")
    answered_at: datetime | None = Field(description="When it was answered last.")
    closed_at: datetime | None = Field(description="When the leader was content.")
    updated_at: datetime = Field(description="When it last changed.")


class ClarificationActOut(ActOut):
    """Something that happened to it."""

    act: Literal["asked", "changed", "answered", "closed", "reopened"] = Field(description="What.")


class ClarificationDetailOut(ClarificationOut):
    """A request to clarify by itself."""

    history: list[ClarificationActOut] = Field(description="What happened to it, the oldest first.")
    may: list[Literal["change", "answer", "close", "reopen"]] = Field(description="What the caller may do with it now.")


class ClarificationCountsOut(Out):
    """How many requests to clarify the caller sees."""

    open: int = Field(description="Waiting for an answer.")
    overdue: int = Field(description="Of these, past their day.")
    answered: int = Field(description="Answered, not closed.")
    closed: int = Field(description="Closed.")
    to_answer: int = Field(description="Open ones that the caller's own units are asked.")
    to_close: int = Field(description="Answered ones that the caller's own units asked.")
