"""Work that arose outside all plans: the document that asks for it, and its tasks."""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.assignments.schemas.issuing import IssuedOut, Reason
from api.kit.problems import Message
from api.kit.schemas import In, Ref, Reference
from api.kit.validation import SAID
from api.plans.schemas.engagement import AskIn
from api.plans.schemas.plan import SourceDocument
from api.plans.schemas.task import TaskRow

_NOBODY = Message(
    "Hãy nêu đơn vị chủ trì, hoặc đối tượng phải làm và việc phải làm.",
    "Name a unit that leads it, or an audience and what it owes.",
)


class OutsideTask(TaskRow):
    """One task, and who owes what for it: units that lead it owe the product, audiences what is said."""

    engagements: Annotated[list[AskIn], Field(max_length=50)] = Field(
        default_factory=list, description="What audiences owe."
    )

    @model_validator(mode="after")
    def _asks_somebody(self) -> "OutsideTask":
        leads = any(each.role == "lead" and each.unit for each in self.participations)
        if not leads and all(each.owes == "inform" for each in self.engagements):
            raise PydanticCustomError("nobody_asked", "nobody owes anything", {SAID: _NOBODY})
        return self


class OutsideIn(In):
    """A document from outside all plans, and what it asks for; handed out at once."""

    source: SourceDocument = Field(description="The document it comes from.")
    unit: Reference | None = Field(
        default=None, description="The unit that hands it out, by code or id; by default the caller's own."
    )
    tasks: Annotated[list[OutsideTask], Field(min_length=1, max_length=50)] = Field(description="What is to be done.")
    reason: Reason = Field(
        default=None, description="Why schools are asked for more than ten things in a period; demanded if they are."
    )


class OutsideOut(IssuedOut):
    """Where the work is found, and the job that hands it out."""

    tasks: list[Ref] = Field(description="Its tasks, in the order given.")
