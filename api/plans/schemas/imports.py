"""A plan document as it is understood, corrected and committed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from api.kit.schemas import Day, In, Line, LongText, Out, Patch, Ref, Reference, Text, Whole, Year
from api.plans.schemas.party import ParticipationIn, refuse_two
from api.plans.schemas.plan import LegalBasis, PlanOut, Signer, Title
from api.plans.schemas.schedule import ScheduleIn, ScheduleOut

ImportStatus = Literal["reading", "ready", "refused", "committed", "discarded"]
RowKind = Literal["task_group", "task", "target_group", "target"]
Comparator = Literal["ge", "gt", "eq", "le", "lt", "range", "change"]
Names = Annotated[list[Line], Field(max_length=100)]
Phrase = Annotated[Text, Field(max_length=1000)]
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]


class ImportIn(In):
    """What is said with a document: as fields of the form, or as parameters of the address."""

    unit: Reference | None = Field(default=None, description="Whose plan, by code or id; by default the caller's own.")
    year: Year | None = Field(default=None, description="The plan's year; by default what the document says.")
    parent_plan: Reference | None = Field(default=None, description="The plan above that it carries out, by id.")


class HeaderPatch(Patch):
    """Corrections of what the first page and the signature say; lists are replaced whole."""

    issuer: Line | None = Field(default=None, description="Who issues the plan.")
    number: Line | None = Field(default=None, description="Document number.")
    issued_on: Day | None = Field(default=None, description="Date of the document.")
    place: Line | None = Field(default=None, description="Where it was signed.")
    title: Title | None = Field(default=None, description="What the plan is called.")
    year: Year | None = Field(default=None, description="Calendar year it is for; deadlines are read anew.")
    horizon_years: Annotated[list[Year], Field(max_length=30)] = Field(
        default_factory=list, description="The years its targets reach over."
    )
    signer: Signer | None = Field(default=None, description="Who signed.")
    legal_bases: Annotated[list[LegalBasis], Field(max_length=200)] = Field(
        default_factory=list, description="Documents it rests on."
    )
    recipients: Annotated[list[Line], Field(max_length=200)] = Field(
        default_factory=list, description="To whom it is sent (nơi nhận)."
    )


class ImportPatch(Patch):
    """Corrections of an import as a whole."""

    parent_plan: Reference | None = Field(default=None, description="The plan above that it carries out, by id.")
    header: HeaderPatch = Field(default_factory=HeaderPatch, description="Only what is to be changed.")


class ChosenIn(In):
    """Who a printed name means: a unit or an audience, by code or id; neither leaves it a name alone."""

    printed_name: Line = Field(description="One of the names of the row, as `lead` or `coordinating` has it.")
    unit: Reference | None = Field(default=None, description="The unit, by code or id.")
    audience: Reference | None = Field(default=None, description="The audience, by code or id.")

    @model_validator(mode="after")
    def _one_party(self) -> "ChosenIn":
        refuse_two(self)
        return self


class MatchedPatch(Patch):
    """Who the names of a row mean; names that are not said keep what the register finds."""

    lead: Annotated[list[ChosenIn], Field(max_length=100)] = Field(default_factory=list, description="Of `lead`.")
    coordinating: Annotated[list[ChosenIn], Field(max_length=100)] = Field(
        default_factory=list, description="Of `coordinating`."
    )


class UnderstoodPatch(Patch):
    """Corrections of what was understood: the keys of the row's kind, only those to be changed."""

    code: Line | None = Field(default=None, description="Of a heading: its code as printed (I, A).")
    parent: Line | None = Field(default=None, description="Of a heading: the code of the one above it.")
    title: Title | None = Field(default=None, description="Of a heading or a task.")
    name: Title | None = Field(default=None, description="Of a target.")
    group: Line | None = Field(default=None, description="Code of the heading it stands under.")
    number: Line | None = Field(default=None, description="Number as printed.")
    parent_number: Line | None = Field(default=None, description="Number of the row it is a part of.")
    results: Annotated[list[LongText], Field(max_length=200)] = Field(
        default_factory=list, description="Of a task: its products, in order."
    )
    lead: Names = Field(default_factory=list, description="Who leads, name by name; matched anew.")
    coordinating: Names = Field(default_factory=list, description="Who coordinates, name by name; matched anew.")
    matched: MatchedPatch = Field(default_factory=MatchedPatch, description="Who the names mean.")
    deadline_text: Phrase = Field(default_factory=str, description="Of a task: the deadline as printed; read anew.")
    schedule: ScheduleIn = Field(
        default_factory=lambda: ScheduleIn(text=""), description="Of a task: its terms, where the text alone misleads."
    )
    unit_of_measure: Line | None = Field(default=None, description="Of a target: unit of the figure.")
    target_text: Phrase = Field(default_factory=str, description="Of a target: the figure as printed; read anew.")
    comparator: Comparator | None = Field(default=None, description="Of a target: how a value is held against it.")
    value: Figure | None = Field(default=None, description="Of a target: 88, not 0.88.")
    value_max: Figure | None = Field(default=None, description="Of a target: upper end of a range.")
    year: Year | None = Field(default=None, description="Of a target: the year to reach it in.")
    matched_indicator: Reference | None = Field(
        default=None, description="Of a target: the indicator it is set on, by code or id; null makes a new one."
    )
    note: LongText = Field(default_factory=str, description="Note (ghi chú).")


