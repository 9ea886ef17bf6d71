"""Which year a printed or missing year is."""

from collections.abc import Sequence
from dataclasses import replace

from api.kit.calendar import PeriodKind
from api.plans.rules.schedule.drafts import ContinuousDraft, Draft, PointDraft, RangeDraft
from api.plans.rules.schedule.moments import Moment
from api.plans.rules.schedule.terms import PlanFrame

_PLAUSIBLE = range(1990, 2101)
_SCHOOL = (PeriodKind.SCHOOL_YEAR, PeriodKind.SEMESTER)


def understand_year(printed: str, frame: PlanFrame) -> tuple[int | None, bool]:
    """The year of printed digits, and whether it took mending.

    Four digits of our time are a year. Anything else is a misprint: it is read as the one year of the plan that is
    a single slip away (a digit too many, too few, or two swapped), and as nothing when there is none or several.
    """
    if len(printed) == 4 and int(printed) in _PLAUSIBLE:
        return int(printed), False
    near = [year for year in range(frame.first_year, frame.last_year + 1) if str(year) in _one_slip_from(printed)]
    near += [year for year in range(frame.first_year, frame.last_year + 1) if printed in _without_one(str(year))]
    return (near[0] if len(near) == 1 else None), True


def _without_one(digits: str) -> set[str]:
    return {digits[:i] + digits[i + 1 :] for i in range(len(digits))}


def _one_slip_from(digits: str) -> set[str]:
    swapped = {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
    return swapped | _without_one(digits)


def share_years(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, a moment without a year taking that of the next one in its part of the phrase.

    “Quý I và Quý III/2025” are both of 2025, “tháng 9 đến tháng 5/2026” begins in 2025.
    """
    shared: list[Draft] = []
    following: Moment | None = None
    segment = -1
    for draft in reversed(drafts):
        if draft.segment != segment:
            following, segment = None, draft.segment
        dated, following = _with_years(draft, following)
        shared.append(dated)
    return shared[::-1]


def _with_years(draft: Draft, following: Moment | None) -> tuple[Draft, Moment | None]:
    """The draft with the years it shares, and the moment that those before it may share the year of."""
    if isinstance(draft, PointDraft):
        moment = _with_year_of(draft.moment, following)
        return replace(draft, moment=moment), moment
    if isinstance(draft, (RangeDraft, ContinuousDraft)):
        last = _with_year_of(draft.last, following) if draft.last else None
        first = _with_year_of(draft.first, last or following) if draft.first else None
        return _between(draft, first, last), first or last or following
    return draft, following


def _between(draft: RangeDraft | ContinuousDraft, first: Moment | None, last: Moment | None) -> Draft:
    if isinstance(draft, RangeDraft):
        return replace(draft, first=first, last=last or draft.last)
    return replace(draft, first=first, last=last)


def _with_year_of(moment: Moment, following: Moment | None) -> Moment:
    if moment.year or following is None or not following.year or moment.kind is PeriodKind.YEAR:
        return moment
    if (moment.kind in _SCHOOL) is not (following.kind in _SCHOOL):
        return moment
    turns = len(following.year) == 4 and _position(moment) > _position(following)
    return replace(moment, year=str(int(following.year) - 1) if turns else following.year)


def _position(moment: Moment) -> float:
    """Where in a year a moment begins, roughly."""
    months = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6}.get(moment.kind or PeriodKind.MONTH, 1)
    return (moment.number - 1) * months + moment.day / 100
