"""Difficulties as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.followup.rules import DifficultyStatus
from api.followup.schemas.acts import ActOut, AnswerOut
from api.kit.schemas import In, Line, LongText, Out, Patch, Ref, Reference, Text

Said = Annotated[LongText, Field(min_length=1)]
# One answer reaches at most so many.
MOST = 5000


class DifficultyIn(In):
    """What stands in the way."""

    unit: Reference | None = Field(default=None, description="Whose it is, by code or id; by default the caller's.")
    plan: UUID | None = Field(default=None, description="The plan in which `task` is a code.")
    task: Reference | None = Field(default=None, description="The task it is about, by code or id.")
    indicator: Reference | None = Field(default=None, description="The indicator it is about, by code or id.")
    report_id: UUID | None = Field(
        default=None, description="The report of the unit it is raised in, by id; `unit` is then the report's."
    )
    put_to: Reference | None = Field(
        default=None,
        description="Who is to answer: a unit above, or the division that leads the task; by default the unit above.",
    )
    title: Line = Field(description="In a few words.")
    text: Said = Field(description="In full.")


class DifficultyPatch(Patch):
    """What changes before it is answered (RFC 7396)."""

    title: Line = Field(default_factory=str, description="In a few words.")
    text: Said = Field(default_factory=str, description="In full.")
    put_to: Reference = Field(
        default_factory=str, description="Pass it on to another unit above, or to the leading division."
    )


class AnswerIn(In):
    """An answer."""

    text: Said = Field(description="What is answered.")


class RemarkIn(In):
    """A word on what one does."""

    text: LongText | None = Field(default=None, description="Why, if there is something to say.")


class ReasonIn(In):
    """Why it is raised again."""

    text: Said = Field(description="Why the answer does not do.")


class DifficultyScope(In):
    """Difficulties put to the caller's units."""

    plan: UUID | None = Field(default=None, description="About this plan, by id.")
    task: Reference | None = Field(default=None, description="About this task, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    status: Literal["open", "answered"] = Field(default="open", description="Where they stand.")
    q: Text | None = Field(default=None, max_length=200, description="Words in them, with or without accents.")


class ManyAnswersIn(In):
    """One answer for many: those named, or all that a filter finds."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST)] | None = Field(
        default=None, description="These difficulties."
    )
    filter: DifficultyScope | None = Field(default=None, description="All of these that the caller may answer.")
    text: Said = Field(description="What is answered, to each.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "ManyAnswersIn":
        if (self.ids is None) == (self.filter is None):
            raise PydanticCustomError("ids_or_filter", "either ids or a filter")
        return self


class ManyAnsweredOut(Out):
    """What one answer reached."""

    answered: int = Field(description="How many difficulties it answered.")
    units: int = Field(description="How many units are told.")


class AmendedIn(In):
    """The amendment it became."""

    amendment: UUID = Field(description="An amendment of the plan of the difficulty's task, by id.")
    text: LongText | None = Field(default=None, description="The answer; by default the amendment's number and reason.")


class DifficultyOut(Out):
    """What stands in a unit's way."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    unit: Ref = Field(description="Whose it is.")
    plan_id: UUID | None = Field(description="The plan of the task.")
    task: Ref | None = Field(description="The task it is about.")
    indicator: Ref | None = Field(description="The indicator it is about.")
    report_id: UUID | None = Field(description="The report it was raised in.")
    title: str = Field(description="In a few words.")
    text: str = Field(description="In full.")
    put_to: Ref = Field(description="Who is to answer.")
    status: DifficultyStatus = Field(description="open, answered or resolved.")
    answers: list[AnswerOut] = Field(description="What was answered, the oldest first.")
    created_at: datetime = Field(description="When it was raised.")
    answered_at: datetime | None = Field(description="When it was answered last.")
    resolved_at: datetime | None = Field(description="When the unit said that it is resolved.")
    updated_at: datetime = Field(description="When it last changed.")


class DifficultyActOut(ActOut):
    """Something that happened to it."""

    act: Literal["raised", "changed", "passed_on", "answered", "amended", "resolved", "reopened"] = Field(
        description="What."
    )


class AmendmentRef(Out):
    """An amendment it became."""

    id: UUID = Field(description="Its identifier.")
    number: int = Field(description="Its place among the amendments of the plan.")
    effective_on: date = Field(description="First day it holds.")


class DifficultyDetailOut(DifficultyOut):
    """A difficulty by itself."""

    history: list[DifficultyActOut] = Field(description="What happened to it, the oldest first.")
    amendments: list[AmendmentRef] = Field(description="Amendments of the plan it became.")
    may: list[Literal["change", "answer", "resolve", "reopen"]] = Field(
        description="What the caller may do with it now."
    )


class AlikeOut(Out):
    """A difficulty that reads like another."""

    id: UUID = Field(description="Its identifier.")
    unit: Ref = Field(description="Whose it is.")
    task: Ref | None = Field(description="The task it is about.")
    title: str = Field(description="In a few words.")
    status: DifficultyStatus = Field(description="open or answered.")
    similarity: float = Field(description="How alike the texts are, from 0 to 1.")


class AlikesOut(Out):
    """Difficulties that read alike, the most alike first."""

    items: list[AlikeOut] = Field(description="At most 1,000 of them.")
    next_cursor: str | None = Field(description="Null: there is one page.")


class RecipientOut(Out):
    """A unit it can be put to."""

    unit: Ref = Field(description="The unit.")
    relation: Literal["above", "leads_task"] = Field(
        description="Stands above, or is the division that leads the task."
    )
    usual: bool = Field(description="Whether it is put there unless one says otherwise.")


class RecipientsOut(Out):
    """The units it can be put to, the nearest first."""

    items: list[RecipientOut] = Field(description="The units.")
    next_cursor: str | None = Field(description="Null: there is one page.")


class DifficultyGroupOut(Out):
    """How many there are of one task, unit or plan."""

    of: Ref = Field(description="The task, unit or plan.")
    open: int = Field(description="Waiting for an answer.")
    answered: int = Field(description="Answered, not resolved.")
    resolved: int = Field(description="Resolved.")


class DifficultyCountsOut(Out):
    """How many difficulties the caller sees."""

    open: int = Field(description="Waiting for an answer.")
    answered: int = Field(description="Answered, not resolved.")
    resolved: int = Field(description="Resolved.")
    to_answer: int = Field(description="Open ones put to the caller's own units.")
    to_resolve: int = Field(description="Answered ones of the caller's own units.")
    items: list[DifficultyGroupOut] = Field(description="By what was asked, the most open first; at most 200.")
