"""How the units and figures of a row stand in what was understood of it."""

from decimal import Decimal
from typing import Any

from api.plans.imports.understand.names import Names


def units_of(lead: Names, coordinating: Names) -> dict[str, Any]:
    """The keys of a row that say who takes part."""
    return {
        "lead": lead.names,
        "coordinating": coordinating.names,
        "lead_printed": lead.printed,
        "coordinating_printed": coordinating.printed,
        "matched": {"lead": lead.matched, "coordinating": coordinating.matched},
    }


def number_of(value: Decimal | None) -> int | float | None:
    """A figure as JSON carries it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
