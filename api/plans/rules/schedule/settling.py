"""From what each phrase says alone to terms: frequencies and due days joined, years filled in, doubts noted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from api.kit.calendar import Period, PeriodKind
from api.plans.rules.schedule.drafts import (
    ContinuousDraft,
    DayOfMonthDraft,
    Draft,
    FollowingYearsDraft,
    OpenDraft,
    PointDraft,
    RangeDraft,
    RecurringDraft,
    YearlyDraft,
)
from api.plans.rules.schedule.moments import Moment
from api.plans.rules.schedule.terms import (
    Bound,
    ContinuousTerm,
    DateTerm,
    PeriodTerm,
    PlanFrame,
    RecurringTerm,
    ScheduleWarning,
    SpanTerm,
    Term,
)
from api.plans.rules.schedule.years import share_years, understand_year

_DAY = timedelta(days=1)
_LENGTHS = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12, PeriodKind.SCHOOL_YEAR: 12}
# Any year that has all days.
_LEAP_YEAR = 2024
_YEARLY = RecurringDraft(every=PeriodKind.YEAR)


class _Refused(Exception):
    """A draft that no term can be made of, and why."""

    def __init__(self, warning: ScheduleWarning) -> None:
        super().__init__(warning)
        self.warning = warning


def settle(drafts: Sequence[Draft], frame: PlanFrame) -> tuple[list[Term], list[ScheduleWarning]]:
    """The terms of the drafts, in the order printed and each once, and what a person should look at."""
    terms: dict[Term, None] = {}
    warnings: list[ScheduleWarning] = []
    for draft in share_years(_joined(drafts)):
        try:
            term, doubts = _term(draft, frame, list(terms))
        except _Refused as refused:
            warnings.append(refused.warning)
            continue
        warnings += doubts
        terms[replace(term, doubtful=True) if draft.partly_read else term] = None
    return list(terms), warnings


# --- frequencies and due days that belong together ---------------------------------------------------------------


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    joined: list[Draft] = []
    for draft in drafts:
        joined = _join(joined, draft)
    return joined


def _join(before: list[Draft], draft: Draft) -> list[Draft]:
    """The drafts with one more, which may say when the frequencies just before it fall due."""
    if before and isinstance(before[-1], YearlyDraft) and (another := _dated_by(_YEARLY, draft)):
        return [*before, another]
    undated: list[RecurringDraft] = []
    for previous in reversed(before):
        if not isinstance(previous, RecurringDraft) or previous.segment != draft.segment or _is_dated(previous):
            break
        undated.insert(0, previous)
    dated = [_dated_by(recurrence, draft) for recurrence in undated]
    found = [recurrence for recurrence in dated if recurrence is not None]
    if not found or len(found) < len(dated):
        return [*before, draft]
    return [*before[: -len(undated)], *found]


def _is_dated(recurrence: RecurringDraft) -> bool:
    return recurrence.day is not None or recurrence.month_of_period is not None


def _dated_by(recurrence: RecurringDraft, rule: Draft) -> Draft | None:
    """The recurrence with the due day that a rule printed beside it gives, or None if it gives none."""
    tentative = recurrence.tentative or rule.tentative
    if isinstance(rule, RecurringDraft) and _is_dated(rule):
        if rule.every is recurrence.every:
            return replace(rule, tentative=tentative)
        in_last_month = rule.every in _LENGTHS and rule.month_of_period == _LENGTHS[rule.every]
        if in_last_month and recurrence.every in _LENGTHS:
            return replace(rule, every=recurrence.every, month_of_period=_LENGTHS[recurrence.every])
    if isinstance(rule, DayOfMonthDraft) and recurrence.every is PeriodKind.MONTH:
        return replace(recurrence, day=rule.day, bound=rule.bound or Bound.BY, tentative=tentative)
    if isinstance(rule, PointDraft) and recurrence.every is PeriodKind.YEAR and not rule.moment.year:
        return YearlyDraft(moment=rule.moment, bound=rule.bound, segment=rule.segment, tentative=tentative)
    return None


# --- terms ---------------------------------------------------------------------------------------------------------


def _term(draft: Draft, frame: PlanFrame, before: list[Term]) -> tuple[Term, list[ScheduleWarning]]:
    match draft:
        case PointDraft():
            return _point(draft, frame)
        case RangeDraft():
            return _range(draft, frame)
        case ContinuousDraft():
            return _continuous(draft, frame)
        case FollowingYearsDraft():
            start = date(_last_year(before, frame) + 1, 1, 1)
            return ContinuousTerm(start=start, tentative=draft.tentative), []
    return _sure_term(draft), []


def _sure_term(draft: RecurringDraft | YearlyDraft | OpenDraft | DayOfMonthDraft) -> Term:
    """The term of a draft that names no year and so leaves no doubt."""
    match draft:
        case RecurringDraft(every=every, day=day, month_of_period=month, bound=bound):
            return _recurring(every, day, month, bound, draft.tentative)
        case YearlyDraft():
            return _yearly(draft)
        case OpenDraft():
            return draft.term(source=draft.source, tentative=draft.tentative)
    raise _Refused(ScheduleWarning.NOT_UNDERSTOOD)


def _point(draft: PointDraft, frame: PlanFrame) -> tuple[Term, list[ScheduleWarning]]:
    moment, bound = draft.moment, draft.bound
    year, doubts = _year(moment, frame)
    first, last = _span(moment, year)
    doubts = doubts + [ScheduleWarning.WORD_MISPRINT] * draft.misprint
    marks = {"tentative": draft.tentative, "doubtful": bool(doubts)}
    if bound is None and moment.kind is not None:
        return PeriodTerm(period=Period(moment.kind, year, moment.number), **marks), doubts
    day = last if bound in (None, Bound.BY) else first
    return DateTerm(on=day, bound=bound or Bound.BY, whole=moment.kind is not None, **marks), doubts


def _range(draft: RangeDraft, frame: PlanFrame) -> tuple[Term, list[ScheduleWarning]]:
    start, doubts = (_edge(draft.first, frame, 0)) if draft.first else (frame.effective_on, [])
    end, more = _edge(draft.last, frame, 1)
    doubts = doubts + more + [ScheduleWarning.YEAR_ASSUMED] * draft.assumed
    try:
        return SpanTerm(start=start, end=end, tentative=draft.tentative, doubtful=bool(doubts)), doubts
    except ValueError:
        raise _Refused(ScheduleWarning.REVERSED_SPAN) from None


def _continuous(draft: ContinuousDraft, frame: PlanFrame) -> tuple[Term, list[ScheduleWarning]]:
    start, doubts = _edge(draft.first, frame, 0) if draft.first else (None, [])
    end, more = _edge(draft.last, frame, 1) if draft.last else (None, [])
    doubts = doubts + more
    try:
        return ContinuousTerm(start=start, end=end, tentative=draft.tentative, doubtful=bool(doubts)), doubts
    except ValueError:
        raise _Refused(ScheduleWarning.REVERSED_SPAN) from None


def _recurring(every: PeriodKind, day: int | None, month: int | None, bound: Bound, tentative: bool) -> RecurringTerm:
    try:
        return RecurringTerm(every=every, day=day, month_of_period=month, bound=bound, tentative=tentative)
    except ValueError:
        raise _Refused(ScheduleWarning.IMPOSSIBLE_DATE) from None


def _yearly(draft: YearlyDraft) -> Term:
    """“31/5 hằng năm” with its day; “Quý I hằng năm” by its last month; “trước tháng 9 hằng năm” by the one before."""
    moment = draft.moment
    if moment.kind not in (None, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR):
        raise _Refused(ScheduleWarning.NOT_UNDERSTOOD)
    first, last = _span(moment, _LEAP_YEAR)
    if moment.kind is None:
        bound = Bound.BEFORE if draft.bound is Bound.BEFORE else Bound.BY
        return _recurring(PeriodKind.YEAR, moment.day, moment.number, bound, draft.tentative)
    month = (first - _DAY).month if draft.bound is Bound.BEFORE else last.month
    return _recurring(PeriodKind.YEAR, None, month, Bound.BY, draft.tentative)


def _edge(moment: Moment, frame: PlanFrame, side: int) -> tuple[date, list[ScheduleWarning]]:
    """The first (0) or last (1) day of a moment."""
    year, doubts = _year(moment, frame)
    return _span(moment, year)[side], doubts


def _year(moment: Moment, frame: PlanFrame) -> tuple[int, list[ScheduleWarning]]:
    if moment.year:
        year, mended = understand_year(moment.year, frame)
        if year is None:
            raise _Refused(ScheduleWarning.YEAR_MISPRINT)
        return year, [ScheduleWarning.YEAR_MISPRINT] * mended
    if moment.kind is PeriodKind.SEMESTER:
        # The semester that lies mostly in the plan's year: the first begins in it, the second ends in it.
        return frame.year + 1 - moment.number, [ScheduleWarning.YEAR_ASSUMED]
    return frame.year, []


def _span(moment: Moment, year: int) -> tuple[date, date]:
    try:
        return moment.span(year)
    except ValueError:
        raise _Refused(ScheduleWarning.IMPOSSIBLE_DATE) from None


def _last_year(terms: Sequence[Term], frame: PlanFrame) -> int:
    """The year that “the following years” follow."""
    for term in reversed(terms):
        match term:
            case PeriodTerm(period=period):
                return period.end.year
            case DateTerm(on=day) | SpanTerm(end=day):
                return day.year
    return frame.year