class RowPatch(Patch):
    """A correction of one row."""

    kind: RowKind = Field(default_factory=lambda: "task", description="What the row is.")
    included: bool = Field(default=True, description="False leaves the row out of the draft; true takes it in again.")
    understood: UnderstoodPatch = Field(default_factory=UnderstoodPatch, description="Only what is to be changed.")
    checked: bool = Field(
        default_factory=bool,
        description="True: a person looked at the row and it is right as understood; its doubts go.",
    )


class NamesIn(In):
    """Who printed names mean, once for every row that prints them."""

    names: Annotated[list[ChosenIn], Field(min_length=1, max_length=200)] = Field(description="Name by name.")


class RowIn(In):
    """A row the document has and the reading missed."""

    kind: RowKind = Field(description="What the row is.")
    after: Annotated[Whole, Field(ge=0, le=100_000)] | None = Field(
        default=None, description="Position of the row it follows, 0 for the first; by default the last."
    )
    understood: UnderstoodPatch = Field(default_factory=UnderstoodPatch, description="What it says.")


class ImportedTarget(In):
    """A target as an import hands it over to whoever keeps targets."""

    name: Title = Field(description="What is measured, as printed.")
    number: Line | None = Field(description="Number as printed.")
    unit_of_measure: Line | None = Field(description="Unit of the figure.")
    text: LongText = Field(description="The figure as printed.")
    group: Line | None = Field(description="Code of its heading.")
    year: Year | None = Field(description="The year to reach it in.")
    comparator: Comparator | None = Field(description="How a value is held against it.")
    value: Figure | None = Field(description="In the unit of measure.")
    value_max: Figure | None = Field(description="Upper end of a range.")
    baseline: Figure | None = Field(description="Where it stood before.")
    participations: Annotated[list[ParticipationIn], Field(max_length=200)] = Field(description="Who takes part.")


class MatchedOut(Ref):
    """A unit or an audience that a printed name means."""

    kind: Literal["unit", "audience"] = Field(description="Which of the two it is.")
    printed_name: str = Field(description="The name, as `lead` or `coordinating` has it.")
    confidence: float = Field(description="How surely, from 0 to 1; below 0.9 it is not taken into the draft.")


class MatchedPartiesOut(Out):
    """Who the names of a row mean; a name nobody is known by is missing."""

    lead: list[MatchedOut] = Field(description="Of `lead`.")
    coordinating: list[MatchedOut] = Field(description="Of `coordinating`.")


class OtherCellOut(Out):
    """What stands in a column of another sort."""

    column: str = Field(description="The column's heading.")
    text: str = Field(description="What the cell says.")


