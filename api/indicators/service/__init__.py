"""The verbs of indicators and targets."""

from api.evidence.queries.targets import register
from api.indicators.queries.evidenced import KIND, VALUE
from api.indicators.service.amendment import amend
from api.indicators.service.base_count import BaseCounts
from api.indicators.service.code import code_to_change, set_code, take_code_away
from api.indicators.service.coded import with_codes
from api.indicators.service.comparison import compare
from api.indicators.service.compiling import ReportedTarget, figures_above, targets_reported
from api.indicators.service.confirmation import (
    Told,
    confirm,
    dispute,
    dispute_to_settle,
    settle,
    value_to_confirm,
)
from api.indicators.service.days import keep_day
from api.indicators.service.deriving import Derived, derive, derive_all, derive_departments, enter_derived
from api.indicators.service.document import plan_document
from api.indicators.service.expected import asked_of, expected, unit_asked
from api.indicators.service.figures import Figures
from api.indicators.service.indicator import (
    create_indicator,
    delete_indicator,
    editable_indicator,
    ensure_indicator,
    find_indicators,
    update_indicator,
)
from api.indicators.service.many import LOAD_VALUES, value_load, value_load_of_job
from api.indicators.service.printed import TargetsOfPlans
from api.indicators.service.reconciling import reconciliation
from api.indicators.service.recount import Difference, differences
from api.indicators.service.reopening import reopen_values
from api.indicators.service.reported import Answered, Reporting, answers_of, figures_of
from api.indicators.service.rollup import expect, mark_indicators, mark_plans, mark_units, take_turn
from api.indicators.service.standings import standings
from api.indicators.service.states import move_values
from api.indicators.service.target import (
    create_target,
    delete_target,
    editable_target,
    store_targets,
    update_target,
)
from api.indicators.service.template import template
from api.indicators.service.undoing import undo_values
from api.indicators.service.value import Values

register(KIND)
register(VALUE)

__all__ = [
    "LOAD_VALUES",
    "Answered",
    "BaseCounts",
    "Derived",
    "Difference",
    "Figures",
    "ReportedTarget",
    "Reporting",
    "TargetsOfPlans",
    "Told",
    "Values",
    "amend",
    "answers_of",
    "asked_of",
    "code_to_change",
    "compare",
    "confirm",
    "create_indicator",
    "create_target",
    "delete_indicator",
    "delete_target",
    "derive",
    "derive_all",
    "derive_departments",
    "differences",
    "dispute",
    "dispute_to_settle",
    "editable_indicator",
    "editable_target",
    "ensure_indicator",
    "enter_derived",
    "expect",
    "expected",
    "figures_above",
    "figures_of",
    "find_indicators",
    "keep_day",
    "mark_indicators",
    "mark_plans",
    "mark_units",
    "move_values",
    "plan_document",
    "reconciliation",
    "reopen_values",
    "set_code",
    "settle",
    "standings",
    "store_targets",
    "take_code_away",
    "take_turn",
    "targets_reported",
    "template",
    "undo_values",
    "unit_asked",
    "update_indicator",
    "update_target",
    "value_load",
    "value_load_of_job",
    "value_to_confirm",
    "with_codes",
]
