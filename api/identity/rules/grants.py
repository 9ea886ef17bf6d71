"""From when to when a grant holds, and what may be lent."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)

# What a dated delegation (ủy quyền) may not lend: the keys of the house, and mere reading.
NOT_LENDABLE = frozenset({"admin", "viewer"})


@dataclass(frozen=True, slots=True)
class Term:
    """From the first day to the last, both included; `last` is None for “until further notice”."""

    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)

    def lies_in(self, other: "Term") -> bool:
        """Whether every day of it is one of the other's."""
        return self.first >= other.first and (other.last is None or (self.last is not None and self.last <= other.last))

    @property
    def after(self) -> date | None:
        """The day after the last, as a half-open daterange has it."""
        return None if self.last is None else self.last + _DAY


def term_of(lower: date, upper: date | None) -> Term:
    """The term of a half-open daterange."""
    return Term(lower, None if upper is None else upper - _DAY)


def lending_faults(*, role: str, is_lent: bool, own: Term, lent: Term) -> list[str]:
    """The codes of what forbids lending a grant, which itself `is_lent` or not, for a term; empty when it may be."""
    faults = []
    if role in NOT_LENDABLE:
        faults.append("role_not_lendable")
    if is_lent:
        faults.append("already_lent")
    if lent.last is None:
        faults.append("end_required")
    elif not lent.lies_in(own):
        faults.append("longer_than_own")
    return faults
