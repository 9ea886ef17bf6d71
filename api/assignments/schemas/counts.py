"""How much work stands where."""

from pydantic import Field

from api.kit.schemas import Out, Ref


class WorkCountOut(Out):
    """How many assignments of one unit or task stand where; of all of them, where neither is named."""

    unit: Ref | None = Field(description="The unit counted, with `by=unit` and `by=child`.")
    task: Ref | None = Field(description="The task counted, with `by=task`.")
    not_started: int = Field(description="Assignments not begun.")
    in_progress: int = Field(description="Assignments under way.")
    awaiting_confirmation: int = Field(description="Assignments reported and not confirmed yet.")
    completed: int = Field(description="Assignments completed.")
    cancelled: int = Field(description="Assignments stopped.")
    overdue: int = Field(description="Those of the first two that are past due.")
    due_soon: int = Field(description="Those of the first two that fall due within seven days.")


class WorkCountsOut(Out):
    """Counts, the most overdue first."""

    items: list[WorkCountOut] = Field(description="At most 200 rows.")
    more: bool = Field(description="Whether there are more rows than these.")
