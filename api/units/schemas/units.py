"""Units as they come in and go out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.pagination import SearchableQuery
from api.kit.schemas import Code, Day, In, Out, Patch, Ref, Reference, Text
from api.kit.schemas import Line as TextLine
from api.units.rules.words import Area, EducationLevel, Kind, Line, Ownership, Succession
from api.units.schemas.days import Days

Levels = Annotated[list[EducationLevel], Field(max_length=len(EducationLevel))]
Aliases = Annotated[list[TextLine], Field(max_length=50)]
_ALIASES = "Other spellings printed documents name it by; one spelling stands for one unit of the department."
_LEVELS = "What a school teaches; empty for what is no school."


class CodeIn(Days):
    """A code others know the unit by."""

    scheme: Annotated[Text, Field(min_length=1, max_length=20, pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="Whose code: `moet` of the ministry, `admin` of the administrative units, or another system's."
    )
    value: Annotated[Text, Field(min_length=1, max_length=64, pattern=r"^\S+$")] = Field(description="The code.")


class UnitIn(In):
    """A unit to be entered."""

    code: Code | None = Field(
        default=None, description="Ours for ever; starts with its department's code and a hyphen. Unset: given by us."
    )
    name: TextLine = Field(description="Its name.")
    kind: Kind = Field(description="What it is.")
    parent: Reference = Field(description="The unit above on the professional line: code, id, or `moet:…`.")
    administrative_parent: Reference | None = Field(
        default=None, description="The unit above on the administrative line."
    )
    education_levels: Levels = Field(default_factory=list, description=_LEVELS)
    ownership: Ownership | None = Field(default=None, description="Of a school.")
    area: Area | None = Field(default=None, description="Of a school.")
    codes: list[CodeIn] = Field(default_factory=list, max_length=20, description="Codes others know it by.")
    aliases: Aliases = Field(default_factory=list, description=_ALIASES)
    first: Day | None = Field(
        default=None, alias="from", description="Its first day; unset is today, null when it is not known."
    )
    last: Day | None = Field(default=None, alias="to", description="Its last day; null for no end known.")


class UnitPatch(Patch):
    """A change of a unit. Name, kind, levels, ownership, area and places hold from `effective_on` on."""

    effective_on: Day | None = Field(default=None, description="The day the change takes effect; unset is today.")
    name: TextLine = Field(default_factory=str, description="Its name.")
    kind: Kind = Field(default_factory=lambda: Kind.SCHOOL, description="What it is.")
    parent: Reference = Field(default_factory=str, description="The unit above on the professional line.")
    administrative_parent: Reference | None = Field(
        default=None, description="The unit above on the administrative line; null for none."
    )
    education_levels: Levels = Field(default_factory=list, description=_LEVELS)
    ownership: Ownership | None = Field(default=None, description="Of a school.")
    area: Area | None = Field(default=None, description="Of a school.")
    codes: list[CodeIn] = Field(
        default_factory=list, max_length=20, description="All codes others know or knew it by; replaces the list."
    )
    aliases: Aliases = Field(default_factory=list, description=_ALIASES + " Replaces the list.")
    last: Day | None = Field(default=None, alias="to", description="Its last day; null when it goes on.")


class CodeOut(Out):
    """A code others know the unit by."""

    scheme: str = Field(description="Whose code: `moet`, `admin`, …")
    value: str = Field(description="The code.")
    first: date | None = Field(alias="from", description="First day; null for always.")
    last: date | None = Field(alias="to", description="Last day; null for no end known.")


class UnitOut(Out):
    """A unit, as of one day: today, or the day asked about."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    code: str = Field(description="Ours, unique, never used again.")
    name: str = Field(description="Its name.")
    kind: Kind = Field(description="What it is.")
    education_levels: list[EducationLevel] = Field(description=_LEVELS)
    ownership: Ownership | None = Field(description="Of a school.")
    area: Area | None = Field(description="Of a school.")
    parent: Ref | None = Field(description="The unit above on the professional line.")
    administrative_parent: Ref | None = Field(description="The unit above on the administrative line.")
    department: Ref | None = Field(description="Its department; itself for a department, null above.")
    codes: list[CodeOut] = Field(description="Codes others know it by; with `as_of` those of that day only.")
    aliases: list[str] = Field(description=_ALIASES)
    first: date | None = Field(alias="from", description="Its first day; null when it is not known.")
    last: date | None = Field(alias="to", description="Its last day; null for no end known.")
    predecessors: list[Ref] = Field(description="Units it took over from.")
    successors: list[Ref] = Field(description="Units that took over from it.")
    child_count: int = Field(description="Units right below it on the line asked for, of those you may see.")
    sample: bool = Field(description="True for sample data.")
    updated_at: datetime = Field(description="When it was last changed (UTC).")


class VersionOut(Out):
    """What a unit was from one day to another."""

    first: date | None = Field(alias="from", description="First day; null for always.")
    last: date | None = Field(alias="to", description="Last day; null for no end known.")
    name: str = Field(description="Its name.")
    kind: Kind = Field(description="What it was.")
    education_levels: list[EducationLevel] = Field(description=_LEVELS)
    ownership: Ownership | None = Field(description="Of a school.")
    area: Area | None = Field(description="Of a school.")


class PlaceOut(Out):
    """Where a unit stood from one day to another."""

    line: Line = Field(description="On which line.")
    parent: Ref = Field(description="The unit above.")
    first: date | None = Field(alias="from", description="First day; null for always.")
    last: date | None = Field(alias="to", description="Last day; null for no end known.")


class LegalBasisOut(Out):
    """The document a reorganisation rests on."""

    type: str | None = Field(description="Nghị quyết, Quyết định, …")
    number: str | None = Field(description="Its number.")
    issued_on: date | None = Field(description="Its date.")
    issuer: str | None = Field(description="Who issued it.")
    title: str | None = Field(description="What it is about.")


class SuccessionOut(Out):
    """A reorganisation the unit took part in."""

    role: Literal["predecessor", "successor"] = Field(description="What the other unit is to this one.")
    unit: Ref = Field(description="The other unit.")
    on: date = Field(description="The successor's first day in the role.")
    kind: Succession = Field(description="What sort of reorganisation it was.")
    legal_basis: LegalBasisOut | None = Field(description="The document it rests on, where known.")


class HistoryOut(Out):
    """All that was ever true of a unit, oldest first."""

    id: UUID = Field(description="The unit.")
    versions: list[VersionOut] = Field(description="Names and kinds.")
    places: list[PlaceOut] = Field(description="Where it stood; only under units you may see.")
    codes: list[CodeOut] = Field(description="Codes others knew it by.")
    successions: list[SuccessionOut] = Field(description="Reorganisations; only with units you may see.")


class UnitFilters(SearchableQuery):
    """Units to list. Without `as_of` those of today."""

    kind: Kind | None = Field(default=None, description="Of this kind.")
    parent: Reference | None = Field(default=None, description="Right below this unit on `line`.")
    under: Reference | None = Field(default=None, description="Anywhere below this unit on `line`.")
    line: Line = Field(default=Line.PROFESSIONAL, description="The line of `parent`, `under` and `child_count`.")
    education_level: EducationLevel | None = Field(default=None, description="Schools that teach it, among others.")
    ownership: Ownership | None = Field(default=None, description="Schools owned so.")
    as_of: Day | None = Field(default=None, description="The tree at the end of that day, Vietnam time.")
