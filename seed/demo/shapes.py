"""What the demonstration holds beside units. Everything here is sample data and says so."""

from dataclasses import dataclass
from datetime import date

from api.units.rules.newcomer import NewUnit


@dataclass(frozen=True, slots=True)
class Handover:
    """One sample unit ended and another took its work over on `on`."""

    predecessor: str
    successor: str
    on: date


@dataclass(frozen=True, slots=True)
class SampleCluster:
    """A cụm chuyên môn: schools of one department that work together since `start`."""

    code: str
    name: str
    department: str
    members: tuple[str, ...]
    start: date


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """A person who does not exist, with one role in one unit."""

    username: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class SampleClient:
    """A connected system that does not exist, acting for one department."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The whole of it, parents before children."""

    units: tuple[NewUnit, ...]
    handovers: tuple[Handover, ...]
    clusters: tuple[SampleCluster, ...]
    accounts: tuple[SampleAccount, ...]
    clients: tuple[SampleClient, ...]
