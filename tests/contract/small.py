"""The demonstration with a tenth of Hải Phòng's schools: who may what does not hang on how many there are."""

from dataclasses import replace

from api.units.rules.newcomer import NewUnit
from seed.demo import demonstration
from seed.demo.hai_phong import DEPARTMENT
from seed.demo.shapes import Demonstration

_LAST_COMMUNE, _LAST_SCHOOL = f"{DEPARTMENT}-000012", f"{DEPARTMENT}-001090"


def small_demonstration() -> Demonstration:
    """The first dozen communes, the schools they manage among the first ninety, and all that is not Hải Phòng's."""
    made = demonstration()
    communes = {unit.code for unit in made.units if unit.kind == "commune" and not _beyond(unit, _LAST_COMMUNE)}
    units = tuple(unit for unit in made.units if unit.code in communes or not _left_out(unit, communes))
    kept = {unit.code for unit in units}
    clusters = [replace(each, members=tuple(code for code in each.members if code in kept)) for each in made.clusters]
    return replace(made, units=units, clusters=tuple(each for each in clusters if each.members))


def _beyond(unit: NewUnit, last: str) -> bool:
    return unit.code.startswith(f"{DEPARTMENT}-0") and unit.code > last


def _left_out(unit: NewUnit, communes: set[str]) -> bool:
    if unit.kind == "commune":
        return _beyond(unit, _LAST_COMMUNE)
    return _beyond(unit, _LAST_SCHOOL) or (
        unit.code.startswith(f"{DEPARTMENT}-0") and unit.professional[0].parent not in communes
    )
