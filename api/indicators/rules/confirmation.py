"""Figures that came from another system: whose stands, what a unit says of them, how a dispute ends."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from api.indicators.rules.definition import Source
from api.indicators.rules.value import FIGURES, Answer, Facts

# What a figure's `source` says when nobody said more.
REPORTED, CLIENT = "reported", "client"


class Prevails(StrEnum):
    """Whose figure counts where another system and a unit say different ones; a rule of each indicator."""

    SOURCE = "source"
    UNIT = "unit"


class Origin(StrEnum):
    """Whose a figure is: another system's, or of a unit's people and those who enter for it."""

    SYSTEM = "system"
    UNIT = "unit"


class ConfirmationStatus(StrEnum):
    """What became of what a unit said of a figure."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    SETTLED_FOR_SOURCE = "settled_for_source"
    SETTLED_FOR_UNIT = "settled_for_unit"
    WITHDRAWN = "withdrawn"


class Known(StrEnum):
    """Where a figure from elsewhere stands with its unit; the last word of `ConfirmationStatus`, or none yet."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    SETTLED_FOR_SOURCE = "settled_for_source"
    SETTLED_FOR_UNIT = "settled_for_unit"


def origin(source: str, by_kind: str, indicator_source: str) -> Origin:
    """Whose a figure is, by what it says of itself, who wrote it, and where its indicator's figures come from."""
    fed = indicator_source == Source.CLIENT and source != REPORTED
    return Origin.SYSTEM if fed or source == CLIENT or by_kind == "client" else Origin.UNIT


def may_replace(writer: Origin, there: Origin, prevails: Prevails, *, rejected: bool) -> bool:
    """Whether a figure may be put in the place of one that is there.

    What another system said is confirmed or disputed by the unit, never retyped. Another system replaces what a unit
    said where its figure prevails, but not by the very one that was `rejected` when a dispute was settled.
    """
    if writer is there:
        return True
    if writer is Origin.UNIT:
        return False
    return prevails is Prevails.SOURCE and not rejected


def counts_at_once(prevails: Prevails) -> bool:
    """Whether a figure a unit believes stands while its dispute is open."""
    return prevails is Prevails.UNIT


def known(whose: Origin, now: Mapping[str, Any], status: str | None, told: Any, believed: Any) -> Known | None:
    """Where a figure stands by the last word said of it; None for a unit's own that nobody disputes.

    A word counts as long as the figure is the one it was said of; an open dispute as long as it is open.
    """
    if status == ConfirmationStatus.DISPUTED:
        return Known.DISPUTED
    meant = believed if status == ConfirmationStatus.SETTLED_FOR_UNIT else told
    if status not in {None, ConfirmationStatus.WITHDRAWN} and meant == now:
        return Known(str(status))
    return Known.UNCONFIRMED if whose is Origin.SYSTEM else None


def as_said(facts: Any) -> dict[str, Any]:
    """What was answered, as it is kept beside a word about it: numbers as texts, alike however they were written."""
    figures = {name: _plain(getattr(facts, name)) for name in FIGURES}
    return {"answer": str(facts.answer), **figures}


def facts_of(said: Mapping[str, Any]) -> Facts:
    """The answer `as_said` kept."""
    numbers = {name: None if said[name] is None else Decimal(said[name]) for name in FIGURES if name != "yes"}
    return Facts(Answer(said["answer"]), yes=said["yes"], **numbers)


def _plain(figure: Any) -> Any:
    if isinstance(figure, Decimal):
        return f"{figure.normalize():f}"
    return figure
