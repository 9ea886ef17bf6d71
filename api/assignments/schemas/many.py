"""Many assignments at once: rows that name them one by one, or a filter that means all of them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from api.assignments.schemas.assignment import AssignmentPatch, Conditions, MadeIn
from api.kit.http.body import read_json
from api.kit.problems import Invalid, Message
from api.kit.schemas import In, Line, Reference, Text, Whole
from api.kit.validation import SAID

_NOTHING_NAMED = Message(
    "Hãy nêu `id`, hoặc nhiệm vụ, đơn vị và kỳ (`task`, `unit`, `occurrence`).",
    "Name it by `id`, or by `task`, `unit` and `occurrence`.",
)
_NO_FILTER = Message("Hãy nêu ít nhất một điều kiện lọc.", "Give at least one condition.")


def _from_cell(value: Any) -> Any:
    """A table's cell holds the list as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return read_json(value.encode())
    except Invalid as error:
        raise PydanticCustomError("json_invalid", "not JSON") from error


class AssignmentRow(AssignmentPatch):
    """One assignment, by id or by what it is, and what is to be so of it; what is left out stays."""

    id: UUID | None = Field(default=None, description="The assignment.")
    task: Reference | None = Field(default=None, description="Else its task, by code or id.")
    plan: UUID | None = Field(default=None, description="The plan, by id, where two plans have a task of that code.")
    unit: Reference | None = Field(default=None, description="And the unit that owes it, by code or id.")
    occurrence: Line | None = Field(default=None, description="And the period or day it is about.")
    version: Whole | None = Field(default=None, description="The version it was read at; a stale one is refused.")
    deliverables: Annotated[list[MadeIn], Field(max_length=200), BeforeValidator(_from_cell)] = Field(
        default_factory=list, description="Products the unit has or is making; in a table, as JSON in the cell."
    )

    @model_validator(mode="after")
    def _named(self) -> "AssignmentRow":
        if self.id is None and not (self.task and self.unit and self.occurrence):
            raise PydanticCustomError("missing", "names no assignment", {SAID: _NOTHING_NAMED})
        return self


class AssignmentNarrowing(Conditions, In):
    """What narrows assignments, as the list takes it."""

    q: Text | None = Field(default=None, max_length=200, description="Words to find, with or without accents.")

    @model_validator(mode="after")
    def _narrows(self) -> "AssignmentNarrowing":
        if all(value is None for _, value in self):
            raise PydanticCustomError("missing", "no condition", {SAID: _NO_FILTER})
        return self


class AssignmentsIn(In):
    """All assignments of a filter that the caller may write, and what is to be so of each of them."""

    filter: AssignmentNarrowing = Field(description="Which ones: all that fit, not a page of them.")
    change: AssignmentPatch = Field(description="What is to be so; what is left out stays.")
