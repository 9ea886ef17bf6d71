"""Spans of days as they come in."""

from pydantic import Field

from api.kit.schemas import Day, In, Reference
from api.units.rules.spans import Span


class Days(In):
    """From one day to another, both included; null is open."""

    first: Day | None = Field(default=None, alias="from", description="First day; null for always.")
    last: Day | None = Field(default=None, alias="to", description="Last day; null for no end known.")

    @property
    def span(self) -> Span:
        """The same as a span."""
        return Span.of_days(self.first, self.last)


class MemberIn(Days):
    """A unit of a hand-picked list or a cluster, and the days it belongs."""

    unit: Reference = Field(description="The unit: its code or id.")
