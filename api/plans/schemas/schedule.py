"""When a task is due: the printed phrase and what was understood of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.kit.schemas import Day, In, Line, Out, Text, Whole
from api.plans.rules.schedule.terms import ScheduleWarning


class _TermIn(In):
    tentative: bool = Field(default=False, description="Whether the phrase itself says “dự kiến”.")
    doubtful: bool = Field(default=False, description="Whether it rests on a misprint or an assumed year.")


class DateTermIn(_TermIn):
    """A day."""

    kind: Literal["date"] = Field(description="What sort of term it is.")
    on: Day = Field(description="The day.")
    bound: Literal["by", "before", "from"] = Field(
        default="by", description="Done by its end, done before it begins, begun on it."
    )
    whole: bool = Field(
        default=False, description="Whether the print names a month or longer, of which `on` is the edge."
    )


class SpanTermIn(_TermIn):
    """One stretch of work, due at its end."""

    kind: Literal["span"] = Field(description="What sort of term it is.")
    start: Day | None = Field(description="First day; null where the print gives none.")
    end: Day = Field(description="Last day.")


class PeriodTermIn(_TermIn):
    """Within one period, due at its end."""

    kind: Literal["period"] = Field(description="What sort of term it is.")
    period: Line = Field(description="A period: 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.")


class RecurringTermIn(_TermIn):
    """Once in every period."""

    kind: Literal["recurring"] = Field(description="What sort of term it is.")
    every: Literal["month", "quarter", "half_year", "year", "school_year"] = Field(description="How often.")
    day: Annotated[Whole, Field(ge=1, le=31)] | None = Field(default=None, description="Day of the month it is due on.")
    month_of_period: Annotated[Whole, Field(ge=1, le=24)] | None = Field(
        default=None, description="Month of the period it is due in, from 1."
    )
    bound: Literal["by", "before"] = Field(default="by", description="Done by the day's end, or before it begins.")


class ContinuousTermIn(_TermIn):
    """All the time, between the days printed, if any."""

    kind: Literal["continuous"] = Field(description="What sort of term it is.")
    start: Day | None = Field(default=None, description="First day, if printed.")
    end: Day | None = Field(default=None, description="Last day, if printed.")


class OpenTermIn(_TermIn):
    """When a rule, somebody above, or the occasion says."""

    kind: Literal["as_regulated", "as_directed", "ad_hoc"] = Field(description="What sort of term it is.")
    source: Line | None = Field(default=None, description="How the print names whoever or whatever says when.")


TermIn = Annotated[
    DateTermIn | SpanTermIn | PeriodTermIn | RecurringTermIn | ContinuousTermIn | OpenTermIn,
    Field(discriminator="kind"),
]


class ScheduleIn(In):
    """A schedule. With the text alone the server parses it; with terms they are taken as given."""

    text: Annotated[Text, Field(max_length=1000)] = Field(description="The phrase as printed.")
    terms: Annotated[list[TermIn], Field(max_length=50)] | None = Field(
        default=None, description="The terms, each as the answer shows them; left out, they are read from the text."
    )


class TermOut(Out):
    """What all terms say."""

    tentative: bool = Field(description="Whether the phrase itself says “dự kiến”.")
    doubtful: bool = Field(description="Whether the term rests on a misprint or an assumed year; a warning says which.")


class DateTermOut(TermOut):
    """A day."""

    kind: Literal["date"] = Field(description="What sort of term it is.")
    on: date = Field(description="The day.")
    bound: Literal["by", "before", "from"] = Field(description="Done by its end, done before it begins, begun on it.")
    whole: bool = Field(description="Whether the print names a month or longer, of which `on` is the edge.")


class SpanTermOut(TermOut):
    """One stretch of work, due at its end."""

    kind: Literal["span"] = Field(description="What sort of term it is.")
    start: date | None = Field(description="First day; null where the print gives none.")
    end: date = Field(description="Last day.")


class PeriodTermOut(TermOut):
    """Within one period, due at its end."""

    kind: Literal["period"] = Field(description="What sort of term it is.")
    period: str = Field(description="A period: 2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026, 2025-2026-S1.")


class RecurringTermOut(TermOut):
    """Once in every period."""

    kind: Literal["recurring"] = Field(description="What sort of term it is.")
    every: Literal["month", "quarter", "half_year", "year", "school_year"] = Field(description="How often.")
    day: int | None = Field(description="Day of the month it is due on.")
    month_of_period: int | None = Field(description="Month of the period it is due in, from 1.")
    bound: Literal["by", "before", "from"] = Field(description="Done by the day's end, or before it begins.")


class ContinuousTermOut(TermOut):
    """All the time, between the days printed, if any."""

    kind: Literal["continuous"] = Field(description="What sort of term it is.")
    start: date | None = Field(description="First day, if printed.")
    end: date | None = Field(description="Last day, if printed.")


class OpenTermOut(TermOut):
    """When a rule, somebody above, or the occasion says."""

    kind: Literal["as_regulated", "as_directed", "ad_hoc"] = Field(description="What sort of term it is.")
    source: str | None = Field(description="How the print names whoever or whatever says when.")


ScheduleTerm = Annotated[
    DateTermOut | SpanTermOut | PeriodTermOut | RecurringTermOut | ContinuousTermOut | OpenTermOut,
    Field(discriminator="kind"),
]


class OccurrenceOut(Out):
    """One dated instance."""

    label: str = Field(description="What it is about: a period's label or a day.")
    due_at: datetime = Field(description="Its last second, UTC.")


class ScheduleOut(Out):
    """The printed phrase and what was understood of it."""

    text: str = Field(description="The phrase as printed.")
    terms: list[ScheduleTerm] = Field(description="What was understood, in the order printed.")
    occurrences: list[OccurrenceOut] = Field(description="The dated instances, in order of time.")
    warnings: list[ScheduleWarning] = Field(description="Why a person should look at the phrase again.")
