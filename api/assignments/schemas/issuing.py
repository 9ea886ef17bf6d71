"""Issuing a plan: what it would ask, and the signed document's facts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schemas import Day, In, Line, LongText, Out, Ref
from api.plans.schemas.engagement import Level, Owes, Ownership
from api.plans.schemas.party import ParticipationRole
from api.plans.schemas.plan import Signer

Reason = Annotated[LongText, Field(min_length=1, max_length=2000)] | None


class IssueIn(In):
    """The facts of the signed document."""

    number: Line = Field(description="Document number.")
    issued_on: Day = Field(description="Date of the document.")
    effective_on: Day | None = Field(
        default=None, description="Day from which it holds and on which audiences are resolved; by default its date."
    )
    signer: Signer = Field(description="Who signed it.")
    reason: Reason = Field(
        default=None, description="Why schools are asked for more than ten things in a period; demanded if they are."
    )


class IssuedOut(Out):
    """A plan that was issued, and the job that hands out its work."""

    plan_id: UUID = Field(description="The plan.")
    version: int = Field(description="The plan's version.")
    status: Literal["issued", "closed"] = Field(description="Where the plan stands.")
    job: UUID | None = Field(description="`GET /jobs/{id}` says how far its work is handed out; null on closing.")


class ProposalOut(Out):
    """What one audience would owe for one task."""

    task: Ref = Field(description="The task.")
    audience: Ref = Field(description="The audience.")
    role: ParticipationRole = Field(description="The role the task names it in.")
    owes: Owes = Field(description="inform (để biết), yes_no, figure or product.")
    education_levels: list[Level] = Field(description="Only schools of these levels; empty is all.")
    ownership: list[Ownership] = Field(description="Only schools owned so; empty is all.")
    why: Literal["lead", "own_product", "named"] = Field(
        description="It leads the task; the product is plainly each unit's own; it is only named."
    )


class ProposalsOut(Out):
    """Proposals for a whole plan."""

    next_cursor: None = Field(description="Always null: the list comes whole.")
    items: list[ProposalOut] = Field(description="In the order of the plan.")


class AskedOut(Out):
    """How many things are asked in a period."""

    period: str = Field(description="Quarter in which they fall due; the year where no day is known.")
    count: int = Field(description="Things asked; what is about a whole year does not count.")


class LoadOut(Out):
    """What one kind of school is asked."""

    education_levels: list[Level] = Field(description="What these schools teach.")
    ownership: Ownership | None = Field(description="Who owns them.")
    schools: int = Field(description="How many schools are asked just this.")
    periods: list[AskedOut] = Field(description="Things asked, by period; undated ones stand in every quarter.")
    peak: AskedOut = Field(description="The fullest period.")
    over_limit: bool = Field(description="Whether it holds more than the limit.")


class LoadsOut(Out):
    """What schools are asked, all plans of the department together."""

    limit: int = Field(description="Above it issuing demands a reason.")
    next_cursor: None = Field(description="Always null: the list comes whole.")
    items: list[LoadOut] = Field(description="The heaviest first.")