class HeadingUnderstood(Out):
    """A heading."""

    code: str | None = Field(description="Its code as printed.")
    title: str = Field(description="What it says.")
    parent: str | None = Field(description="Code of the heading above it.")


class _ItemUnderstood(Out):
    group: str | None = Field(description="Code of the heading it stands under.")
    group_title: str | None = Field(description="What that heading says.")
    number: str | None = Field(description="Number as printed.")
    parent_number: str | None = Field(description="Number of the row it is a part of.")
    lead: list[str] = Field(description="Who leads, name by name.")
    coordinating: list[str] = Field(description="Who coordinates, name by name.")
    lead_printed: list[str] = Field(description="Beside each name of `lead`, how it is printed, brackets and all.")
    coordinating_printed: list[str] = Field(description="Beside each name of `coordinating`, how it is printed.")
    lead_text: str = Field(description="The whole cell of those who lead.")
    coordinating_text: str = Field(description="The whole cell of those who coordinate.")
    matched: MatchedPartiesOut = Field(description="Who the names mean.")
    note: str = Field(description="Note.")
    other: list[OtherCellOut] = Field(description="What other columns say.")


class TaskUnderstood(_ItemUnderstood):
    """A task."""

    title: str = Field(description="What is to be done.")
    results: list[str] = Field(description="Its products, in order.")
    results_text: str = Field(description="The whole cell of its products.")
    deadline_text: str = Field(description="The deadline as printed.")
    schedule: ScheduleOut | None = Field(description="What was understood of it; null without a deadline or a year.")


class IndicatorMatchOut(Ref):
    """An indicator that is meant."""

    confidence: float = Field(description="How surely, from 0 to 1.")


class TargetUnderstood(_ItemUnderstood):
    """A target."""

    name: str = Field(description="What is measured, as printed.")
    unit_of_measure: str | None = Field(description="Unit of the figure.")
    target_text: str = Field(description="The figure as printed.")
    comparator: Comparator | None = Field(description="How a value is held against it.")
    value: float | None = Field(description="As printed: 88, not 0.88.")
    value_max: float | None = Field(description="Upper end of a range.")
    year: int | None = Field(description="The year to reach it in.")
    baseline: str | None = Field(description="Where it stood before, as printed.")
    matched_indicator: IndicatorMatchOut | None = Field(description="The indicator it is set on; null: a new one.")


class RowProblemOut(Out):
    """A doubt a person should settle."""

    code: str = Field(description="Stable code of the doubt.")
    field: str = Field(description="The key of `understood` it is about; empty for the whole row.")
    message: str = Field(description="The same in words, in the language asked for.")


class HeaderProblemOut(RowProblemOut):
    """What is missing or unclear of the document as a whole, or should be known before a draft is made of it."""

    plan_id: UUID | None = Field(description="Of `plan_exists`: the plan that is there already.")


class CellOut(Out):
    """A cell as printed."""

    column: str = Field(description="The heading of its column.")
    text: str = Field(description="What it says.")


class SourceOut(Out):
    """Where a row stands in the file."""

    page: int | None = Field(description="Page from 1, where the format has pages.")
    table: int = Field(description="Table from 1; 0 for a row a person added.")
    row: int = Field(description="Row from 1; 0 for a row a person added.")
    cells: list[CellOut] = Field(description="Its cells as printed.")


class ImportRowOut(Out):
    """A row and what was understood of it."""

    position: int = Field(description="Its place, from 1.")
    kind: RowKind = Field(description="What it is.")
    source: SourceOut = Field(description="Where it stands in the file.")
    confidence: float = Field(description="How surely it was understood, from 0 to 1.")
    understood: TaskUnderstood | TargetUnderstood | HeadingUnderstood = Field(description="What was understood.")
    problems: list[RowProblemOut] = Field(description="Doubts a person should settle.")
    included: bool = Field(description="False where a person left the row out.")
    corrected: list[str] = Field(description="What of it a person set.")


class PrintedSignerOut(Out):
    """Who signed, as far as it could be read."""

    name: str | None = Field(description="Full name.")
    title: str | None = Field(description="The office held.")
    on_behalf: str | None = Field(description="For whom, if not in one's own office.")


