"""Reports as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.followup.rules import Wording
from api.indicators.schemas.confirmation import SaidOut
from api.kit.schemas import In, Line, LongText, Out, Patch, Ref, Reference, Text
from api.plans.queries.tasks import TaskStatus
from api.reporting.rules.content import SectionKind
from api.reporting.rules.report import Act, Status
from api.reporting.schemas.round import CountsOut

# One receipt reaches at most so many.
MOST = 5000
_SectionCode = Annotated[str, Field(min_length=1, max_length=64)]
Said = Annotated[LongText, Field(min_length=1)]


class ReportPatch(Patch):
    """What was written so far (RFC 7396)."""

    sections: Annotated[dict[_SectionCode, LongText], Field(max_length=50)] = Field(
        default_factory=dict, description="Texts by the code of their section; those left out stay."
    )


class LineReasonIn(In):
    """Why a line is returned."""

    line: Line = Field(description="`section:<code>`, `indicator_value:<id>`, `assignment:<id>` or `difficulty:<id>`.")
    reason: Said = Field(description="What is wrong with it, or missing.")


class ReturnIn(In):
    """Why a report goes back to be completed."""

    lines: Annotated[list[LineReasonIn], Field(min_length=1, max_length=500)] = Field(description="Line by line.")
    text: LongText | None = Field(default=None, description="A word on the whole.")


class CorrectIn(In):
    """Why a received report is opened again."""

    reason: Said = Field(description="What is to be put right.")


class ReceiveScope(In):
    """Reports that wait for the caller."""

    round: UUID = Field(description="Of this round, by id.")
    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    group: Reference | None = Field(
        default=None, description="Of the units that stand under this one, as completeness counts them."
    )
    to: Reference | None = Field(default=None, description="For this unit, by code or id.")
    clean: bool | None = Field(
        default=True, description="Only those without a flaw (true), with one (false), all (null)."
    )
    q: Text | None = Field(default=None, max_length=200, description="Words of the unit's name.")


class ReceiveManyIn(In):
    """Reports to receive: those named, or all that a filter finds."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST)] | None = Field(
        default=None, description="These reports."
    )
    filter: ReceiveScope | None = Field(default=None, description="All of these that wait for the caller.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "ReceiveManyIn":
        if (self.ids is None) == (self.filter is None):
            raise PydanticCustomError("ids_or_filter", "either ids or a filter")
        return self


class ReceivedOut(Out):
    """What was received."""

    received: int = Field(description="How many reports.")


class LineReasonOut(Out):
    """Why a line was returned."""

    line: str = Field(description="Which line.")
    reason: str = Field(description="What is wrong with it, or missing.")


class ReportOut(Out):
    """What a unit sends in a round."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    round: Ref = Field(description="The round.")
    unit: Ref = Field(description="Whose it is.")
    under: Ref | None = Field(description="The unit it stands under.")
    to: Ref = Field(description="Who receives it.")
    period: str = Field(description="The period's label.")
    status: Status = Field(description="draft, sent, received or returned.")
    edition: int = Field(description="1; each correction after it was received is the next.")
    due_at: datetime | None = Field(description="Its due instant, extensions counted.")
    first_sent_at: datetime | None = Field(description="When it first came.")
    sent_at: datetime | None = Field(description="When it was last sent.")
    received_at: datetime | None = Field(description="When it was received.")
    on_time: bool | None = Field(description="Whether it first came by its due instant; null until it came.")
    overdue: bool = Field(description="Whether the due instant is over and it is still to come.")
    receipt_code: str | None = Field(description="The receipt of its last sending.")
    returned: list[LineReasonOut] = Field(description="Why it was returned, line by line.")
    wording: Wording = Field(
        description="How its unit is spoken to by its rank: request (đề nghị bổ sung), require (trả lại để bổ sung)."
    )
    flaws: int = Field(description="Figures missing or unusual when it was sent.")
    receivable: bool = Field(description="Whether it waits for the caller to receive it.")
    updated_at: datetime = Field(description="When it last changed.")


class ReportSectionOut(Out):
    """A section of a report."""

    code: str = Field(description="Its code in the outline.")
    kind: SectionKind = Field(description="text, figures, assignments or difficulties.")
    title: str = Field(description="Its heading.")
    text: str | None = Field(description="What was written; null where the section is gathered.")


class FigureTargetOut(Out):
    """What an indicator should reach."""

    year: int = Field(description="In which year.")
    text: str = Field(description="As printed.")
    comparator: str | None = Field(description="ge, gt, eq, le, lt, range or change.")
    value: float | None = Field(description="In the unit of measure.")


class FigureOut(Out):
    """A figure of a report."""

    id: str = Field(description="The value's identifier, whether it is there yet or not.")
    name: str = Field(description="The indicator's name.")
    indicator: Ref = Field(description="The indicator.")
    period: str = Field(description="The value's period, one that ends in the report's.")
    unit_of_measure: str = Field(description="What the figure is measured in.")
    kind: str = Field(description="ratio, share_of_units, share_of_items, count or number.")
    numerator_label: str | None = Field(description="What the numerator counts.")
    denominator_label: str | None = Field(description="What the denominator counts.")
    target: FigureTargetOut = Field(description="What it should reach.")
    asked: bool = Field(description="Whether the unit is to enter it.")
    answer: str | None = Field(description="given, not_applicable or nothing_arose; null: not answered.")
    numerator: float | None = Field(description="Numerator.")
    denominator: float | None = Field(description="Denominator.")
    value: float | None = Field(description="The figure in the unit of measure.")
    yes: bool | None = Field(description="Yes or no.")
    state: str | None = Field(description="draft, sent, received or returned.")
    source: str | None = Field(description="Where it comes from.")
    note: str | None = Field(description="A word of explanation.")
    version: int | None = Field(description="The value's version.")
    on_behalf: bool | None = Field(description="Whether those above entered it (nhập thay).")
    warnings: list[str] = Field(description="What is unusual about it.")


class WorkOut(Out):
    """An assignment of a report."""

    id: UUID = Field(description="The assignment's identifier.")
    name: str = Field(description="The task's title.")
    task: Ref = Field(description="The task.")
    occurrence: str = Field(description="Which time.")
    status: TaskStatus = Field(description="Where it stands.")
    percent: int = Field(description="How much of it is done, in percent.")
    text: str | None = Field(description="What the unit said last.")
    due_at: datetime | None = Field(description="Its due instant.")
    completed_at: datetime | None = Field(description="When it was completed.")


class ReportDifficultyOut(Out):
    """A difficulty of a report."""

    id: UUID = Field(description="The difficulty's identifier.")
    name: str = Field(description="In a few words.")
    title: str = Field(description="In a few words.")
    text: str = Field(description="In full.")
    status: str = Field(description="open, answered or resolved.")
    created_at: datetime = Field(description="When it was raised.")
    report_id: UUID | None = Field(description="The report it was raised in: this one, or one before.")


class ReportActOut(Out):
    """Something somebody did to a report."""

    at: datetime = Field(description="When.")
    by: str = Field(description="Who, by name.")
    on_behalf: bool = Field(description="Whether it was done for the unit by those above it (nhập thay).")
    act: Literal["sent", "returned", "received", "corrected", "extended", "passed_on"] = Field(description="What.")
    text: str | None = Field(description="What was said.")
    lines: list[LineReasonOut] = Field(description="Why, line by line, where it was returned.")


class EditionOut(Out):
    """A report as it was received."""

    edition: int = Field(description="Its number.")
    sent_at: datetime = Field(description="When it was sent.")
    received_at: datetime = Field(description="When it was received.")
    received_by: str = Field(description="Who received it, by name.")
    receipt_code: str = Field(description="Its receipt.")


class ContentOut(Out):
    """What a report says."""

    sections: list[ReportSectionOut] = Field(description="By its outline.")
    figures: list[FigureOut] = Field(description="Figures of the periods that end in the report's.")
    assignments: list[WorkOut] = Field(description="Work due or done in the period, or still open from before.")
    difficulties: list[ReportDifficultyOut] = Field(description="What stood in the way.")


class ReportDetailOut(ReportOut, ContentOut):
    """A report by itself: as it is now, or as it was received."""

    cutoff_on: date = Field(description="The last day whose figures count.")
    below: CountsOut | None = Field(
        description="How many of the reports it is compiled from stand where, of those the caller sees; null: of none."
    )
    prefilled: bool = Field(description="Whether the texts are those of the last report, for nobody has written yet.")
    history: list[ReportActOut] = Field(description="What happened to it, the oldest first.")
    editions: list[EditionOut] = Field(description="What was received of it, the oldest first.")
    may: list[Act] = Field(description="What the caller may do with it now.")


class EditionDetailOut(EditionOut, ContentOut):
    """A report as it was received, for good."""

    version: int = Field(description="1: it stays as it is.")


class ReportChangeOut(Out):
    """A line that is otherwise now."""

    line: str = Field(description="Which line.")
    name: str = Field(description="What it is called.")
    fields: dict[str, list[Any]] = Field(description="What differs: as received, and now.")


class ReportChangesOut(Out):
    """What changed since a report was received."""

    edition: int | None = Field(description="Against this edition, the last received; null: none was.")
    items: list[ReportChangeOut] = Field(description="The lines that differ.")
    next_cursor: str | None = Field(description="Null: there is one page.")


class ChangedFigureOut(Out):
    """A figure of a received report that is otherwise now."""

    report_id: UUID = Field(description="The report it came in.")
    unit: Ref = Field(description="Whose figure it is.")
    edition: int = Field(description="The edition of that report it is held against.")
    received_at: datetime = Field(description="When that was received.")
    line: str = Field(description="Which line of that report.")
    indicator: Ref = Field(description="What is measured.")
    period: str = Field(description="In which period.")
    unit_of_measure: str = Field(description="Unit of the figure.")
    before: SaidOut | None = Field(description="As it was received; null: nothing had been answered.")
    now: SaidOut | None = Field(description="As it is now; null: it was taken back.")
    note: str | None = Field(description="What is said about it now.")
    reason: str | None = Field(description="Why the report was opened again (đính chính), if it was.")
    by: str = Field(description="Who wrote it.")
    at: datetime = Field(description="When.")
    on_behalf: bool = Field(description="Whether somebody above entered it for the unit.")


class ChangedBelowOut(Out):
    """What changed below a compiled report since the reports it is made of were received."""

    total: int = Field(description="How many figures.")
    items: list[ChangedFigureOut] = Field(description="The latest change first, at most two hundred.")
    next_cursor: None = Field(description="There is one page.")
