"""Plans and what is printed around their tasks."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schemas import Code, Day, In, Line, LongText, Out, Patch, Ref, Reference, Whole, Year
from api.plans.rules.plan import LAST_POSITION

PlanStatus = Literal["draft", "issued", "closed"]
Title = Annotated[LongText, Field(min_length=1, max_length=2000)]
Horizon = Annotated[list[Year], Field(max_length=30)]


Position = Annotated[Whole, Field(ge=1, le=LAST_POSITION)]


class Signer(In):
    """Who signed."""

    name: Line = Field(description="Full name.")
    title: Line = Field(description="The office held.")
    on_behalf: Line | None = Field(default=None, description="For whom (“KT. GIÁM ĐỐC”), if not in one's own office.")


class LegalBasis(In):
    """A document the plan rests on (căn cứ)."""

    type: Line = Field(description="Kind of document: Nghị quyết, Quyết định, Kế hoạch.")
    number: Line | None = Field(default=None, description="Its number, as printed.")
    issued_on: Day | None = Field(default=None, description="Its date.")
    issuer: Line | None = Field(default=None, description="Who issued it.")
    title: LongText | None = Field(default=None, description="What it is about.")


class SourceDocument(LegalBasis):
    """A document that asks for work outside all plans (công văn, thông báo kết luận)."""

    type: Line = Field(description="Kind of document: Công văn, Thông báo kết luận.")
    issued_on: Day = Field(description="Its date.")
    title: Title = Field(description="What it is about.")


class DutyIn(In):
    """What the plan lays on one unit (phân công trách nhiệm)."""

    unit_name: Line = Field(description="The unit's name as printed.")
    unit: Reference | None = Field(default=None, description="The unit, by code or id.")
    text: LongText = Field(description="What it must do.")


class TargetGroup(In):
    """A heading of the table of targets."""

    code: Code = Field(description="As printed: I, II, 1.")
    title: Title = Field(description="As printed.")


class TargetGroupChange(TargetGroup):
    """A heading of the table of targets, and those there were whose targets it takes over."""

    takes: Annotated[list[Code], Field(max_length=200)] = Field(
        default_factory=list,
        description="Codes of headings there were whose targets come under this one: the code it bore, or headings "
        "joined to it. Targets of a heading that is left out and not taken stand under none.",
    )


class _PlanFields(In):
    horizon_years: Horizon = Field(default_factory=list, description="The years its targets reach over.")
    number: Line | None = Field(default=None, description="Document number.")
    issued_on: Day | None = Field(default=None, description="Date of the document.")
    effective_on: Day | None = Field(default=None, description="Day from which it holds.")
    signer: Signer | None = Field(default=None, description="Who signed.")
    legal_bases: Annotated[list[LegalBasis], Field(max_length=200)] = Field(
        default_factory=list, description="Documents it rests on."
    )
    duties: Annotated[list[DutyIn], Field(max_length=200)] = Field(
        default_factory=list, description="Duties of single units."
    )
    recipients: Annotated[list[Line], Field(max_length=200)] = Field(
        default_factory=list, description="To whom it is sent (nơi nhận), as printed."
    )


class PlanIn(_PlanFields):
    """A new draft."""

    unit: Reference | None = Field(default=None, description="Whose plan, by code or id; by default the caller's own.")
    year: Year = Field(description="Calendar year it is for.")
    title: Title = Field(description="What it is called.")
    target_groups: Annotated[list[TargetGroup], Field(max_length=200)] = Field(
        default_factory=list, description="Headings of its table of targets."
    )
    parent_plan: Reference | None = Field(default=None, description="The plan above that it carries out, by id.")


class PlanPatch(_PlanFields, Patch):
    """Changes to a draft; lists are replaced whole."""

    year: Year = Field(default_factory=int, description="Calendar year it is for.")
    title: Title = Field(default_factory=str, description="What it is called.")
    target_groups: Annotated[list[TargetGroupChange], Field(max_length=200)] = Field(
        default_factory=list, description="Headings of its table of targets."
    )
    parent_plan: Reference | None = Field(default=None, description="The plan above that it carries out, by id.")


class PlanCopy(In):
    """What a copy of a plan is for."""

    year: Year = Field(description="Calendar year of the copy.")
    title: Title | None = Field(default=None, description="By default the same title, of the other year.")
    parent_plan: Reference | None = Field(default=None, description="The plan above that it carries out, by id.")


class SignerOut(Out):
    """Who signed."""

    name: str = Field(description="Full name.")
    title: str = Field(description="The office held.")
    on_behalf: str | None = Field(description="For whom, if not in one's own office.")


class PlanLegalBasisOut(Out):
    """A document the plan rests on."""

    type: str = Field(description="Kind of document.")
    number: str | None = Field(description="Its number, as printed.")
    issued_on: date | None = Field(description="Its date.")
    issuer: str | None = Field(description="Who issued it.")
    title: str | None = Field(description="What it is about.")


class DutyOut(Out):
    """What the plan lays on one unit."""

    unit_name: str = Field(description="The unit's name as printed.")
    unit: Ref | None = Field(description="The unit meant.")
    text: str = Field(description="What it must do.")


class TargetGroupOut(Out):
    """A heading of the table of targets."""

    code: str = Field(description="As printed; targets name their group by it.")
    title: str = Field(description="As printed.")


class PlanOut(Out):
    """A plan."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change of the plan or of a part of it.")
    unit: Ref = Field(description="Whose plan it is.")
    year: int = Field(description="Calendar year it is for.")
    horizon_years: list[int] = Field(description="The years its targets reach over.")
    title: str = Field(description="What it is called.")
    number: str | None = Field(description="Document number.")
    issued_on: date | None = Field(description="Date of the document.")
    effective_on: date | None = Field(description="Day from which it holds; always there once issued.")
    status: PlanStatus = Field(description="draft (dự thảo), issued (đã ban hành), closed (đã kết thúc).")
    closed_on: date | None = Field(description="Day on which it was closed; null while it is not.")
    signer: SignerOut | None = Field(description="Who signed.")
    legal_bases: list[PlanLegalBasisOut] = Field(description="Documents it rests on, in order.")
    duties: list[DutyOut] = Field(description="Duties of single units, in order.")
    recipients: list[str] = Field(description="To whom it is sent, as printed.")
    target_groups: list[TargetGroupOut] = Field(description="Headings of its table of targets, in order.")
    parent_plan_id: UUID | None = Field(description="The plan above that it carries out.")
    source: PlanLegalBasisOut | None = Field(
        description="Null for a plan. Work that arose outside all plans: the document it comes from."
    )
    task_count: int = Field(description="Tasks, sub-rows included.")
    target_count: int = Field(description="Targets.")
    sample: bool = Field(description="Whether it is sample data.")
    created_at: datetime = Field(description="When it was entered.")
    updated_at: datetime = Field(description="When it or a part of it last changed.")


class TaskGroupIn(In):
    """A new heading."""

    code: Code = Field(description="As printed: I, II, 1; unique in the plan.")
    title: Title = Field(description="As printed.")
    position: Position | None = Field(default=None, description="Place among the groups, from 1; by default the last.")


class TaskGroupPatch(Patch):
    """Changes to a heading."""

    code: Code = Field(default_factory=str, description="As printed; unique in the plan.")
    title: Title = Field(default_factory=str, description="As printed.")
    position: Position = Field(default_factory=int, description="Place among the groups, from 1.")


class TaskGroupOut(Out):
    """A heading of the appendix."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    code: str = Field(description="As printed.")
    title: str = Field(description="As printed.")
    position: int = Field(description="Place among the groups, from 1.")