class PrintedBasisOut(Out):
    """A document the plan rests on, as printed."""

    type: str | None = Field(description="Kind of document.")
    number: str | None = Field(description="Its number.")
    issued_on: date | None = Field(description="Its date.")
    issuer: str | None = Field(description="Who issued it.")
    title: str | None = Field(description="What it is about.")


class ImportHeaderOut(Out):
    """What the first page and the signature say."""

    issuer: str | None = Field(description="Who issues the plan.")
    parent: str | None = Field(description="Who stands above the issuer.")
    number: str | None = Field(description="Document number.")
    issued_on: date | None = Field(description="Date of the document.")
    place: str | None = Field(description="Where it was signed.")
    title: str | None = Field(description="What the plan is called.")
    year: int | None = Field(description="Calendar year it is for.")
    horizon_years: list[int] = Field(description="The years its targets reach over.")
    signer: PrintedSignerOut | None = Field(description="Who signed.")
    legal_bases: list[PrintedBasisOut] = Field(description="Documents it rests on.")
    recipients: list[str] = Field(description="To whom it is sent.")
    problems: list[HeaderProblemOut] = Field(
        description="What is missing or unclear, and plans of the unit and year that it seems to be (`plan_exists`)."
    )


class RefusalOut(Out):
    """Why the file could not be read."""

    code: str = Field(description="Stable code of the reason.")
    message: str = Field(description="The same in words, in the language asked for.")


class RemarkOut(RowProblemOut):
    """Something to be said of the whole document."""

    source: SourceOut | None = Field(description="Where it stands, for text that became no row.")


class LeftOutOut(Out):
    """What the draft could not take, or took otherwise than printed."""

    position: int | None = Field(description="The row it is about; null for the header.")
    code: str = Field(description="Stable code.")
    field: str = Field(description="The field it is about; empty for the whole row.")
    message: str = Field(description="The same in words, in the language asked for.")


class ImportSummaryOut(Out):
    """An import, its rows apart."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    unit: Ref = Field(description="Whose plan it is to be.")
    status: ImportStatus = Field(
        description="reading, ready to be corrected, refused (not readable), committed (a draft now), discarded."
    )
    filename: str = Field(description="What its sender calls the file.")
    size: int = Field(description="Size of the file, bytes.")
    progress: int = Field(description="Whole percent of the reading.")
    refusal: RefusalOut | None = Field(description="Why the file could not be read.")
    row_count: int = Field(description="Rows taken in.")
    doubtful_count: int = Field(description="Rows understood less surely than 0.9.")
    job: UUID | None = Field(description="The job that reads it; see /jobs/{id}.")
    plan_id: UUID | None = Field(description="The draft it became.")
    parent_plan_id: UUID | None = Field(description="The plan above that it carries out.")
    created_at: datetime = Field(description="When it was sent.")
    updated_at: datetime = Field(description="When it last changed.")


class OpenNameOut(Out):
    """A printed name nobody is surely known by."""

    printed_name: str = Field(description="The name, as `lead` or `coordinating` has it.")
    row_count: int = Field(description="How many rows taken in print it.")
    guess: MatchedOut | None = Field(description="Who it may be.")


class ImportOut(ImportSummaryOut):
    """An import with all that was understood."""

    header: ImportHeaderOut = Field(description="The first page and the signature, as understood.")
    rows: list[ImportRowOut] = Field(description="The rows, in printed order.")
    problems: list[RemarkOut] = Field(description="Of the whole document; text that became no row.")
    open_names: list[OpenNameOut] = Field(description="Names still to be settled, in printed order.")
    left_out: list[LeftOutOut] = Field(description="Once committed: what the draft could not take.")


class CommittedPlanOut(PlanOut):
    """The draft made of a document."""

    left_out: list[LeftOutOut] = Field(description="What it could not take, or took otherwise than printed.")


def as_plain(value: Any) -> Any:
    """A corrected value as the preview keeps it: models as their JSON, figures as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
