"""Tables of units: what a unit is at each date, where it stands, what names it, and the groups made of it."""

from api.units.models.audience import Audience, AudienceMember, Cluster, ClusterMember
from api.units.models.tree import UnitClosure, UnitEdge, UnitSuccession
from api.units.models.unit import Unit, UnitAlias, UnitCode, UnitVersion

__all__ = [
    "Audience",
    "AudienceMember",
    "Cluster",
    "ClusterMember",
    "Unit",
    "UnitAlias",
    "UnitClosure",
    "UnitCode",
    "UnitEdge",
    "UnitSuccession",
    "UnitVersion",
]
