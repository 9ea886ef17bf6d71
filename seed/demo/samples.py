"""The other four departments' samples: two communes each with two schools, and who had those schools before.

Until 30 June 2025 a school of the sample stood under a district office (phòng GDĐT) of the old department; from
1 July 2025 it stands under a commune, whose department is another one where the province was merged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.units.rules.newcomer import NewUnit, Place
from api.units.rules.spans import Span
from seed.demo.shapes import Handover

FIRST_DAY = date(2025, 7, 1)
BEFORE = Span(None, FIRST_DAY)
SINCE = Span(FIRST_DAY)


@dataclass(frozen=True, slots=True)
class School:
    """One sample school."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune of the sample, the district office before it (None: the sample begins in July 2025), two schools."""

    commune: str
    area: str
    district: str | None
    schools: tuple[School, School]


@dataclass(frozen=True, slots=True)
class Sample:
    """One department's sample: `old` had it until 30 June 2025, `new` has it since; the same where nothing merged."""

    old: str
    new: str
    committee: str
    spots: tuple[Spot, Spot]


PRESCHOOL = ("preschool",)
PRIMARY = ("primary",)
LOWER = ("lower_secondary",)
BOTH = ("primary", "lower_secondary")


def _two(place: str) -> tuple[School, School]:
    return School(f"Trường Tiểu học {place}", PRIMARY), School(f"Trường THCS {place}", LOWER)


def _small(place: str) -> tuple[School, School]:
    return School(f"Trường Tiểu học và THCS {place}", BOTH), School(f"Trường Mầm non {place}", PRESCHOOL)


SAMPLES = (
    Sample(
        "qng",
        "qng",
        "ubnd-quang-ngai",
        (
            Spot("UBND phường Cẩm Thành", "urban", None, _two("Cẩm Thành")),
            Spot("UBND xã Bình Sơn", "rural", None, _small("Bình Sơn")),
        ),
    ),
    Sample(
        "qb",
        "qt",
        "ubnd-quang-tri",
        (
            Spot("UBND phường Đồng Hới", "urban", "Phòng GDĐT thành phố Đồng Hới", _two("Đồng Hới")),
            Spot("UBND xã Lệ Thủy", "rural", "Phòng GDĐT huyện Lệ Thủy", _small("Lệ Thủy")),
        ),
    ),
    Sample(
        "qni",
        "qni",
        "ubnd-quang-ninh",
        (
            Spot("UBND phường Hồng Gai", "urban", "Phòng GDĐT thành phố Hạ Long", _two("Hồng Gai")),
            Spot("UBND đặc khu Vân Đồn", "disadvantaged", "Phòng GDĐT huyện Vân Đồn", _small("Vân Đồn")),
        ),
    ),
    Sample(
        "la",
        "tn",
        "ubnd-tay-ninh",
        (
            Spot("UBND phường Long An", "urban", "Phòng GDĐT thành phố Tân An", _two("Long An")),
            Spot("UBND xã Đức Hòa", "rural", "Phòng GDĐT huyện Đức Hòa", _small("Đức Hòa")),
        ),
    ),
)


def _office_code(sample: Sample, number: int) -> str:
    return f"{sample.old}-{100 + number:06d}"


def _commune_code(sample: Sample, number: int) -> str:
    return f"{sample.new}-{number:06d}"


def _office(sample: Sample, number: int, name: str) -> NewUnit:
    return NewUnit(
        code=_office_code(sample, number),
        name=name,
        kind="district_office",
        span=BEFORE,
        professional=(Place(sample.old),),
        administrative=(Place(sample.old),),
        sample=True,
    )


def _commune(sample: Sample, number: int, spot: Spot) -> NewUnit:
    return NewUnit(
        code=_commune_code(sample, number),
        name=spot.commune,
        kind="commune",
        span=SINCE,
        professional=(Place(sample.new),),
        administrative=(Place(sample.committee),),
        sample=True,
    )


def _school(sample: Sample, number: int, place: int, spot: Spot) -> NewUnit:
    school = spot.schools[place]
    now = Place(_commune_code(sample, number), SINCE)
    above = (Place(_office_code(sample, number), BEFORE), now) if spot.district else (now,)
    return NewUnit(
        code=f"{sample.old}-{1000 + 2 * (number - 1) + place + 1:06d}",
        name=school.name,
        kind="school",
        span=Span() if spot.district else SINCE,
        professional=above,
        administrative=above,
        education_levels=school.levels,
        ownership="public",
        area=spot.area,
        sample=True,
    )


def _of(sample: Sample) -> Iterator[NewUnit]:
    numbered = list(enumerate(sample.spots, 1))
    for number, spot in numbered:
        if spot.district:
            yield _office(sample, number, spot.district)
    for number, spot in numbered:
        yield _commune(sample, number, spot)
    for number, spot in numbered:
        for place in range(len(spot.schools)):
            yield _school(sample, number, place, spot)


def units() -> tuple[NewUnit, ...]:
    """District offices, communes and schools of the four samples, parents first."""
    return tuple(unit for sample in SAMPLES for unit in _of(sample))


def handovers() -> tuple[Handover, ...]:
    """Each district office's work went to the commune."""
    return tuple(
        Handover(_office_code(sample, number), _commune_code(sample, number), FIRST_DAY)
        for sample in SAMPLES
        for number, spot in enumerate(sample.spots, 1)
        if spot.district
    )
