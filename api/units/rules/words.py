"""The words of units: kinds, lines, levels, ownership, areas, and what each may carry."""

from enum import StrEnum


class Kind(StrEnum):
    """What a unit is."""

    MINISTRY = "ministry"
    PROVINCIAL_COMMITTEE = "provincial_committee"
    DEPARTMENT = "department"
    DIVISION = "division"
    AFFILIATE = "affiliate"
    DISTRICT_OFFICE = "district_office"
    COMMUNE = "commune"
    SCHOOL = "school"
    STEERING_COMMITTEE = "steering_committee"
    UNION = "union"
    EXTERNAL = "external"


class Line(StrEnum):
    """The two lines a unit stands on. Rights, reports and roll-ups follow the professional one."""

    PROFESSIONAL = "professional"
    ADMINISTRATIVE = "administrative"


class EducationLevel(StrEnum):
    """What a school teaches; several are possible."""

    PRESCHOOL = "preschool"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    CONTINUING = "continuing"
    VOCATIONAL_CONTINUING = "vocational_continuing"


class Ownership(StrEnum):
    """Who owns a school."""

    PUBLIC = "public"
    COMMUNITY = "community"
    PRIVATE = "private"


class Area(StrEnum):
    """Where a school stands."""

    URBAN = "urban"
    RURAL = "rural"
    DISADVANTAGED = "disadvantaged"


class Succession(StrEnum):
    """How a unit came to take over from another."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    TRANSFER = "transfer"
    DISSOLVE = "dissolve"
