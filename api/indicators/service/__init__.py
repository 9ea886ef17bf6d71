"""The verbs of indicators and targets."""

from api.indicators.service.amendment import amend
from api.indicators.service.comparison import compare
from api.indicators.service.document import plan_document
from api.indicators.service.figures import Figures
from api.indicators.service.indicator import (
    create_indicator,
    delete_indicator,
    editable_indicator,
    ensure_indicator,
    find_indicators,
    update_indicator,
)
from api.indicators.service.printed import TargetsOfPlans
from api.indicators.service.recount import Difference, differences
from api.indicators.service.rollup import expect, mark_indicators, mark_plans, mark_units, take_turn
from api.indicators.service.target import (
    create_target,
    delete_target,
    editable_target,
    store_targets,
    update_target,
)
from api.indicators.service.value import Values

__all__ = [
    "Difference",
    "Figures",
    "TargetsOfPlans",
    "Values",
    "amend",
    "compare",
    "create_indicator",
    "create_target",
    "delete_indicator",
    "delete_target",
    "differences",
    "editable_indicator",
    "editable_target",
    "ensure_indicator",
    "expect",
    "find_indicators",
    "mark_indicators",
    "mark_plans",
    "mark_units",
    "plan_document",
    "store_targets",
    "take_turn",
    "update_indicator",
    "update_target",
]
