"""Hải Phòng's sample: 114 communes, 900 schools of all levels, 12 clusters. The same at every call.

Most people will look here first, so the mix is that of a large port city: three tenths nursery schools, a wide base
of primary and lower secondary schools under the communes, upper secondary schools and centres under the department.
"""

from dataclasses import dataclass
from datetime import date

from api.units.rules.newcomer import NewUnit
from api.units.rules.newcomer import Place as Under
from api.units.rules.spans import Span
from seed.demo.names import FLOWERS, PEOPLE, RURAL_COMMUNES, SPECIAL_ZONES, WARDS
from seed.demo.shapes import SampleCluster

DEPARTMENT = "hp"
COMMITTEE = "ubnd-hai-phong"
SINCE = date(2025, 7, 1)
CLUSTERS = 12
FIRST_SCHOOL = 1001

PRESCHOOL = ("preschool",)
PRIMARY = ("primary",)
LOWER = ("lower_secondary",)
PRIMARY_LOWER = ("primary", "lower_secondary")
UPPER = ("upper_secondary",)
LOWER_UPPER = ("lower_secondary", "upper_secondary")
ALL_GENERAL = ("primary", "lower_secondary", "upper_secondary")
CONTINUING = ("continuing",)
VOCATIONAL = ("vocational_continuing",)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune: its rank in the list, its name, what it is called and where it lies."""

    rank: int
    name: str
    style: str
    area: str

    @property
    def code(self) -> str:
        """Our code of it."""
        return f"{DEPARTMENT}-{self.rank + 1:06d}"


@dataclass(frozen=True, slots=True)
class Planned:
    """A school to be: what it is called, what it teaches, whose it is, where, and who manages it."""

    name: str
    levels: tuple[str, ...]
    place: Place
    ownership: str = "public"
    of_department: bool = False


@dataclass(frozen=True, slots=True)
class Directly:
    """A kind of school or centre under the department itself; its name takes a place's or a person's."""

    pattern: str
    levels: tuple[str, ...]
    ownership: str
    how_many: int

    def at(self, number: int, place: Place) -> Planned:
        """The `number`-th of all of them, at a place."""
        name = self.pattern.format(place=place.name, person=PEOPLE[number % len(PEOPLE)])
        return Planned(name, self.levels, place, self.ownership, of_department=True)


KINDS_OF_DEPARTMENT = (
    Directly("Trường THPT {place}", UPPER, "public", 45),
    Directly("Trường THPT tư thục {person}", UPPER, "private", 15),
    Directly("Trường THCS và THPT {person}", LOWER_UPPER, "public", 4),
    Directly("Trường THCS và THPT {person}", LOWER_UPPER, "private", 6),
    Directly("Trường Tiểu học, THCS và THPT {person}", ALL_GENERAL, "private", 4),
    Directly("Trung tâm GDTX thành phố cơ sở {place}", CONTINUING, "public", 2),
    Directly("Trung tâm GDNN-GDTX {place}", VOCATIONAL, "public", 14),
)


def places() -> tuple[Place, ...]:
    """The 114 communes: 45 wards, 67 rural communes, 2 special zones."""
    named = (
        [(name, "phường", "urban") for name in WARDS]
        + [(name, "xã", "rural") for name in RURAL_COMMUNES]
        + [(name, "đặc khu", "disadvantaged") for name in SPECIAL_ZONES]
    )
    return tuple(Place(rank, *row) for rank, row in enumerate(named))


def _every(total: int, some: int, rank: int) -> bool:
    """Whether `rank` is one of `some` spread evenly over `total`."""
    return (rank * some) % total < some


def _second_name(place: Place, style: str, offset: int) -> str:
    """A second school of a ward bears a person's name, elsewhere a number."""
    if place.style == "phường":
        return f"{style} {PEOPLE[(place.rank + offset) % len(PEOPLE)]}"
    return f"{style} số 2 {place.name}"


