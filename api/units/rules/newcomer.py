"""A unit about to be entered, as the API, the seed and later a file give it; and what may be wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.units.rules.spans import OPEN, Span, overlap
from api.units.rules.words import Kind, Line


@dataclass(frozen=True, slots=True)
class Place:
    """Stands under the unit with code `parent` for these days; open bounds mean the unit's own."""

    parent: str
    span: Span = OPEN


@dataclass(frozen=True, slots=True)
class Named:
    """Bore this name for these days."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class OutsideCode:
    """Was known to others by this code for these days; open bounds mean the unit's own."""

    scheme: str
    value: str
    span: Span = OPEN


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit with its whole known past. `name` is its last one; `earlier_names` end where the next begins."""

    code: str
    name: str
    kind: str
    span: Span = OPEN
    professional: tuple[Place, ...] = ()
    administrative: tuple[Place, ...] = ()
    education_levels: tuple[str, ...] = ()
    ownership: str | None = None
    area: str | None = None
    earlier_names: tuple[Named, ...] = ()
    codes: tuple[OutsideCode, ...] = ()
    aliases: tuple[str, ...] = ()
    sample: bool = False

    def places(self) -> Iterator[tuple[Line, Place]]:
        """Its places on both lines."""
        yield from ((Line.PROFESSIONAL, place) for place in self.professional)
        yield from ((Line.ADMINISTRATIVE, place) for place in self.administrative)

    def names(self) -> list[Named]:
        """Every name it bore, over its whole life."""
        ends = [earlier.span.end for earlier in self.earlier_names if earlier.span.end is not None]
        last = Span(max(ends, default=None), None) & self.span
        return [
            *(Named(earlier.name, earlier.span & self.span) for earlier in self.earlier_names),
            Named(self.name, last),
        ]


def school_facts_misplaced(kind: str, education_levels: object, ownership: object, area: object) -> list[str]:
    """Names of the fields only a school has, where something else carries them."""
    if kind == Kind.SCHOOL:
        return []
    given = {"education_levels": education_levels, "ownership": ownership, "area": area}
    return [name for name, value in given.items() if value]


def codes_overlap(codes: tuple[OutsideCode, ...]) -> bool:
    """Whether a unit would have two codes of one scheme on some day."""
    schemes = {code.scheme for code in codes}
    return any(overlap(code.span for code in codes if code.scheme == scheme) for scheme in schemes)


def prefix_is_own(code: str, department_code: str | None) -> bool:
    """Whether a new code lies in its department's own range, so that no other department's codes can be probed."""
    return department_code is None or code.startswith(f"{department_code}-")
