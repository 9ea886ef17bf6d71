"""Clusters and audiences as they come in and go out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.pagination import ListQuery, SearchableQuery
from api.kit.schemas import Code, Day, In, LongText, Out, Patch, Ref, Reference
from api.kit.schemas import Line as TextLine
from api.units.rules.words import Area, EducationLevel, Kind, Ownership
from api.units.schemas.days import MemberIn
from api.units.schemas.units import Aliases

_CODE = "Starts with its department's code and a hyphen. Unset: given by us."
_DEPARTMENT = "The department it is of: code or id. Unset: the caller's own."
_MEMBERS = "The units and the days they belong; replaces the list."
Members = Annotated[list[MemberIn], Field(max_length=5000)]


class Clause(In):
    """What a unit must be, in all that is named, for the clause to mean it."""

    kinds: list[Kind] = Field(default_factory=list, max_length=20, description="One of these kinds.")
    education_levels: list[EducationLevel] = Field(
        default_factory=list, max_length=10, description="Teaches one of these levels, among others."
    )
    ownership: list[Ownership] = Field(default_factory=list, max_length=10, description="Owned in one of these ways.")
    area: list[Area] = Field(default_factory=list, max_length=10, description="Stands in one of these areas.")
    managed_by: Kind | None = Field(
        default=None, description="The unit right above it on the professional line is of this kind."
    )


class Rule(In):
    """Whom an audience means: units for which at least one clause holds."""

    any_of: Annotated[list[Clause], Field(min_length=1, max_length=20)] = Field(description="The clauses.")


class AudienceIn(In):
    """An audience to be entered: by a rule, or by a hand-picked list."""

    code: Code | None = Field(default=None, description=_CODE)
    department: Reference | None = Field(default=None, description=_DEPARTMENT)
    name: TextLine = Field(description="Its name, as plans print it.")
    rule: Rule | None = Field(default=None, description="Whom it means; null for a hand-picked list.")
    members: Members | None = Field(default=None, description="The hand-picked list; null with a rule.")
    aliases: Aliases = Field(default_factory=list, description="Other spellings printed plans name it by.")
    note: LongText = Field(default="", description="Anything worth knowing about it.")


class AudiencePatch(Patch):
    """A change of an audience. A rule takes the place of a list, and a list that of a rule."""

    name: TextLine = Field(default_factory=str, description="Its name, as plans print it.")
    rule: Rule = Field(default_factory=lambda: Rule(any_of=[Clause()]), description="Whom it means.")
    members: Members = Field(default_factory=list, description=_MEMBERS)
    aliases: Aliases = Field(default_factory=list, description="Other spellings; replaces the list.")
    note: LongText = Field(default_factory=str, description="Anything worth knowing about it.")


class ClusterIn(In):
    """A cluster to be entered."""

    code: Code | None = Field(default=None, description=_CODE)
    department: Reference | None = Field(default=None, description=_DEPARTMENT)
    name: TextLine = Field(description="Its name.")
    members: Members = Field(default_factory=list, description=_MEMBERS)


class ClusterPatch(Patch):
    """A change of a cluster."""

    name: TextLine = Field(default_factory=str, description="Its name.")
    members: Members = Field(default_factory=list, description=_MEMBERS)


class MembershipOut(Out):
    """A unit of a list, and the days it belongs."""

    unit: Ref = Field(description="The unit.")
    first: date | None = Field(alias="from", description="First day; null for always.")
    last: date | None = Field(alias="to", description="Last day; null for no end known.")


class ClauseOut(Out):
    """One clause of a rule; an empty list asks nothing."""

    kinds: list[Kind] = Field(description="One of these kinds.")
    education_levels: list[EducationLevel] = Field(description="Teaches one of these levels, among others.")
    ownership: list[Ownership] = Field(description="Owned in one of these ways.")
    area: list[Area] = Field(description="Stands in one of these areas.")
    managed_by: Kind | None = Field(description="The unit right above it is of this kind.")


class RuleOut(Out):
    """Whom an audience means: units for which at least one clause holds."""

    any_of: list[ClauseOut] = Field(description="The clauses.")


class ClusterOut(Out):
    """A professional cluster of a department."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    code: str = Field(description="Its code.")
    name: str = Field(description="Its name.")
    department: Ref = Field(description="The department it is of.")
    member_count: int = Field(description="How many units belong to it today.")
    sample: bool = Field(description="True for sample data.")
    updated_at: datetime = Field(description="When it was last changed (UTC).")


class ClusterDetail(ClusterOut):
    """A cluster with its dated list."""

    members: list[MembershipOut] = Field(description="The units and the days they belong, past and coming included.")


class AudienceOut(Out):
    """Whom tasks and targets of a department speak to."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    code: str = Field(description="Its code.")
    name: str = Field(description="Its name, as plans print it.")
    department: Ref = Field(description="The department it is of.")
    rule: RuleOut | None = Field(description="Whom it means; null for a hand-picked list.")
    aliases: list[str] = Field(description="Other spellings printed plans name it by.")
    note: str = Field(description="Anything worth knowing about it.")
    updated_at: datetime = Field(description="When it was last changed (UTC).")


class AudienceDetail(AudienceOut):
    """An audience with its hand-picked list."""

    members: list[MembershipOut] | None = Field(
        description="The hand-picked units and their days, past and coming included; null with a rule."
    )


class MemberOut(Out):
    """A unit an audience or cluster holds on the day asked about."""

    id: UUID = Field(description="Its identifier.")
    code: str = Field(description="Its code.")
    name: str = Field(description="Its name on that day.")
    kind: Kind = Field(description="What it was on that day.")
    education_levels: list[EducationLevel] = Field(description="What it taught on that day.")
    ownership: Ownership | None = Field(description="Of a school.")
    area: Area | None = Field(description="Of a school.")
    parent: Ref | None = Field(description="The unit above on the professional line on that day.")


class GroupFilters(SearchableQuery):
    """Clusters or audiences to list."""

    department: Reference | None = Field(default=None, description="Of this department.")


class MemberFilters(ListQuery):
    """Members on a day; the number of all is always told."""

    include: Literal["total"] = Field(default="total", description="`total` counts all members.")
    on: Day | None = Field(default=None, description="The day to resolve the list at; unset is today.")
