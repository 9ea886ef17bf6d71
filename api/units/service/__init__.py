"""The verbs of units: enter, change, end, succeed, group, name, and what grants reach."""

from api.units.service.above import announce_above, announced
from api.units.service.changing import change, delete_unit
from api.units.service.closure import bring_up_to_date
from api.units.service.coding import code_for
from api.units.service.entering import enter, load
from api.units.service.groups import (
    change_group,
    delete_group,
    enter_audiences,
    enter_clusters,
    load_audiences,
    load_clusters,
)
from api.units.service.naming import Meant, find_by_name
from api.units.service.successions import expand, succeed

__all__ = [
    "Meant",
    "announce_above",
    "announced",
    "bring_up_to_date",
    "change",
    "change_group",
    "code_for",
    "delete_group",
    "delete_unit",
    "enter",
    "enter_audiences",
    "enter_clusters",
    "expand",
    "find_by_name",
    "load",
    "load_audiences",
    "load_clusters",
    "succeed",
]
