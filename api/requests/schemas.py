"""Ad hoc requests as the API takes and shows them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from api.followup.rules import How
from api.kit.pagination import ListQuery
from api.kit.schemas import In, Instant, Line, LongText, Out, Patch, Ref, Reference, Text, Whole
from api.requests.rules import ColumnKind, RequestStatus

MOST_COLUMNS, MOST_CHOICES = 20, 50
Choice = Annotated[Text, Field(min_length=1, max_length=200)]
Key = Annotated[str, Field(pattern=r"^c\d{1,2}$")]
# What people type, or what a program sends; bounded so that a spreadsheet holds it.
Number = Annotated[Whole | float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Value = StrictBool | Number | Annotated[Text, Field(max_length=2000)] | None
Title = Annotated[Line, Field(max_length=200)]


class ColumnIn(In):
    """One thing asked."""

    label: Title = Field(description="What is asked, in plain words.")
    kind: ColumnKind = Field(description="text, number, yes_no, date, or choice among `choices`.")
    required: bool = Field(default=True, description="Whether an answer without it is refused.")
    choices: Annotated[list[Choice], Field(max_length=MOST_CHOICES)] = Field(
        default_factory=list, description="Of a choice: at least two, each once; of others none."
    )

    @model_validator(mode="after")
    def _choices_of_a_choice(self) -> "ColumnIn":
        wanted = len(set(self.choices)) == len(self.choices) >= 2 if self.kind == "choice" else not self.choices
        if not wanted:
            raise PydanticCustomError("choices", "at least two different choices for a choice, none for others")
        return self


class DataRequestIn(In):
    """What is asked of whom, by when."""

    unit: Reference | None = Field(default=None, description="Who asks, by code or id; by default the caller's.")
    audience: Reference = Field(description="Who is asked, by code or id; resolved now.")
    title: Title = Field(description="In a few words.")
    text: LongText = Field(default="", description="What it is for, and how to answer.")
    columns: Annotated[list[ColumnIn], Field(min_length=1, max_length=MOST_COLUMNS)] = Field(
        description="What is asked, in this order; never changed once asked."
    )
    due_in_hours: Annotated[Whole, Field(ge=1, le=2400)] | None = Field(
        default=None, description="Answers are taken for so many hours, …"
    )
    due_at: Instant | None = Field(default=None, description="… or until this instant; one of both.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "DataRequestIn":
        if (self.due_in_hours is None) == (self.due_at is None):
            raise PydanticCustomError("due", "either due_in_hours or due_at")
        return self


class DataRequestPatch(Patch):
    """What changes after it was asked (RFC 7396)."""

    title: Title = Field(default_factory=str, description="In a few words.")
    text: LongText = Field(default_factory=str, description="What it is for, and how to answer.")
    due_at: Instant = Field(default=None, description="More time, or less; opens it again.")  # type: ignore[assignment]


class DataAnswerIn(In):
    """A unit's answer."""

    values: Annotated[dict[Key, Value], Field(max_length=MOST_COLUMNS)] = Field(
        description="By the columns' keys. Numbers as people write them, days as YYYY-MM-DD; left out is empty."
    )


class RequestChaseIn(In):
    """Whom to chase among those that did not answer."""

    under: Reference | None = Field(default=None, description="Only this unit and those below it today.")
    unit: Reference | None = Field(default=None, description="Only this unit.")
    how: How = Field(default="message", description="phone, message, visit or letter.")
    note: LongText = Field(default="", description="What was said; by default the title.")


class ColumnOut(Out):
    """One thing asked."""

    key: str = Field(description="What names it in answers: c1, c2, …")
    label: str = Field(description="What is asked.")
    kind: ColumnKind = Field(description="text, number, yes_no, date or choice.")
    required: bool = Field(description="Whether an answer needs it.")
    choices: list[str] = Field(description="Of a choice: among what.")


class DataRequestOut(Out):
    """An ad hoc request, with counts of the units the caller sees."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change of what is asked.")
    unit: Ref = Field(description="Who asks.")
    audience: Ref = Field(description="Who is asked.")
    title: str = Field(description="In a few words.")
    text: str = Field(description="What it is for, and how to answer.")
    columns: list[ColumnOut] = Field(description="What is asked.")
    due_at: datetime = Field(description="Until when answers are taken.")
    status: RequestStatus = Field(description="open or closed, by the clock.")
    closed_at: datetime | None = Field(description="When whoever asked closed it.")
    by: str = Field(description="Who wrote it, by name.")
    created_at: datetime = Field(description="When it was asked.")
    updated_at: datetime = Field(description="When what is asked last changed.")
    asked: int = Field(description="How many units are asked, of those the caller sees.")
    answered: int = Field(description="How many of them answered.")
    to_answer: int = Field(description="How many of the caller's own units have not answered.")
    sample: bool = Field(description="Made-up data of a demonstration.")


class DataAnswerOut(Out):
    """A unit that was asked, and its answer."""

    unit: Ref = Field(description="Who was asked.")
    under: Ref | None = Field(description="The unit it stands under today.")
    version: int = Field(description="Rises with every answer and every chase.")
    values: dict[str, Value] | None = Field(description="By the columns' keys; null until it answered.")
    answered_at: datetime | None = Field(description="When it answered last.")
    answered_by: str | None = Field(description="Who answered, by name.")
    on_behalf: bool = Field(description="Entered for the unit by those above it (nhập thay).")
    chased_at: datetime | None = Field(description="When it was chased last.")
    may_answer: bool = Field(description="Whether the caller may answer for it, while the request is open.")


class DataRequestDetailOut(DataRequestOut):
    """An ad hoc request by itself."""

    own: list[DataAnswerOut] = Field(description="The rows of the caller's own units; at most 50.")
    may: list[Literal["change", "chase", "answer"]] = Field(description="What the caller may do with it now.")


class RequestChasedOut(Out):
    """What was chased."""

    units: int = Field(description="How many units were told.")


class DataRequestFilters(ListQuery):
    """What narrows the list of requests."""

    status: RequestStatus | None = Field(default=None, description="open or closed.")
    to_answer: bool | None = Field(
        default=None, description="Only open ones that an own unit of the caller has not answered (true), only others."
    )
    q: Text | None = Field(default=None, max_length=200, description="Words in them, with or without accents.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


class DataAnswerFilters(ListQuery):
    """What narrows the rows of a request."""

    answered: bool | None = Field(default=None, description="Only those that answered, or only those that did not.")
    under: Reference | None = Field(default=None, description="Of this unit or any below it today.")
    q: Text | None = Field(default=None, max_length=200, description="Words of the unit's name.")