def _nursery(place: Place) -> list[Planned]:
    """Two nursery schools, and a third, private in a ward, in 73 of the 113 places that are no outpost."""
    flower = FLOWERS[place.rank % len(FLOWERS)]
    other = FLOWERS[(place.rank + 5) % len(FLOWERS)]
    found = [
        Planned(f"Trường Mầm non {place.name}", PRESCHOOL, place),
        Planned(f"Trường Mầm non {flower} {place.name}", PRESCHOOL, place),
    ]
    if _every(113, 73, place.rank):
        ownership = "private" if place.style == "phường" or place.rank % 2 else "community"
        kind = "tư thục" if ownership == "private" else "dân lập"
        found.append(Planned(f"Trường Mầm non {kind} {other} {place.name}", PRESCHOOL, place, ownership))
    return found


def _primary(place: Place) -> list[Planned]:
    """Two primary schools, and a third in 34 of the 113."""
    found = [
        Planned(f"Trường Tiểu học {place.name}", PRIMARY, place),
        Planned(_second_name(place, "Trường Tiểu học", 0), PRIMARY, place),
    ]
    if _every(113, 34, place.rank):
        found.append(Planned(f"Trường Tiểu học số 3 {place.name}", PRIMARY, place))
    return found


def _lower(place: Place, without_second: int) -> list[Planned]:
    """One lower secondary school, a second in all places but six, and a joint school in 29."""
    found = [Planned(f"Trường THCS {place.name}", LOWER, place)]
    if place.rank % 18 != without_second:
        found.append(Planned(_second_name(place, "Trường THCS", 20), LOWER, place))
    if _every(113, 29, place.rank):
        found.append(Planned(f"Trường Tiểu học và THCS {place.name}", PRIMARY_LOWER, place))
    return found


def _of_commune(place: Place) -> list[Planned]:
    """The schools a commune manages; the outpost has two."""
    if place.name == SPECIAL_ZONES[-1]:
        return [
            Planned(f"Trường Mầm non {place.name}", PRESCHOOL, place),
            Planned(f"Trường Tiểu học và THCS {place.name}", PRIMARY_LOWER, place),
        ]
    return _nursery(place) + _primary(place) + _lower(place, 8)


def _of_department(spots: tuple[Place, ...]) -> list[Planned]:
    """The 90 schools and centres directly under the department, spread over the city."""
    wanted = (kind for kind in KINDS_OF_DEPARTMENT for _ in range(kind.how_many))
    return [kind.at(number, spots[(number * 5) % len(spots)]) for number, kind in enumerate(wanted)]


def _commune(place: Place) -> NewUnit:
    return NewUnit(
        code=place.code,
        name=f"UBND {place.style} {place.name}",
        kind="commune",
        span=Span(SINCE),
        professional=(Under(DEPARTMENT),),
        administrative=(Under(COMMITTEE),),
        sample=True,
    )


def _school(serial: int, plan: Planned) -> NewUnit:
    above = (Under(DEPARTMENT if plan.of_department else plan.place.code),)
    return NewUnit(
        code=f"{DEPARTMENT}-{serial:06d}",
        name=plan.name,
        kind="school",
        span=Span(SINCE),
        professional=above,
        administrative=above,
        education_levels=plan.levels,
        ownership=plan.ownership,
        area=plan.place.area,
        sample=True,
    )


def _planned() -> list[Planned]:
    spots = places()
    return [plan for place in spots for plan in _of_commune(place)] + _of_department(spots)


def units() -> tuple[NewUnit, ...]:
    """The 114 communes, then the 900 schools."""
    communes = [_commune(place) for place in places()]
    schools = [_school(serial, plan) for serial, plan in enumerate(_planned(), FIRST_SCHOOL)]
    return (*communes, *schools)


def clusters() -> tuple[SampleCluster, ...]:
    """The 12 clusters: a school belongs to that of the place it lies in."""
    total = len(places())
    members: dict[int, list[str]] = {number: [] for number in range(CLUSTERS)}
    for serial, plan in enumerate(_planned(), FIRST_SCHOOL):
        members[plan.place.rank * CLUSTERS // total].append(f"{DEPARTMENT}-{serial:06d}")
    return tuple(
        SampleCluster(
            code=f"{DEPARTMENT}-cum-{number + 1:02d}",
            name=f"Cụm chuyên môn số {number + 1}",
            department=DEPARTMENT,
            members=tuple(codes),
            start=SINCE,
        )
        for number, codes in members.items()
    )
