"""What an amendment does to targets, and the amendment as a whole."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.indicators.schemas import TargetPatch, TargetRow
from api.kit.schemas import In
from api.plans.schemas.amendment import AmendmentFacts


class TargetChange(TargetPatch):
    """Changes to one target; the list of participations is replaced whole."""

    target: UUID = Field(description="The target, by id.")

    def changes(self) -> dict[str, Any]:
        """Only what was sent of the target."""
        return {name: value for name, value in super().changes().items() if name != "target"}


class TargetChanges(In):
    """What happens to targets."""

    add: Annotated[list[TargetRow], Field(max_length=500)] = Field(default_factory=list, description="New targets.")
    change: Annotated[list[TargetChange], Field(max_length=500)] = Field(
        default_factory=list, description="Targets that change."
    )
    cancel: Annotated[list[UUID], Field(max_length=500)] = Field(
        default_factory=list, description="Targets no longer set, by id."
    )


class AmendmentIn(AmendmentFacts):
    """An amendment of an issued plan: all it does happens at once, or nothing does."""

    targets: TargetChanges = Field(default_factory=TargetChanges, description="Targets added, changed, cancelled.")
